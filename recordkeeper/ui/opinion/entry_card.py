"""One entry as it is read: its words, what else is known of it, and what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from recordkeeper.prepare.lists import ListRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words

_NARROW = 560
_MOST_BESIDE = 3  # buttons; more have a line of their own
_SIDE_BY_SIDE = ("_page", "_compared")  # fields that the table of opinions shows
_SETS = {"sent": "asked", "chased": "chased", "came": "received", "returned": "returned_on"}  # button → field


class EntryCard(QFrame):
    """Emits what a person wants of the entry."""

    edit_wanted = Signal(str)
    remove_wanted = Signal(str)
    letter_wanted = Signal(str)
    set_wanted = Signal(str, object)  # the entry, and fields to set: it was sent, it came, it is back
    report_wanted = Signal(str)  # ask for the written report of an opinion
    record_wanted = Signal(str)  # a record, with #page for one of its pages

    def __init__(
        self,
        desk: Desk,
        rules: ListRules,
        entry: Entry,
        records: Mapping[str, RecordLine],
        told: str = "",
        *,
        closed: bool = False,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.entry = entry
        self.closed = closed  # a request that a record has answered
        self.setObjectName(entry.id)
        frame, inside = card()
        inside.setContentsMargins(16, 12, 12, 12)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.title = label(said(desk, rules, rules.main, entry.get(rules.main)), "strong")
        column.addWidget(self.title)
        if told:
            column.addWidget(label(told))
        for name in rules.shown:
            if name != rules.main and entry.get(name) and not name.endswith(_SIDE_BY_SIDE):
                field = desk.words.say(f"lists.field.{name}")
                value = said(desk, rules, name, entry.get(name))
                if rules.fields[name].type == "record":
                    value = called(desk.words, value, records)
                column.addWidget(label(f"{field}: {value}", "small"))
        self.buttons = self._buttons(rules)
        if len(self.buttons) > _MOST_BESIDE:
            inside.addWidget(words)
            row = Flow()
            for one in self.buttons.values():
                row.add(one)
            inside.addWidget(row)
        else:
            inside.addWidget(Bend(words, *self.buttons.values(), narrow=desk.look.pixels(_NARROW)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _buttons(self, rules: ListRules) -> dict[str, QPushButton]:
        """Only what makes sense for this entry."""
        wanted = []
        if self.record:
            wanted.append(("show", self._on_show))
        if rules.of is OwnList.REQUESTS:
            wanted.append(("letter", self._on_letter))
        if rules.of is OwnList.OPINIONS:
            wanted.append(("report", self._on_report))
        wanted += [(name, self._on_set) for name in self._happened(rules)]
        wanted += [("edit", self._on_edit), ("remove", self._on_remove)]
        made = {}
        for name, slot in wanted:
            one = button(self._desk, self._desk.words.say(f"opinion.{name}"), flat=True)
            one.setObjectName(name)
            one.setAccessibleDescription(self.title.text())
            one.clicked.connect(slot)
            made[name] = one
        return made

    @property
    def record(self) -> str:
        """The record it points at, "" for none."""
        return next((found for name in ("points_at", "about", "record") if (found := self.entry.get(name))), "")

    def _on_show(self) -> None:
        self.record_wanted.emit(self.record)

    def _on_letter(self) -> None:
        self.letter_wanted.emit(self.entry.id)

    def _on_report(self) -> None:
        self.report_wanted.emit(self.entry.id)

    def _happened(self, rules: ListRules) -> list[str]:
        """What may have happened today with the entry, by the name of its button."""
        entry = self.entry
        if rules.of is OwnList.REQUESTS and not self.closed:
            return ["chased", "came"] if entry.get("asked") else ["sent"]
        if rules.of is OwnList.SPECIMENS and entry.get("lent_to") and not entry.get("returned_on"):
            return ["returned"]
        return []

    def _on_set(self) -> None:
        name = self.sender().objectName()
        self.set_wanted.emit(self.entry.id, {_SETS[name]: dt.datetime.now().astimezone().date().isoformat()})

    def _on_edit(self) -> None:
        self.edit_wanted.emit(self.entry.id)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self.entry.id)


def called(words: Words, pointed: str, records: Mapping[str, RecordLine]) -> str:
    """What people call a record that is pointed at: its title and date, and the page."""
    record, _, page = pointed.partition("#")
    line = records.get(record)
    if line is None:
        return pointed
    parts = [line.title or words.say(f"cli.kind.{line.kind}")]
    if line.service_date is not None:
        parts.append(words.date(line.service_date))
    if page:
        parts.append(words.say("readiness.page", page=page))
    return ", ".join(parts)


def said(desk: Desk, rules: ListRules, name: str, value: str) -> str:
    """A value for people: choices and dates in words."""
    field = rules.fields[name]
    if field.choices and desk.words.has(key := f"lists.choice.{name}.{value}"):
        return desk.words.say(key)
    if field.type == "date" and value:
        return desk.words.date(PartialDate.parse(value))
    return value
