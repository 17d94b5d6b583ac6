"""One place: its name and spellings, which other place it is, how it prints dates, and what came from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.records.kinds import DateOrder
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.records.kin import Link
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from recordkeeper.catalogue.issuers import Facility
    from recordkeeper.records.query import RecordLine
    from recordkeeper.ui.desk import Desk

_MOST_SPELLINGS = 12
_MOST_RECORDS = 8
_NARROW = 380


class FacilityDetail(QFrame):
    """Says what a person wants of the place shown, and does nothing itself."""

    named = Signal(str)  # what it is called from now on
    merged = Signal(str)  # the key of the place it is the same as
    parted = Signal(str)  # the key of a place that is not this one after all
    dated = Signal(str)  # a DateOrder
    record_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self.facility: Facility | None = None
        self.links: tuple[Link, ...] = ()
        self._build()
        self._connect()

    def show_facility(self, facility: Facility, others: Sequence[Facility]) -> None:
        """Show a place; `others` are those it may be the same as. What is being typed for the same place stays."""
        say = self._desk.words.say
        same = self.facility is not None and self.facility.key == facility.key
        typed = self.called.text() if same and self.called.isModified() else facility.name
        self.facility = facility
        self._name.setText(facility.name)
        self._count.setText(say("facilities.count", count=facility.records))
        self.called.setText(typed)
        self.called.setModified(typed != facility.name)
        self._say_spellings(facility)
        self._say_order(facility)
        self._offer(others)
        self._say_merged(facility)

    def show_records(self, lines: Sequence[RecordLine]) -> None:
        """Show the first of the records that came from here."""
        for old in self.links:
            self._records.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.links = tuple(Link(self._desk, self._dated(line)) for line in lines[:_MOST_RECORDS])
        for link, line in zip(self.links, lines, strict=False):
            link.setObjectName(line.id)
            link.clicked.connect(self._on_link_clicked)
            self._records.addWidget(link)
        left = len(lines) - len(self.links)
        self._more.setText(self._desk.words.say("facilities.more_records", count=left))
        self._more.setVisible(left > 0)

    def _dated(self, line: RecordLine) -> RecordLine:
        """The row with its day before its title: nine of ten letters are called so."""
        words = self._desk.words
        title = line.title or words.say(f"cli.kind.{line.kind}")
        date = words.date(line.service_date) if line.service_date else words.say("common.no_date")
        return replace(line, title=f"{date} · {title}")

    def _build(self) -> None:
        desk, say = self._desk, self._desk.words.say
        narrow = desk.look.pixels(_NARROW)
        self._name, self._count = label("", "lead"), label("", "quiet")
        self.called = QLineEdit()
        self.save = button(desk, say("facilities.save"), "check")
        self._spellings = label("")
        self._spellings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.same = Select(desk)
        self.same.setPlaceholderText(say("facilities.choose"))
        self.merge = button(desk, say("facilities.merge"), "check")
        self.order = Select(desk)
        self.order.setPlaceholderText(say("facilities.not_said"))
        for order in DateOrder:
            self.order.addItem(say(f"facilities.order.{order}"), order.value)
        self._parts, self._records = QVBoxLayout(), QVBoxLayout()
        self._records.setSpacing(2)
        self._more = label("", "small")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(6)
        inside.addWidget(self._name)
        inside.addWidget(self._count)
        self._under(inside, "called", self.called, Bend(self.called, self.save, narrow=narrow))
        self._under(inside, "spelled", self._spellings, self._spellings)
        self._under(inside, "same", self.same, Bend(self.same, self.merge, narrow=narrow))
        inside.addLayout(self._parts)
        self._under(inside, "dates", self.order, self.order)
        inside.addSpacing(8)
        inside.addWidget(label(say("facilities.records"), "heading"))
        inside.addLayout(self._records)
        inside.addWidget(self._more)
        inside.addStretch(1)

    def _under(self, inside: QVBoxLayout, name: str, asked: QWidget, shown: QWidget) -> None:
        """A heading with what it is about below it; the heading is the spoken name too."""
        say = self._desk.words.say
        told = label(say(f"facilities.{name}"), "heading")
        told.setBuddy(asked)
        asked.setAccessibleName(told.text())
        inside.addSpacing(8)
        inside.addWidget(told)
        inside.addWidget(shown)

    def _connect(self) -> None:
        self.save.clicked.connect(self._on_save)
        self.called.returnPressed.connect(self._on_save)
        self.same.activated.connect(self._on_same_activated)
        self.merge.clicked.connect(self._on_merge_clicked)
        self.order.activated.connect(self._on_order_activated)

    def _say_spellings(self, facility: Facility) -> None:
        shown = [each for each in facility.spellings if each][:_MOST_SPELLINGS]
        left = len(facility.spellings) - len(shown)
        more = [self._desk.words.say("facilities.more_spellings", count=left)] if left > 0 else []
        self._spellings.setText("\n".join([*shown, *more]))
        self._spellings.setAccessibleDescription(self._spellings.text())

    def _say_order(self, facility: Facility) -> None:
        order = facility.date_order
        self.order.setCurrentIndex(-1 if order is None else self.order.findData(order.value))
        say = self._desk.words.say
        hangs = say("facilities.hangs", count=len(facility.unclear)) if facility.unclear else ""
        self.order.setAccessibleDescription(hangs)

    def _offer(self, others: Sequence[Facility]) -> None:
        chosen = self.same.currentData()
        self.same.clear()
        for other in others:
            self.same.addItem(other.name, other.key)
        self.same.setCurrentIndex(self.same.findData(chosen) if chosen else -1)
        self.same.setEnabled(bool(others))
        self.merge.setEnabled(self.same.currentIndex() >= 0)

    def _say_merged(self, facility: Facility) -> None:
        while (item := self._parts.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        say = self._desk.words.say
        for key, name in facility.merged:
            row = QWidget()
            apart = tool(self._desk, say("facilities.part", name=name), "apart")
            apart.setObjectName(key)
            apart.clicked.connect(self._on_apart_clicked)
            inside = QHBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(label(say("facilities.also", name=name), "small"), 1)
            inside.addWidget(apart)
            self._parts.addWidget(row)

    def _on_save(self) -> None:
        called = " ".join(self.called.text().split())
        if self.facility is not None and called and called != self.facility.name:
            self.called.setModified(False)
            self.named.emit(called)

    def _on_same_activated(self) -> None:
        self.merge.setEnabled(True)

    def _on_merge_clicked(self) -> None:
        other = self.same.currentData()
        if other:
            self.same.setCurrentIndex(-1)
            self.merged.emit(other)

    def _on_order_activated(self) -> None:
        if self.facility is not None and self.order.currentData() != self.facility.date_order:
            self.dated.emit(self.order.currentData())

    def _on_apart_clicked(self) -> None:
        self.parted.emit(self.sender().objectName())

    def _on_link_clicked(self) -> None:
        self.record_wanted.emit(self.sender().objectName())
