"""The places as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from recordkeeper.ui.rows import Role

if TYPE_CHECKING:
    from recordkeeper.catalogue.issuers import Facility
    from recordkeeper.wording.words import Words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FacilityModel(QAbstractListModel):
    """One row a place: its name, how many records, how many spellings."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.facilities: tuple[Facility, ...] = ()

    def show(self, facilities: Sequence[Facility]) -> None:
        """Show these; nothing happens when they are shown already."""
        if tuple(facilities) != self.facilities:
            self.beginResetModel()
            self.facilities = tuple(facilities)
            self.endResetModel()

    def at(self, key: str) -> int | None:
        """The row of a place."""
        return next((row for row, each in enumerate(self.facilities) if each.key == key), None)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.facilities)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        facility = self.facilities[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return facility.name
        if role == Role.SECOND:
            return self._second(facility)
        if role == Role.ICON:
            return "look" if facility.asks else "facility"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{facility.name}, {self._second(facility)}"
        return None

    def _second(self, facility: Facility) -> str:
        say = self._words.say
        told = [say("records.records", count=facility.records)]
        if len(facility.spellings) > 1:
            told.append(say("facilities.spelled_ways", count=len(facility.spellings)))
        if facility.asks:
            told.append(say("facilities.asks"))
        return " · ".join(told)
