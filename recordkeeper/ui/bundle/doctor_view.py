"""A finished bundle as the doctor will see it: what lies in it, and its pages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from recordkeeper.bundle.contents import IMAGING, Entry, contents, file_of
from recordkeeper.bundle.shapes import WITH_PASSPHRASE
from recordkeeper.library.folder import Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.errors import KnownProblem, PlaceProblem
from recordkeeper.ui.bundle.sheet import SheetView, image_of
from recordkeeper.ui.bundle.wizard import why_not
from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.rows import Role, RowDelegate
from recordkeeper.work.pool import WorkerFailure

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words
    from recordkeeper.work.frames import Frame

_ROOT = QModelIndex()
_SECONDS = 30.0
_DPI = 144.0  # sharp at the widest we show a page


class ContentsModel(QAbstractListModel):
    """The entries of a bundle as rows."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        folder, _, name = entry.path.rpartition("/")
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.path
        if role == Role.SECOND:
            files = self._words.say("bundles.files", count=entry.files) if entry.path == IMAGING else ""
            where = " › ".join(folder.split("/")[1:]) if folder else ""
            return " · ".join(part for part in (files, self._words.size(entry.size), where) if part)
        if role == Role.ICON:
            return "disc" if entry.path == IMAGING else "file"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {self.data(index, Role.SECOND)}"
        return None


