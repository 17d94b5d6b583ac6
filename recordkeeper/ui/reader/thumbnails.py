"""The strip of small sheets beside the paper: a list like any other, for mouse, keys and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from recordkeeper.catalogue.pages import Leaf
from recordkeeper.preview.painter import Wanted
from recordkeeper.ui.reader import drawing
from recordkeeper.ui.reader.layout import paper_size
from recordkeeper.ui.reader.supply import place_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.supply import Supply

_WIDTH = 92  # pixels of a small sheet at 100 %
_WIDEST = 120  # at any text size: the page itself needs the room
_TALLEST = 1.5  # heights to width
_PAD = 8
_POINTS = 72.0
Index = QModelIndex | QPersistentModelIndex


class _Leaves(QAbstractListModel):
    """The leaves as rows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.leaves: tuple[Leaf, ...] = ()

    def show(self, leaves: Sequence[Leaf]) -> None:
        self.beginResetModel()
        self.leaves = tuple(leaves)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.leaves)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words.say("reader.page_of", page=index.row() + 1, count=len(self.leaves))
        return None


class _Small(QStyledItemDelegate):
    """Draws one small sheet and its number."""

    def __init__(self, desk: Desk, supply: Supply, model: _Leaves) -> None:
        super().__init__()
        self._desk = desk
        self._supply = supply
        self._model = model
        self.width = min(desk.look.pixels(_WIDTH), _WIDEST)
        self._line = desk.look.pixels(20)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002 - Qt's
        return QSize(self.width + 2 * _PAD, self._height(self._model.leaves[index.row()]) + self._line + 2 * _PAD)

    def wish(self, leaf: Leaf, ratio: float) -> Wanted:
        """The small picture of a leaf; a round size, so that it is painted once."""
        width = leaf.width or paper_size(0, 0)[0]
        return Wanted(place_of(leaf), round(self.width * ratio * _POINTS / width, 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, leaf = self._desk.look.palette, self._model.leaves[index.row()]
        area: QRect = option.rect
        state = option.state
        sheet = QRect(area.x() + (area.width() - self.width) // 2, area.y() + _PAD, self.width, self._height(leaf))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area.adjusted(2, 2, -2, -2), QColor(palette.soft))
        painter.fillRect(sheet, QColor(palette.paper))
        held = self._supply.nearest(self.wish(leaf, painter.device().devicePixelRatioF()))
        if held is not None:
            self._draw(painter, sheet, held.image)
        painter.setPen(QColor(palette.accent if chosen else palette.line))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        painter.setPen(QColor(palette.text if chosen else palette.quiet))
        number = QRect(area.x(), sheet.bottom() + 2, area.width(), self._line)
        font = painter.font()
        font.setPixelSize(self._desk.look.type("small"))
        painter.setFont(font)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))

    def _draw(self, painter: QPainter, sheet: QRect, image: Any) -> None:
        """The whole image within the sheet, its shape kept."""
        size = QSize(image.width(), image.height()).scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(sheet.topLeft(), size)
        place.moveCenter(sheet.center())
        drawing.draw_picture(painter, place, image, 0, painter.device().devicePixelRatioF())

    def _height(self, leaf: Leaf) -> int:
        width, height = paper_size(leaf.width, leaf.height)
        return round(self.width * min(_TALLEST, height / width))


class Thumbnails(QListView):
    """Small sheets of the leaves; `chosen` says which one a person went to."""

    wishes_changed = Signal()
    chosen = Signal(int)

    def __init__(self, desk: Desk, supply: Supply) -> None:
        super().__init__()
        self._supply = supply
        self._model = _Leaves(desk)
        self._small = _Small(desk, supply, self._model)
        self._following = False
        self.setObjectName("thumbnails")
        self.setAccessibleName(desk.words.say("reader.thumbnails"))
        self.setModel(self._model)
        self.setItemDelegate(self._small)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(self._small.width + 2 * _PAD + 20)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        supply.arrived.connect(self._on_arrived)

    def show_leaves(self, leaves: Sequence[Leaf]) -> None:
        self._following = True
        self._model.show(leaves)
        self._following = False

    def follow(self, sheet: int) -> None:
        """Point at the present sheet of the paper."""
        self._following = True
        self.setCurrentIndex(self._model.index(sheet))
        self._following = False

    def wishes(self) -> list[Wanted]:
        """The small pictures in view."""
        if not self.isVisible() or not self._model.leaves:
            return []
        middle = self.viewport().width() // 2
        first = self.indexAt(QPoint(middle, 1))
        last = self.indexAt(QPoint(middle, self.viewport().height() - 1))
        start = max(first.row(), 0)
        stop = last.row() + 1 if last.isValid() else len(self._model.leaves)
        ratio = self.viewport().devicePixelRatioF()
        return [self._small.wish(leaf, ratio) for leaf in self._model.leaves[start:stop] if not leaf.reason_code]

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.scrollTo(self.currentIndex())
        self.wishes_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.wishes_changed.emit()

    def _on_scrolled(self, _value: int) -> None:
        self.wishes_changed.emit()

    def _on_arrived(self, _wish: object) -> None:
        if self.isVisible():
            self.viewport().update()

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self.chosen.emit(current.row())
