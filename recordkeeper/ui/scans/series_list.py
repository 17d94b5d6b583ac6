"""The series of a study: a list with pictures at the left, or a box to choose from where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from recordkeeper.ui.scans.captions import gaps, series_name
from recordkeeper.ui.scans.cards import Index
from recordkeeper.ui.scans.reading import SeriesShown
from recordkeeper.ui.scans.thumbs import Thumbs, paint_thumb
from recordkeeper.ui.tokens import RADIUS

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

WIDTH = 216  # of the list, pixels at 100 %
_PAD = 8


class SeriesModel(QAbstractListModel):
    """A view of an immutable tuple of series."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.series: tuple[SeriesShown, ...] = ()

    def take(self, series: tuple[SeriesShown, ...]) -> None:
        self.beginResetModel()
        self.series = series
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.series)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.series):
            return None
        series = self.series[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:  # in the box: short, and two of one name told apart
            name = series_name(self._desk, series)
            return f"{series.number} · {name}" if series.number is not None else name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{series_name(self._desk, series)} · {small_line(self._desk, series)}"
        return None


class SeriesDelegate(QStyledItemDelegate):
    """The plain name large, the number and the count in small, under the picture of the middle."""

    def __init__(self, desk: Desk, thumbs: Thumbs, view: QListView, model: SeriesModel) -> None:
        super().__init__(view)
        self._desk = desk
        self._thumbs = thumbs
        self._view = view
        self._model = model
        self._small = QFont(view.font())
        self._small.setPixelSize(desk.look.type("small"))
        self._name = QFont(view.font())
        self._name.setWeight(QFont.Weight.DemiBold)
        self._mark = desk.icons.pixmap("info", desk.look.pixels(32), desk.look.palette.edge)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        series = self._model.series[index.row()]
        width = self._view.viewport().width()
        inside = width - 2 * _PAD
        return QSize(width, self._thumbs.side + 3 * _PAD + sum(self._heights(series, inside)) + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        series = self._model.series[index.row()]
        area: QRect = option.rect
        palette = self._desk.look.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(palette.soft))
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(QRectF(area.adjusted(2, 2, -2, -2)), RADIUS, RADIUS)
        side, inside = self._thumbs.side, area.width() - 2 * _PAD
        paint_thumb(
            painter,
            QRect(area.left() + _PAD, area.top() + _PAD, side, side),
            self._thumbs,
            series.middle,
            self._mark,
        )
        top = area.top() + side + 2 * _PAD
        heights = self._heights(series, inside)
        wrap = Qt.TextFlag.TextWordWrap
        painter.setFont(self._name)
        painter.setPen(QColor(palette.text))
        painter.drawText(QRect(area.left() + _PAD, top, inside, heights[0]), wrap, series_name(self._desk, series))
        painter.setFont(self._small)
        painter.setPen(QColor(palette.text if option.state & QStyle.StateFlag.State_Selected else palette.quiet))
        rest = QRect(area.left() + _PAD, top + heights[0] + 2, inside, heights[1])
        painter.drawText(rest, wrap, small_line(self._desk, series))
        painter.restore()

    def _heights(self, series: SeriesShown, width: int) -> tuple[int, int]:
        room, wrap = QRect(0, 0, width, 1000), int(Qt.TextFlag.TextWordWrap)
        name = QFontMetrics(self._name).boundingRect(room, wrap, series_name(self._desk, series)).height()
        small = QFontMetrics(self._small).boundingRect(room, wrap, small_line(self._desk, series)).height()
        return name, small


class SeriesList(QListView):
    """The list at the left."""

    def __init__(self, desk: Desk, thumbs: Thumbs, model: SeriesModel) -> None:
        super().__init__()
        self.setObjectName("series")
        self.setAccessibleName(desk.words.say("scans.series_name"))
        self.setFixedWidth(desk.look.pixels(WIDTH))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setModel(model)
        self.setItemDelegate(SeriesDelegate(desk, thumbs, self, model))
        thumbs.came.connect(self._on_thumb_came)

    def _on_thumb_came(self) -> None:
        self.viewport().update()


def small_line(desk: Desk, series: SeriesShown) -> str:
    """The field's term and the count, with what a run of numbers shows to be not here."""
    words, here = desk.words, len(series.places)
    if series.missing:
        counted = words.say("scans.images_of", here=here, count=here + series.missing)
    else:
        counted = words.say("scans.images", count=here)
    if series.number is not None:
        counted = words.say("scans.series_and_count", number=str(series.number), counted=counted)
    between = gaps(desk, series)
    return f"{counted} · {between}" if between and not series.missing else counted
