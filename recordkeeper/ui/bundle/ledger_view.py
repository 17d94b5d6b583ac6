"""The bundles made so far, newest first, and the way to a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from recordkeeper.bundle.shapes import WITH_PASSPHRASE
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.bundle.buttons import broken
from recordkeeper.ui.bundle.wizard import show_folder
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import EmptyPage, button, label
from recordkeeper.ui.rows import Role, RowDelegate

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words

_ROOT = QModelIndex()


class LedgerModel(QAbstractListModel):
    """The ledger as rows, newest first."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._entries: tuple[LedgerEntry, ...] = ()

    def show_entries(self, entries: Sequence[LedgerEntry]) -> None:
        """Show the ledger; nothing happens when it is the one shown already."""
        newest_first = tuple(reversed(entries))
        if newest_first != self._entries:
            self.beginResetModel()
            self._entries = newest_first
            self.endResetModel()

    def entry(self, row: int) -> LedgerEntry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.say("bundles.for_on", recipient=self._who(entry), date=self._words.date(_day(entry)))
        if role == Role.SECOND:
            return self._what(entry)
        if role == Role.ICON:
            return "bundle"
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.data(index)}. {self._what(entry)}"
        return None

    def _who(self, entry: LedgerEntry) -> str:
        return entry.recipient or self._words.say("bundles.nobody_named")

    def _what(self, entry: LedgerEntry) -> str:
        say = self._words.say
        documents = say("common.documents", count=entry.counts.get("documents", 0))
        images = say("common.images", count=entry.counts.get("instances", 0))
        return " · ".join((documents, images, say(f"bundles.shape_short.{entry.shape}"), entry.path))


def _day(entry: LedgerEntry) -> PartialDate:
    """The day here, of a moment kept in UTC."""
    return PartialDate.of(dt.datetime.fromisoformat(entry.made).astimezone().date())


class LedgerView(QWidget):
    """The list with what can be done to the bundle chosen; a page that teaches while there is none."""

    make_wanted = Signal()
    doctor_wanted = Signal(object)  # a LedgerEntry
    check_wanted = Signal(object)  # a LedgerEntry
    other_wanted = Signal(str)  # the place of any bundle: check it
    passphrase_wanted = Signal(object)  # a LedgerEntry

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._dialog: QFileDialog | None = None
        self._told_of: LedgerEntry | None = None
        self.model = LedgerModel(desk.words)
        self._build()
        self._connect()

    def show_entries(self, entries: Sequence[LedgerEntry]) -> None:
        self.model.show_entries(entries)
        self._stack.setCurrentWidget(self._full if entries else self._empty)
        if entries and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._on_list_current_changed(self.list.currentIndex())

    def focus(self) -> None:
        (self.list if self._stack.currentWidget() is self._full else self.first).setFocus()

    def _build(self) -> None:
        desk, say = self._desk, self._desk.words.say
        self.first = button(desk, say("bundles.make"), "add", main=True)
        self.make = broken(button(desk, say("bundles.make"), "add", main=True), desk.look)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = RowDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(say("bundles.ledger"))
        self.open = broken(button(desk, say("bundles.as_the_doctor"), "open"), desk.look)
        self.show_folder = button(desk, say("bundles.show_folder"), "folder")
        self.check = button(desk, say("bundles.checking.again"), "check")
        self.passphrase = button(desk, say("bundles.locked.look_up"), "lock")
        self.other_folder = button(desk, say("bundles.checking.other_folder"), "folder")
        self.other_file = button(desk, say("bundles.checking.other_file"), "file")
        for made in (
            self.first,
            self.make,
            self.open,
            self.show_folder,
            self.check,
            self.passphrase,
            self.other_folder,
            self.other_file,
        ):
            made.setAutoDefault(True)
        self.told = label("")
        self.told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.told.hide()
        head = QHBoxLayout()
        head.addWidget(label(say("bundles.title"), "title"), 1)
        head.addWidget(self.make)
        foot = Flow()
        foot.add(self.open)
        foot.add(self.show_folder)
        foot.add(self.check)
        foot.add(self.passphrase)
        foot.add(self.other_folder)
        foot.add(self.other_file)
        self._full = QWidget()
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(label(say("bundles.ledger_hint"), "quiet"))
        column.addWidget(self.list, 1)
        column.addWidget(self.told)
        column.addWidget(foot)
        self._stack = QStackedLayout(self)
        self._empty = EmptyPage(desk, "bundle", say("bundles.empty"), self.first)
        for part in (QWidget(), self._empty, self._full):  # nothing, until it is known whether there are any
            self._stack.addWidget(part)

    def _connect(self) -> None:
        for made in (self.first, self.make):
            made.clicked.connect(self.make_wanted)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.list.activated.connect(self._on_open_clicked)
        self.open.clicked.connect(self._on_open_clicked)
        self.show_folder.clicked.connect(self._on_show_folder_clicked)
        self.check.clicked.connect(self._on_check_clicked)
        self.passphrase.clicked.connect(self._on_passphrase_clicked)
        self.other_folder.clicked.connect(self._on_other_folder_clicked)
        self.other_file.clicked.connect(self._on_other_file_clicked)

    def _chosen(self) -> LedgerEntry | None:
        return self.model.entry(self.list.currentIndex().row())

    def _on_list_current_changed(self, current: QModelIndex) -> None:
        for made in (self.open, self.show_folder, self.check):
            made.setEnabled(current.isValid())
        entry = self.model.entry(current.row())
        self.passphrase.setVisible(entry is not None and entry.shape in WITH_PASSPHRASE)
        if entry != self._told_of:  # the words of one bundle do not stand under another
            self.told.hide()

    def tell_passphrase(self, entry: LedgerEntry, passphrase: str) -> None:
        """Say the words of a locked bundle, or that nobody here knows them, while it is the one chosen."""
        if entry != self._chosen():
            return
        say = self._desk.words.say
        known = say("bundles.locked.words", passphrase=passphrase)
        self.told.setText(known if passphrase else say("bundles.locked.not_known"))
        self.told.setAccessibleName(self.told.text())
        self._told_of = entry
        self.told.show()
        self.told.setFocus()

    def _on_passphrase_clicked(self) -> None:
        if (entry := self._chosen()) is not None:
            self.passphrase_wanted.emit(entry)

    def _on_open_clicked(self) -> None:
        if (entry := self._chosen()) is not None:
            self.doctor_wanted.emit(entry)

    def _on_check_clicked(self) -> None:
        if (entry := self._chosen()) is not None:
            self.check_wanted.emit(entry)

    def _on_other_folder_clicked(self) -> None:
        self._ask(QFileDialog.FileMode.Directory, self.other_folder.text())

    def _on_other_file_clicked(self) -> None:
        self._ask(QFileDialog.FileMode.ExistingFile, self.other_file.text())

    def _ask(self, mode: QFileDialog.FileMode, title: str) -> None:
        """Let the person choose any bundle, whoever made it."""
        dialog = QFileDialog(self, title)
        dialog.setFileMode(mode)
        dialog.fileSelected.connect(self.other_wanted)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _on_show_folder_clicked(self) -> None:
        if (entry := self._chosen()) is not None:
            show_folder(entry.path, entry.shape, self._desk)
