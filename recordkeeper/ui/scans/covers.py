"""Paints what is covered of an image: beside straight and round edges, or pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from recordkeeper.preview.shutter import Bitmap, Shutter

_BEYOND = 0.5  # of a pixel: the edge of a smoothed image reaches over its last one


class Covers:
    """Remembers the outline last painted: the images of a series mostly share one."""

    def __init__(self) -> None:
        self._outline: tuple[tuple[Any, ...], QPainterPath] | None = None
        self._stencil: tuple[tuple[int, int], QImage] | None = None

    def paint(self, painter: QPainter, shutter: Shutter, size: tuple[int, int]) -> None:
        """The painter is in the places of an image of so many columns and rows."""
        key = (shutter.rectangle, shutter.circle, shutter.polygon, size)
        if self._outline is None or self._outline[0] != key:
            self._outline = (key, _covered(shutter, size))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._outline[1], QColor(shutter.shade, shutter.shade, shutter.shade))
        if shutter.bitmap is not None:
            self._paint_bitmap(painter, shutter.bitmap, shutter.shade)
        painter.restore()

    def _paint_bitmap(self, painter: QPainter, bitmap: Bitmap, shade: int) -> None:
        rows, columns = bitmap.covered.shape
        if self._stencil is None or self._stencil[0] != (id(bitmap), shade):
            self._stencil = ((id(bitmap), shade), stencil(bitmap.covered, shade))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)  # nothing shines through an edge
        painter.drawImage(QRectF(bitmap.left, bitmap.top, columns, rows), self._stencil[1])


def stencil(marks: NDArray[np.bool_], shade: int) -> QImage:
    """A picture of one shade where there is a mark and clear elsewhere."""
    rows, columns = marks.shape
    shades = np.zeros((rows, columns), np.uint32)
    shades[marks] = 0xFF000000 | shade << 16 | shade << 8 | shade
    return QImage(shades.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _covered(shutter: Shutter, size: tuple[int, int]) -> QPainterPath:
    """The image less what lies in all of the edges; nothing where there are none."""
    whole = QPainterPath()
    whole.addRect(QRectF(0, 0, *size).adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND))
    seen = QPainterPath(whole)
    if shutter.rectangle:
        left, top, right, bottom = shutter.rectangle
        edges = QPainterPath()
        edges.addRect(QRectF(QPointF(left, top), QPointF(right, bottom)))
        seen = seen.intersected(edges)
    if shutter.circle:
        across, down, wide, high = shutter.circle
        round_ = QPainterPath()
        round_.addEllipse(QPointF(across, down), wide, high)
        seen = seen.intersected(round_)
    if shutter.polygon:
        corners = QPainterPath()
        corners.addPolygon(QPolygonF([QPointF(*corner) for corner in shutter.polygon]))
        corners.closeSubpath()
        seen = seen.intersected(corners)
    return whole.subtracted(seen)
