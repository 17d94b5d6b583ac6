"""The pages of a document as small sheets side by side, with the places where another record begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from recordkeeper.preview.painter import Wanted
from recordkeeper.ui.reader import drawing
from recordkeeper.ui.reader.layout import paper_size
from recordkeeper.ui.reader.supply import Supply, place_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.ui.desk import Desk

_WIDTH, _SHAPE = 104, 1.42  # pixels of a small sheet at 100 %, and its height to its width
_PAD, _POINTS = 10, 72.0
_BAR = 4  # pixels of the line where another record begins
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SplitModel(QAbstractListModel):
    """One row a page; `starts` are the pages, from 1, at which a record begins. The first one always does."""

    def __init__(self, desk: Desk, leaves: Sequence[Leaf], starts: Sequence[int]) -> None:
        super().__init__()
        self._words = desk.words
        self.leaves = tuple(leaves)
        self.starts = frozenset({1, *starts})

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """First and last page of each part."""
        starts = sorted(self.starts)
        return tuple(zip(starts, (*(start - 1 for start in starts[1:]), len(self.leaves)), strict=True))

    def turn(self, page: int) -> None:
        """Let a record begin at this page, or not."""
        if 1 < page <= len(self.leaves):
            self.starts ^= {page}
            self.dataChanged.emit(self.index(0), self.index(len(self.leaves) - 1))

    def part(self, page: int) -> int:
        """Which part a page is in, from 1."""
        return sum(start <= page for start in self.starts)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.leaves)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        page = index.row() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            key = "begins" if page in self.starts else "goes_on"
            count = len(self.leaves)
            return self._words.say(f"records.split.page_{key}", page=page, count=count, part=self.part(page))
        return None


class _Sheets(QStyledItemDelegate):
    """Draws a page, its number, and a line before it where a record begins."""

    def __init__(self, desk: Desk, supply: Supply, model: SplitModel) -> None:
        super().__init__()
        self._desk, self._supply, self._model = desk, supply, model
        self._width = desk.look.pixels(_WIDTH)
        self._line = desk.look.pixels(20)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._width + 2 * _PAD, round(self._width * _SHAPE) + 2 * self._line + 2 * _PAD)

    def wish(self, leaf: Leaf, ratio: float) -> Wanted:
        width = leaf.width or paper_size(0, 0)[0]
        return Wanted(place_of(leaf), round(self._width * ratio * _POINTS / width, 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, page, area = self._desk.look.palette, index.row() + 1, option.rect
        leaf, begins = self._model.leaves[index.row()], page in self._model.starts
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area.adjusted(2, 2, -2, -2), QColor(palette.soft))
        sheet = QRect(area.x() + _PAD, area.y() + _PAD + self._line, self._width, round(self._width * _SHAPE))
        painter.fillRect(sheet, QColor(palette.paper))
        held = self._supply.nearest(self.wish(leaf, painter.device().devicePixelRatioF()))
        if held is not None:
            size = held.image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(sheet.topLeft(), size)
            place.moveCenter(sheet.center())
            drawing.draw_picture(painter, place, held.image, 0, painter.device().devicePixelRatioF())
        painter.setPen(QColor(palette.line))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        font = painter.font()
        font.setPixelSize(self._desk.look.type("small"))
        painter.setFont(font)
        painter.setPen(QColor(palette.quiet))
        number = QRect(area.x(), sheet.bottom() + 2, area.width(), self._line)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(page))
        if begins:
            self._draw_border(painter, area, sheet, self._model.part(page))

    def _draw_border(self, painter: QPainter, area: QRect, sheet: QRect, part: int) -> None:
        """A line before the page and the number of the part above it: not told by colour alone."""
        accent = QColor(self._desk.look.palette.accent)
        painter.fillRect(QRect(area.x(), area.y() + _PAD, _BAR, area.height() - 2 * _PAD), accent)
        painter.setPen(accent)
        above = QRect(sheet.x(), area.y() + _PAD, self._width, self._line)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(above, left, self._desk.words.say("records.split.part", part=part))


class SplitPages(QListView):
    """Arrows go from page to page; Space, or pressing a page twice, lets a record begin there or not."""

    turned = Signal()  # other parts now
    page_changed = Signal(int)  # from 1

    def __init__(self, desk: Desk, leaves: Sequence[Leaf], starts: Sequence[int]) -> None:
        super().__init__()
        self.pages = SplitModel(desk, leaves, starts)
        self._supply = Supply(desk)
        self._sheets = _Sheets(desk, self._supply, self.pages)
        self.setModel(self.pages)
        self.setItemDelegate(self._sheets)
        self.setAccessibleName(desk.words.say("records.split.pages"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._supply.arrived.connect(self._on_arrived)
        self.verticalScrollBar().valueChanged.connect(self._wish)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def page(self) -> int:
        """The page chosen, from 1."""
        return self.currentIndex().row() + 1

    def choose(self, page: int) -> None:
        self.setCurrentIndex(self.pages.index(page - 1))

    def turn(self) -> None:
        """Let a record begin at the page chosen, or not."""
        before = self.pages.starts
        self.pages.turn(self.page)
        if self.pages.starts != before:
            self.turned.emit()

    def close_supply(self) -> None:
        """No more pictures: the sheet is closed."""
        self._supply.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Space:
            self.turn()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the sheet's own button
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.indexAt(event.position().toPoint()).isValid():
            self.turn()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._wish()

    def _wish(self) -> None:
        """Have the pages in view painted, and a row beyond."""
        ratio, below = self.viewport().devicePixelRatioF(), self.viewport().rect()
        near = below.adjusted(0, -below.height() // 2, 0, below.height() // 2)
        self._supply.want([
            self._sheets.wish(leaf, ratio)
            for row, leaf in enumerate(self.pages.leaves)
            if not leaf.reason_code and self.visualRect(self.pages.index(row)).intersects(near)
        ])  # fmt: skip

    def _on_arrived(self, _wish: object) -> None:
        self.viewport().update()

    def _on_current_changed(self, current: QModelIndex) -> None:
        self.page_changed.emit(current.row() + 1)
