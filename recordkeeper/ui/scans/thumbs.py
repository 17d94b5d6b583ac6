"""Small pictures of images, fetched when they come into view and kept while there is room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from recordkeeper.preview.slices import Thumbnail, read_thumbnail
from recordkeeper.ui.scans.feed import Feed, Wish

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.scans.reading import Place

SIDE = 96  # pixels at 100 %
_MOST = 600  # pictures kept; some 60 MB


class Thumbs(QObject):
    """A last-come, first-served source of the feed: what is in view now was asked for last."""

    came = Signal()

    def __init__(self, desk: Desk, feed: Feed, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._feed = feed
        self.side = desk.look.pixels(SIDE)
        self._kept: dict[Place, QPixmap | None] = {}
        self._wanted: dict[Place, None] = {}
        self._under_way: set[Place] = set()

    def get(self, place: Place) -> QPixmap | None:
        """The picture; None while it is on its way, or when it cannot be shown."""
        if place not in self._kept and place not in self._under_way:
            self._wanted.pop(place, None)
            self._wanted[place] = None
            self._feed.kick()
        return self._kept.get(place)

    def failed(self, place: Place) -> bool:
        """Whether the picture was tried and cannot be shown."""
        return place in self._kept and self._kept[place] is None

    def next_wish(self) -> Wish | None:
        if not self._wanted:
            return None
        place, _ = self._wanted.popitem()
        self._under_way.add(place)
        desk = self._desk
        work = partial(read_thumbnail, desk.library, desk.lanes.workers, place.file, place.frame, side=self.side)
        return Wish(work, partial(self._on_came, place), partial(self._on_failed, place))

    def _on_came(self, place: Place, small: Thumbnail) -> None:
        rows, columns = small.pixels.shape[:2]
        colour = small.pixels.ndim == 3
        kind = QImage.Format.Format_RGB888 if colour else QImage.Format.Format_Grayscale8
        picture = QImage(small.pixels.data, columns, rows, small.pixels.strides[0], kind)
        whole = QSize(columns, max(1, round(rows * small.aspect)))
        fits = whole.scaled(QSize(self.side, self.side), Qt.AspectRatioMode.KeepAspectRatio)
        size = (fits * 2).boundedTo(whole) if whole.width() > fits.width() else fits  # sharp on finer screens too
        smooth = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        self._keep(place, pixmap)

    def _on_failed(self, place: Place, _error: BaseException) -> None:
        """The card shows a mark in its place; opening the study says more."""
        self._keep(place, None)

    def _keep(self, place: Place, pixmap: QPixmap | None) -> None:
        self._under_way.discard(place)
        self._kept[place] = pixmap
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        self.came.emit()


def paint_thumb(painter: QPainter, box: QRect, thumbs: Thumbs, place: Place, mark: QPixmap) -> None:
    """A picture on black, centred in `box`; `mark` where it cannot be shown."""
    painter.fillRect(box, Qt.GlobalColor.black)
    pixmap = thumbs.get(place)
    if pixmap is not None:
        fits = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        into = QRect(box.topLeft(), fits)
        into.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(into, pixmap)
    elif thumbs.failed(place):
        into = QRect(0, 0, box.width() // 3, box.width() // 3)
        into.moveCenter(box.center())
        painter.drawPixmap(into, mark)
