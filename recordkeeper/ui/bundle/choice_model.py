"""The records to choose from, in their sections, as a list of rows that go or stay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from recordkeeper.bundle.choices import IMAGING, Choice, Decisions
from recordkeeper.bundle.titles import title_of
from recordkeeper.ui.rows import Mark, Role
from recordkeeper.wording.words import Words

_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """A section's heading, or one record of it. A heading has the choices of its whole section."""

    section: str
    choices: tuple[Choice, ...]
    heading: bool


class ChoiceModel(QAbstractListModel):
    """A view of the choices and of what a person has decided about them."""

    decided = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._choices: tuple[Choice, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self.decisions = Decisions()

    def show_choices(self, choices: Sequence[Choice], decisions: Decisions) -> None:
        """Show these; where the same rows are there already, only their content changes."""
        rows = tuple(_rows(choices))
        same = [(r.section, r.heading) for r in rows] == [(r.section, r.heading) for r in self._rows]
        if not same:
            self.beginResetModel()
        self._choices, self._rows, self.decisions = tuple(choices), rows, decisions
        if same:
            self._tell_changed()
        else:
            self.endResetModel()

    def inside(self) -> tuple[Choice, ...]:
        """The choices that go."""
        return tuple(choice for choice in self._choices if self.decisions.has(choice))

    def outside(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self._choices if not self.decisions.has(choice))

    def toggle(self, row: int) -> None:
        """Turn a record in or out; a heading turns its whole section in, or out when all of it is in."""
        free = [choice for choice in self._rows[row].choices if not choice.fixed]
        if free:
            goes = not all(map(self.decisions.has, free))
            self.decisions = self.decisions.decided(free, goes=goes)
            self._tell_changed()
            self.decided.emit()

    def row_of(self, record: str) -> int:
        """The row of a record; -1 when it is not here."""
        places = (at for at, row in enumerate(self._rows) if not row.heading and row.choices[0].record.id == record)
        return next(places, -1)

    def record_at(self, row: int) -> str:
        """The record's id; "" for a heading or no row at all."""
        if not 0 <= row < len(self._rows) or self._rows[row].heading:
            return ""
        return self._rows[row].choices[0].record.id

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._first(row)
        if role == Qt.ItemDataRole.ToolTipRole and not row.heading:
            return f"{self._first(row)}\n{self._second(row)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == Role.SECOND:
            return "" if row.heading else self._second(row)
        if role == Role.MARK:
            return self._mark(row)
        return row.heading if role == Role.HEADING else None

    def _tell_changed(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _first(self, row: Row) -> str:
        if not row.heading:
            return title_of(row.choices[0].record, self._words)
        key = "bundles.section_imaging" if row.section == IMAGING else f"bundle.section.{row.section}"
        inside = sum(map(self.decisions.has, row.choices))
        return self._words.say("bundles.section", name=self._words.say(key), inside=inside, all=len(row.choices))

    def _second(self, row: Row) -> str:
        (choice,) = row.choices
        record, words = choice.record, self._words
        date = words.date(record.service_date) if record.service_date else words.say("common.no_date")
        size = words.size(sum({f.fingerprint.sha256: f.fingerprint.size for f in record.files}.values()))
        return " · ".join(part for part in (self._why_out(choice), date, record.facility, size) if part)

    def _why_out(self, choice: Choice) -> str:
        if self.decisions.has(choice):
            return self._words.say(f"bundles.perhaps.{choice.perhaps}") if choice.perhaps else ""
        return self._words.say(f"bundles.out.{choice.reason or 'not_chosen'}")

    def _mark(self, row: Row) -> Mark:
        free = [choice for choice in row.choices if not choice.fixed]
        inside = sum(map(self.decisions.has, free))
        if not free:
            return Mark.FIXED
        return Mark.OUT if not inside else Mark.IN if inside == len(free) else Mark.PARTLY

    def _spoken(self, row: Row) -> str:
        state = self._words.say(f"bundles.mark.{self._mark(row)}")
        return ". ".join(
            part for part in (state, self._first(row), "" if row.heading else self._second(row)) if part
        )


def _rows(choices: Sequence[Choice]) -> Iterator[Row]:
    for section in dict.fromkeys(choice.section for choice in choices):
        of_it = tuple(choice for choice in choices if choice.section == section)
        yield Row(section, of_it, heading=True)
        for choice in of_it:
            yield Row(section, (choice,), heading=False)
