"""Opinions side by side: a row a topic, a column an opinion; the person says what is the same and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from recordkeeper.prepare.opinions import COMPARED, MANY, SPECIALTIES, Held, Topic, differ, side_by_side
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.own import Entry
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.opinion.entry_card import called
from recordkeeper.ui.page import button, card, label, line
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NAMES, _COLUMN = 130, 250  # pixels at 100 %


class Compare(QFrame):
    """Shown where there are opinions to compare; emits what a person says and wants."""

    compared = Signal(str, str, str)  # opinion, field, how it compares
    page_wanted = Signal(str)  # record#page
    ask_both_wanted = Signal()  # write the questions down
    third_wanted = Signal(str)  # a specialty
    bundle_wanted = Signal(str)  # back to whom

    def __init__(self, desk: Desk, opinions: Sequence[Entry], records: Mapping[str, RecordLine]) -> None:
        super().__init__()
        self._desk = desk
        self._records = records
        self.selects: dict[tuple[str, str], Select] = {}
        self._asked: dict[int, tuple[str, str]] = {}
        frame, inside = card()
        inside.addWidget(label(desk.words.say("opinion.side_by_side"), "strong"))
        inside.addWidget(label(desk.words.say("opinion.you_say"), "small"))
        inside.addWidget(self._table(opinions))
        if differ(opinions):
            inside.addWidget(line())
            self._add_ways_on(inside, opinions)
        if len(opinions) >= MANY:
            inside.addWidget(label(desk.words.say("opinion.many"), "quiet"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _table(self, opinions: Sequence[Entry]) -> QWidget:
        """Rolls sideways where there are more columns than room."""
        table = QWidget()
        table.setProperty("ground", True)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        pixels = self._desk.look.pixels
        grid.setColumnMinimumWidth(0, pixels(_NAMES))
        for column, each in enumerate(opinions, start=1):
            grid.setColumnMinimumWidth(column, pixels(_COLUMN))
            grid.setColumnStretch(column, 1)
            date = self._desk.words.date(PartialDate.parse(each.get("date"))) if each.get("date") else ""
            grid.addWidget(label(", ".join(part for part in (each.get("by"), date) if part), "strong"), 0, column)
        for row, topic in enumerate(side_by_side(opinions, every=True), start=1):
            name = label(self._desk.words.say(f"lists.field.{topic.name}"), "heading")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, held in enumerate(topic.opinions, start=1):
                grid.addWidget(self._cell(topic, held, first=column == 1), row, column, Qt.AlignmentFlag.AlignTop)
        roll = QScrollArea()
        roll.setFrameShape(QFrame.Shape.NoFrame)
        roll.setWidgetResizable(True)
        roll.setWidget(table)
        roll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        roll.setFixedHeight(table.sizeHint().height() + pixels(16))
        return roll

    def _cell(self, topic: Topic, held: Held, *, first: bool) -> QWidget:
        """What one opinion says of a topic, its page, and how it compares with the first."""
        words = self._desk.words
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(held.says or words.say("opinion.silent"), "" if held.says else "quiet"))
        if held.page:
            shown = button(self._desk, called(words, held.page, self._records), flat=True)
            shown.setObjectName(held.page)
            shown.clicked.connect(self._on_page)
            column.addWidget(shown, alignment=Qt.AlignmentFlag.AlignLeft)
        if not first:
            column.addWidget(self._select(topic, held))
        return cell

    def _select(self, topic: Topic, held: Held) -> Select:
        say = self._desk.words.say
        box = Select(self._desk)
        for value in ("", *COMPARED):
            box.addItem(say(f"opinion.compared.{value or 'none'}"), value)
        box.setCurrentIndex(max(0, box.findData(held.compared)))
        box.setAccessibleName(say("opinion.compare_name", topic=say(f"lists.field.{topic.name}"), by=held.by))
        box.setObjectName(f"{held.entry} {topic.name}")
        box.activated.connect(self._on_compared)
        self.selects[held.entry, topic.name] = box
        return box

    def _add_ways_on(self, inside: QVBoxLayout, opinions: Sequence[Entry]) -> None:
        """What can be done when they differ: ask both, a bundle back to the first, a third opinion."""
        desk, say = self._desk, self._desk.words.say
        inside.addWidget(label(say("opinion.ask_both_head"), "strong"))
        for text in desk.words.list_of("opinion.ask_both"):
            inside.addWidget(label(f"– {text}"))
        self.ask = button(desk, say("opinion.ask_both_write"), "add")
        self.ask.clicked.connect(self.ask_both_wanted)
        first = opinions[0].get("by")
        self.bundle = button(desk, say("opinion.bundle_back", name=first), "bundle")
        self.bundle.setObjectName(first)
        self.bundle.clicked.connect(self._on_bundle)
        row = Flow()
        row.add(self.ask)
        row.add(self.bundle)
        inside.addWidget(row)
        inside.addWidget(label(say("opinion.third")))
        self.thirds = {}
        third = Flow()
        for specialty in SPECIALTIES:
            one = button(desk, say(f"lists.choice.specialty.{specialty}"), flat=True)
            one.setObjectName(specialty)
            one.setAccessibleDescription(say("opinion.third_hint"))
            one.clicked.connect(self._on_third)
            self.thirds[specialty] = one
            third.add(one)
        inside.addWidget(third)

    def _on_compared(self) -> None:
        box = self.sender()
        assert isinstance(box, Select)
        entry, _, topic = box.objectName().partition(" ")
        self.compared.emit(entry, f"{topic}_compared", str(box.currentData()))

    def _on_page(self) -> None:
        self.page_wanted.emit(self.sender().objectName())

    def _on_bundle(self) -> None:
        self.bundle_wanted.emit(self.sender().objectName())

    def _on_third(self) -> None:
        self.third_wanted.emit(self.sender().objectName())
