"""The rows as Qt's views want them: a view of an immutable tuple."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from recordkeeper.ui.records.rows import Entry, Heading, Row, RowWords

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ROLE = Qt.ItemDataRole


class RecordModel(QAbstractListModel):
    """One composed sentence a row; what is painted is asked of the row itself."""

    def __init__(self, say: RowWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.say = say
        self._rows: tuple[Row, ...] = ()
        self._at: dict[str, int] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def show(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._at = {row.line.id: at for at, row in enumerate(rows) if isinstance(row, Entry)}
        self.endResetModel()

    def at(self, record: str) -> int | None:
        """The row of a record; None when it is not listed."""
        return self._at.get(record)

    def record(self, row: int) -> str:
        """The record of a row; "" for a heading or a row that is not there."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found.line.id if isinstance(found, Entry) else ""

    def nearest(self, row: int) -> int | None:
        """The first record from `row` on, else the last before it."""
        onward = range(max(row, 0), len(self._rows))
        back = range(min(row, len(self._rows)) - 1, -1, -1)
        return next((at for at in (*onward, *back) if self.record(at)), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == _ROLE.AccessibleTextRole:
            return self.say.spoken(row)
        if role == _ROLE.DisplayRole:
            return self.say.heading(row) if isinstance(row, Heading) else self.say.title(row.line)
        if role == _ROLE.ToolTipRole and isinstance(row, Entry):
            return "\n".join(
                (self.say.title(row.line), self.say.when_and_kind(row.line), self.say.origin(row.line))
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
