"""Treatments and medicines as records say them, beside what a person typed: to look at, and to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from recordkeeper.prepare.treatments import Line
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.opinion.entry_card import called
from recordkeeper.ui.opinion.saying import Saying
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NARROW = 760


class LinesCard(QFrame):
    """All lines that records say, one after another."""

    line_wanted = Signal(str, object)  # a record, and the words to mark
    accepted = Signal(str)  # what is quoted, as an act calls it
    refused = Signal(str)
    corrected = Signal(str, str)  # and its words

    def __init__(self, desk: Desk, lines: Sequence[Line], records: Mapping[str, RecordLine]) -> None:
        super().__init__()
        self._desk = desk
        frame, inside = card()
        inside.setContentsMargins(16, 12, 12, 12)
        inside.addWidget(label(desk.words.say("opinion.from_records"), "strong"))
        inside.addWidget(label(desk.words.say("opinion.from_records_hint"), "small"))
        self.rows = [LineRow(desk, line, records) for line in lines]
        for row in self.rows:
            row.wanted.connect(self.line_wanted)
            row.accepted.connect(self.accepted)
            row.refused.connect(self.refused)
            row.corrected.connect(self.corrected)
            inside.addWidget(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)


class LineRow(QWidget):
    """One line: what it is of, its date, its words, and where they stand."""

    wanted = Signal(str, object)
    accepted = Signal(str)
    refused = Signal(str)
    corrected = Signal(str, str)

    def __init__(self, desk: Desk, line: Line, records: Mapping[str, RecordLine]) -> None:
        super().__init__()
        self.line = line
        words = desk.words
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        when = f"{words.dates(line.date, line.end or line.date)}: " if line.date else ""
        text = words.say("facts.quoted_here", printed=line.text) if line.quoted else line.text
        column.addWidget(label(f"{when}{words.say(f'lists.choice.kind.{line.sort}')}: {text}"))
        page = f"#{line.page}" if line.page else ""
        where = [called(words, f"{line.record}{page}", records)] if line.quoted else []
        where += [called(words, each, records) for each in line.also_in]
        if line.quoted and not line.confirmed:
            where.append(words.say("opinion.not_confirmed"))
        if where:
            column.addWidget(label(", ".join(where), "small"))
        self.look = button(desk, words.say("readiness.show_page"), flat=True)
        self.look.setAccessibleDescription(line.text)
        self.look.clicked.connect(self._on_look)
        self.saying = Saying(desk, line.text, line.fact, confirmed=line.confirmed)
        self.saying.accepted.connect(self.accepted)
        self.saying.refused.connect(self.refused)
        self.saying.corrected.connect(self.corrected)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Bend(told, self.look, self.saying, narrow=desk.look.pixels(_NARROW)))
        whole.addWidget(self.saying.wording)

    def _on_look(self) -> None:
        self.wanted.emit(self.line.record, self.line.text if self.line.quoted else None)
