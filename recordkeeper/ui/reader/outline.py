"""The table of contents of the record that is open, as its files bring it along; a choice leads to the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView

from recordkeeper.preview.outline import outlines

if TYPE_CHECKING:
    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.records.provenance import Fingerprint
    from recordkeeper.records.reading import OutlineEntry
    from recordkeeper.ui.desk import Desk

_WIDTH, _WIDEST = 200, 260  # pixels
_SHEET = Qt.ItemDataRole.UserRole
_OPEN_AT_FIRST = 60  # entries; a longer list begins with its first level only


class Outline(QTreeView):
    """Reads when a record is shown; says whether there is anything in it."""

    found = Signal(bool)
    chosen = Signal(int)  # a sheet, from 0

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._leaves: tuple[Leaf, ...] = ()
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(desk.words.say("reader.outline"))
        self.setIndentation(desk.look.pixels(14))
        self.setUniformRowHeights(True)
        self.setFixedWidth(min(desk.look.pixels(_WIDTH), _WIDEST))
        self.activated.connect(self._on_index)
        self.clicked.connect(self._on_index)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_leaves(self, leaves: Sequence[Leaf]) -> None:
        """Read the table of contents of these pages' files; show none until it is here."""
        self._leaves = tuple(leaves)
        self._model.clear()
        self.found.emit(False)
        files = tuple(dict.fromkeys((leaf.file, leaf.format) for leaf in leaves if not leaf.reason_code))
        if files:
            desk = self._desk
            work = desk.fetch(outlines, desk.library, desk.lanes.workers, files)
            done = partial(self._on_read, self._leaves)
            desk.errands.follow(work, self, done, failed=self._on_failed, newest="outline")

    def _on_read(self, leaves: tuple[Leaf, ...], read: dict[Fingerprint, tuple[OutlineEntry, ...]]) -> None:
        if leaves is not self._leaves:
            return
        at = {(leaf.file, leaf.page): sheet for sheet, leaf in enumerate(leaves)}
        above: list[QStandardItem] = [self._model.invisibleRootItem()]
        for file, entries in read.items():
            for entry in entries:
                sheet = at.get((file, entry.page))
                if sheet is None:  # a page of another record that came in the same file
                    continue
                del above[max(1, min(entry.level, len(above))) :]
                above[-1].appendRow(item := self._item(entry.title, sheet))
                above.append(item)
            del above[1:]
        if self._model.rowCount() and sum(map(len, read.values())) <= _OPEN_AT_FIRST:
            self.expandAll()
        self.found.emit(self._model.rowCount() > 0)

    def _item(self, title: str, sheet: int) -> QStandardItem:
        page = self._desk.words.say("reader.finding_at", page=sheet + 1)
        item = QStandardItem(title or page)
        item.setData(sheet, _SHEET)
        item.setData(f"{title}, {page}", Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(f"{title}\n{page}")
        return item

    def _on_failed(self, _error: BaseException) -> None:
        """The pages themselves say what is wrong with the file; without its contents they are read all the same."""
        self.found.emit(False)

    def _on_index(self, index: QModelIndex) -> None:
        sheet = index.data(_SHEET)
        if sheet is not None:
            self.chosen.emit(sheet)

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self.hasFocus():  # keys go through the list as through the pages
            self._on_index(current)
