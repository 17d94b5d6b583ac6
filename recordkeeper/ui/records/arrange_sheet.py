"""The sheet in which a person drags the pages of a photographed document into their order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.library import acts_arrange
from recordkeeper.preview.page import PagePlace, paint
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records.field_view import pixmap_of
from recordkeeper.work.pool import WorkerFailure

if TYPE_CHECKING:
    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.library.folder import Library
    from recordkeeper.records.reading import Picture
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.shown import Shown
    from recordkeeper.work.pool import Workers

_DPI = 20.0
_PLACE = Qt.ItemDataRole.UserRole  # where a file stands now, from 1


class PageRow(QListWidget):
    """Pages side by side; dragged, or moved by Alt and an arrow."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        side = desk.look.pixels(130)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(QSize(side, side))
        self.setGridSize(QSize(side + desk.look.pixels(24), side + desk.look.pixels(44)))
        self.setMovement(QListView.Movement.Snap)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(desk.words.say("records.arrange.pages"))

    @property
    def order(self) -> list[int]:
        """The files by the place they had, in the order they stand in now."""
        return [int(self.item(at).data(_PLACE)) for at in range(self.count())]

    def shift(self, way: int) -> None:
        """Move the page that is chosen one place on (1) or back (-1)."""
        at = self.currentRow()
        to = at + way
        if at < 0 or not 0 <= to < self.count():
            return
        item = self.takeItem(at)
        self.insertItem(to, item)
        self.setCurrentRow(to)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        back, on = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (*back, *on):
            self.shift(-1 if event.key() in back else 1)
            return
        super().keyPressEvent(event)


class ArrangeSheet(QDialog):
    """Pages with what they show; nothing is changed before the button is pressed."""

    wanted = Signal(object)  # the order, as acts_arrange takes it

    def __init__(self, desk: Desk, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        say = desk.words.say
        self.setWindowTitle(say("records.arrange.title"))
        self.resize(desk.look.pixels(680), desk.look.pixels(480))
        self.pages = PageRow(desk)
        for place, part in enumerate(shown.record.files, 1):
            item = QListWidgetItem(part.name)
            item.setData(_PLACE, place)
            self.pages.addItem(item)
        self.pages.setCurrentRow(0)
        self.back = button(desk, say("records.arrange.back"), "back")
        self.on = button(desk, say("records.arrange.on"), "forward")
        self.go = button(desk, say("records.arrange.go"), "check", main=True)
        self.leave = button(desk, say("records.cancel"), flat=True)
        for each in (self.back, self.on, self.leave):
            each.setAutoDefault(False)
        foot = QHBoxLayout()
        for each in (self.back, self.on):
            foot.addWidget(each)
        foot.addStretch(1)
        for each in (self.leave, self.go):
            foot.addWidget(each)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("records.arrange.title"), "title"))
        inside.addWidget(label(say("records.arrange.help"), "quiet"))
        inside.addWidget(self.pages, 1)
        inside.addLayout(foot)
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_on)
        self.go.clicked.connect(self._on_go)
        self.leave.clicked.connect(self.reject)

    def show_page(self, place: int, picture: Picture | None) -> None:
        """The picture of the first page of a file, by the place the file had when the sheet was opened."""
        if picture is None:
            return
        for at in range(self.pages.count()):
            if self.pages.item(at).data(_PLACE) == place:
                self.pages.item(at).setIcon(QIcon(pixmap_of(picture)))

    def _on_back(self) -> None:
        self.pages.shift(-1)

    def _on_on(self) -> None:
        self.pages.shift(1)

    def _on_go(self) -> None:
        order = self.pages.order
        if order != sorted(order):
            self.wanted.emit(order)
        self.accept()


class Arranging(QObject):
    """Opens the sheet for a document, and does what it is told there."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.sheet: ArrangeSheet | None = None

    def offer(self, shown: Shown) -> None:
        """Let a person order the pages of this document."""
        sheet = self.sheet = ArrangeSheet(self._desk, shown, self._page)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.wanted.connect(partial(self._on_wanted, shown.record.id))
        sheet.open()
        firsts = {leaf.file: leaf for leaf in reversed(shown.leaves)}
        desk = self._desk
        for place, part in enumerate(shown.record.files, 1):
            if part.fingerprint in firsts:
                work = desk.fetch(_first_page, desk.library, desk.lanes.workers, firsts[part.fingerprint])
                desk.errands.follow(work, sheet, partial(sheet.show_page, place))

    def _on_wanted(self, record: str, order: list[int]) -> None:
        act = self._desk.act(acts_arrange.arrange, record, order)
        self._desk.errands.follow(act, self, self._on_done)

    def _on_done(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("arrange", touched)


def _first_page(library: Library, workers: Workers, leaf: Leaf) -> Picture | None:
    """A small picture of a page; None where it cannot be painted: its name is shown all the same."""
    try:
        return paint(library, workers, PagePlace(leaf.file, leaf.format, leaf.page, leaf.turn), dpi=_DPI, marks=())
    except (WorkerFailure, PlaceProblem):
        return None