class DoctorView(QWidget):
    """The list on the left, the page chosen on the right. Emits `left` to go back."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._place = Path()
        self._scratch: Path | None = None
        self._own: Path | None = None  # a preview's folder
        self._locked, self._passwords = False, tuple[str, ...]()
        self._entry: Entry | None = None
        self._file: Path | None = None
        self._page, self._pages = 1, 1
        self._build()
        self._connect()

    def show_bundle(self, entry: LedgerEntry, passphrase: str = "") -> None:
        """Open a bundle of the ledger; a locked one with its passphrase."""
        place = Path(entry.path)
        self._show(place, place.name, self._desk.words.say("bundles.doctor_hint"))
        self._locked, self._passwords = entry.shape in WITH_PASSPHRASE, tuple(filter(None, [passphrase]))

    def show_preview(self, folder: Path) -> None:
        """Open the papers of a bundle that is not made yet; the folder is removed when they are left."""
        say = self._desk.words.say
        self._show(folder, say("bundles.preview.title"), say("bundles.preview.shown"))
        self._own = folder

    def _show(self, place: Path, title: str, hint: str) -> None:
        self._forget()
        self._locked, self._passwords = False, ()
        self._place = place
        self.title.setText(title)
        self.hint.setText(hint)
        self.model.show_entries(())
        self._say(self._desk.words.say("bundles.opening"))
        self._desk.errands.follow(
            self._desk.glance(_opened, self._desk.library, self._place),
            self,
            self._on_opened,
            failed=self._on_failed,
            newest="bundle",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = self.width() >= self._both_fit
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.both.orientation() is not orientation:
            self.both.setOrientation(orientation)
            self.both.setSizes([300, 520] if beside else [200, 400])

    def _build(self) -> None:
        desk, say = self._desk, self._desk.words.say
        self.back = button(desk, say("bundles.back"), "back")
        self.back.setAutoDefault(True)
        self.title = label("", "lead")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        self.model = ContentsModel(desk.words)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = RowDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(say("bundles.contents"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.sheet = SheetView(desk)
        self.told = label("", "quiet")
        self.earlier = tool(desk, say("bundles.page_back"), "back")
        self.later = tool(desk, say("bundles.page_on"), "forward")
        self.which = label("", "quiet", wraps=False)
        turning = QHBoxLayout()
        turning.addStretch(1)
        for widget in (self.earlier, self.which, self.later):
            turning.addWidget(widget)
        turning.addStretch(1)
        right = QWidget()
        pages = QVBoxLayout(right)
        pages.setContentsMargins(8, 8, 0, 0)
        pages.setSpacing(8)
        pages.addWidget(self.told)
        pages.addWidget(self.sheet, 1)
        pages.addLayout(turning)
        self.both = both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.list)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        both.setSizes([desk.look.pixels(300), desk.look.pixels(520)])
        self._both_fit = desk.look.pixels(620)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        self.hint = label(say("bundles.doctor_hint"), "quiet")
        column.addWidget(self.hint)
        column.addWidget(both, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.earlier.clicked.connect(self._on_earlier_clicked)
        self.later.clicked.connect(self._on_later_clicked)

    def _on_opened(self, found: tuple[Path, tuple[Entry, ...]]) -> None:
        self._scratch, entries = found
        self.model.show_entries(entries)
        self._say("")
        self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus()

    def _on_list_current_changed(self, current: QModelIndex) -> None:
        entry = self.model.entry(current.row())
        if entry is None or self._scratch is None:
            return
        self._entry, self._file, self._page, self._pages = entry, None, 1, 1
        self.sheet.show_image(None, "")
        self._show_turning()
        if entry.format is None:
            which = "scans_inside" if entry.path == IMAGING else "other_program"
            self._say(self._desk.words.say(f"bundles.{which}"))
            return
        self._say(self._desk.words.say("bundles.opening"))
        self._desk.errands.follow(
            self._desk.glance(file_of, self._place, entry.path, self._scratch),
            self,
            self._on_file_found,
            failed=self._on_failed,
            newest="file",
        )

    def _on_file_found(self, file: Path) -> None:
        self._file = file
        asked = {"path": str(file), "name": file.name, "passwords": self._passwords}
        counting = self._desk.ask_worker("inspect", asked, deadline=_SECONDS)
        self._desk.errands.follow(counting, self, self._on_counted, failed=self._on_failed, newest="count")
        self._paint()

    def _paint(self) -> None:
        """Ask a worker for the page."""
        assert self._entry is not None
        args: dict[str, Any] = {"path": str(self._file), "page": self._page, "dpi": _DPI, "marks": []}
        args |= {"format": self._entry.format, "passwords": self._passwords}
        painting = self._desk.ask_worker("render", args, deadline=_SECONDS)
        self._desk.errands.follow(painting, self, self._on_painted, failed=self._on_failed, newest="page")
        self._show_turning()

    def _on_counted(self, frame: Frame) -> None:
        self._pages = max(1, int(frame.header["pages"] or 1))
        self._show_turning()

    def _on_painted(self, frame: Frame) -> None:
        self._say("")
        self.sheet.show_image(image_of(frame), self._which_page())

    def _on_failed(self, error: BaseException) -> None:
        words = self._desk.words
        if self._locked and not isinstance(error, PlaceProblem) and self._place.exists():
            self._say(words.say("bundles.locked.not_shown"))
        elif isinstance(error, WorkerFailure):
            self._say(words.say("bundles.other_program"))
        elif isinstance(error, KnownProblem) and error.code in ("no_such_path", "not_a_bundle"):
            self._say(words.say("bundles.gone", place=str(self._place)))
        else:
            self._say(why_not(error, words))

    def _on_earlier_clicked(self) -> None:
        self._turn(-1)

    def _on_later_clicked(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self._file is not None and 1 <= self._page + by <= self._pages:
            self._page += by
            self._paint()

    def _on_back_clicked(self) -> None:
        self._forget()
        self.left.emit()

    def _forget(self) -> None:
        """Let go of what was shown, and of the copies made to show it."""
        self._entry, self._file = None, None
        self.sheet.show_image(None, "")
        self._show_turning()
        for folder in (self._scratch, self._own):
            if folder is not None:
                self._desk.glance(shutil.rmtree, folder, ignore_errors=True)
        self._scratch = self._own = None

    def _which_page(self) -> str:
        return self._desk.words.say("bundles.page_of", page=self._page, pages=self._pages)

    def _show_turning(self) -> None:
        shown = self._file is not None
        self.which.setText(self._which_page() if shown else "")
        for widget, there in ((self.earlier, self._page > 1), (self.later, self._page < self._pages)):
            widget.setVisible(shown)
            widget.setEnabled(there)

    def _say(self, sentence: str) -> None:
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))


def _opened(library: Library, place: Path) -> tuple[Path, tuple[Entry, ...]]:
    """What lies in the bundle, and a folder for copies out of a ZIP."""
    return library.originals.scratch(), contents(place)
