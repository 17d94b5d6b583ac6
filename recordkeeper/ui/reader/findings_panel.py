"""The key findings of the record that is open: a list, a note beside the chosen one, and the way to take it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from recordkeeper.library.acts_findings import LONGEST_NOTE
from recordkeeper.ui.page import label, tool
from recordkeeper.ui.rows import Role, RowDelegate

if TYPE_CHECKING:
    from recordkeeper.records.findings import Placed
    from recordkeeper.ui.desk import Desk

_HEIGHT = 190  # pixels at 100 %
_MOST = 320
Index = QModelIndex | QPersistentModelIndex


class _Findings(QAbstractListModel):
    """Findings as rows: the words, then the page and the note."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._say = desk.words.say
        self.rows: tuple[Placed, ...] = ()

    def show(self, rows: Sequence[Placed]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        placed = self.rows[index.row()]
        where = self._say("reader.finding_at", page=placed.page)
        second = "  ·  ".join(part for part in (where, placed.finding.note) if part)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return placed.finding.words
            case Role.SECOND:
                return second
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{placed.finding.words}, {second}"
            case Qt.ItemDataRole.ToolTipRole:
                return placed.finding.words
        return None


class FindingsPanel(QFrame):
    """Says what a person wants; knows nothing of the library."""

    chosen = Signal(object)  # a Placed: show where it stands
    noted = Signal(str, str)  # a finding's id, and what is to stand beside it
    removed = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        say = desk.words.say
        self._say = say
        self._heading = label("", "strong")
        self._close = tool(desk, say("reader.findings_close"), "close")
        self._model = _Findings(desk)
        self.list = QListView()
        self.list.setModel(self._model)
        self._delegate = RowDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(say("reader.findings"))
        self._none = label(say("reader.findings_none"), "quiet")
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText(say("reader.note_hint"))
        self.note.setAccessibleName(say("reader.note_name"))
        self._remove = tool(desk, say("reader.finding_remove"), "trash")
        self._build(min(desk.look.pixels(_HEIGHT), _MOST))
        self._connect()

    def _build(self, height: int) -> None:
        head, note = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._close)
        note.addWidget(self.note, 1)
        note.addWidget(self._remove)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addLayout(head)
        inside.addWidget(self._none)
        inside.addLayout(note)  # above the list: the bar with Undo lies over the window's foot
        inside.addWidget(self.list, 1)
        self.setFixedHeight(height)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.clicked.connect(self._on_clicked)
        self.note.editingFinished.connect(self._on_note_finished)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._close.clicked.connect(self.closed)

    @property
    def stops(self) -> list[QWidget]:
        """What the tab key goes through."""
        return [self._close, self.note, self._remove, self.list]

    @property
    def current(self) -> Placed | None:
        row = self.list.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def show_findings(self, rows: Sequence[Placed], choose: str = "") -> None:
        """List these; stay on the one that is chosen, or go to `choose`."""
        before = self.current
        wanted = choose or (before.finding.id if before else "")
        self.list.selectionModel().blockSignals(True)
        self._model.show(rows)
        at = next((n for n, row in enumerate(rows) if row.finding.id == wanted), 0 if rows else -1)
        self.list.setCurrentIndex(self._model.index(at))
        self.list.selectionModel().blockSignals(False)
        self._heading.setText(self._say("reader.findings_count", count=len(rows)))
        self._none.setVisible(not rows)
        for widget in (self.list, self.note, self._remove):
            widget.setVisible(bool(rows))
        self._fill_note()
        self.list.viewport().update()

    def write(self) -> None:
        """Put the cursor into the note."""
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_note(self) -> None:
        placed = self.current
        self.note.setText(placed.finding.note if placed else "")

    def _on_current_changed(self, _current: Index, before: Index) -> None:
        if before.isValid() and 0 <= before.row() < len(self._model.rows):
            self._keep_note(self._model.rows[before.row()])
        self._fill_note()
        if self.current is not None:
            self.chosen.emit(self.current)

    def _on_clicked(self, _index: Index) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _on_note_finished(self) -> None:
        if self.current is not None:
            self._keep_note(self.current)

    def _keep_note(self, placed: Placed) -> None:
        """A note that was changed is kept without asking."""
        written = self.note.text().strip()
        if self.note.isModified() and written != placed.finding.note:
            self.note.setModified(False)
            self.noted.emit(placed.finding.id, written)

    def _on_remove_clicked(self) -> None:
        if self.current is not None:
            self.removed.emit(self.current.finding.id)
