"""The list of records: one row a record, everything by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from recordkeeper.ui.records.delegate import RowDelegate
from recordkeeper.ui.records.model import Index, RecordModel
from recordkeeper.ui.records.rows import Row, RowWords

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_KEY = Qt.Key
_ARROWS = frozenset({_KEY.Key_Down, _KEY.Key_Up, _KEY.Key_Home, _KEY.Key_End, _KEY.Key_PageDown, _KEY.Key_PageUp})


class RecordList(QListView):
    """Says which record is chosen; keeps the choice and the place when its rows are renewed."""

    chosen = Signal(str)  # a record id, "" when nothing is chosen any more
    several = Signal(object)  # the records chosen together (a tuple of ids), empty where it is one or none

    def __init__(self, desk: Desk, name: str, *, several: bool = False) -> None:
        super().__init__()
        self._model = RecordModel(RowWords(desk.words), self)
        self._delegate = RowDelegate(desk, self._model, self)
        self._told = ""
        self._last_row = 0
        self.setModel(self._model)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self._several: tuple[str, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(desk.look.pixels(24))

    @property
    def current(self) -> str:
        """The record chosen, "" for none."""
        return self._model.record(self.currentIndex().row())

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._model.rows

    def show_rows(self, rows: tuple[Row, ...], *, sought: str = "", keep: str = "", go_on: bool = False) -> None:
        """Show other rows, and choose `keep` or what was chosen before. `go_on`: else what took its place.

        Nothing is chosen where nothing was.
        """
        before, place = self.current or self._told, self.verticalScrollBar().value()
        another_search, self._delegate.sought = sought != self._delegate.sought, sought
        self._model.show(rows)
        at = self._model.at(keep)
        if at is None:
            at = self._model.at(before)
        if at is None and before and go_on:
            at = self._model.nearest(self._last_row)
        self.doItemsLayout()
        self._go(at)
        if before and self._model.record(at if at is not None else -1) == before:
            self.verticalScrollBar().setValue(place)
        elif at is None and another_search:
            self.scrollToTop()  # the best hit stands there

    def choose(self, record: str) -> bool:
        """Choose a record that is listed; False when it is not."""
        at = self._model.at(record)
        if at is not None:
            self._go(at)
        return at is not None

    def choose_none(self) -> None:
        self._go(None)

    def choose_first(self) -> None:
        self._go(self._model.nearest(0))

    def choose_next(self) -> None:
        """The record below; at the end, stay."""
        at = self._model.nearest(self.currentIndex().row() + 1)
        if at is not None and at > self.currentIndex().row():
            self._go(at)

    def lists(self, record: str) -> bool:
        return self._model.at(record) is not None

    def _go(self, row: int | None) -> None:
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            self._tell("")
            return
        index = self._model.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self._tell(self._model.record(row))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if current.isValid():
            self._last_row = current.row()
            self._tell(self._model.record(current.row()))

    @Slot()
    def _on_selection_changed(self) -> None:
        """Takes nothing of what the signal carries: a selection does not outlive it."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        together = tuple(record for row in rows if (record := self._model.record(row))) if len(rows) > 1 else ()
        if together != self._several:
            self._several = together
            self.several.emit(together)

    def _tell(self, record: str) -> None:
        if record != self._told:
            self._told = record
            self.chosen.emit(record)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A chosen record that was in sight stays in sight, whole."""
        index = self.currentIndex()
        seen = index.isValid() and self.visualRect(index).intersects(QRect(QPoint(0, 0), event.oldSize()))
        super().resizeEvent(event)
        if seen:
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move; letters and Enter are the page's."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.key() not in _ARROWS:
            event.ignore()
        elif not self.current or event.key() == _KEY.Key_Home:
            self.choose_first()  # the very first row is a heading, and no record
        else:
            super().keyPressEvent(event)
