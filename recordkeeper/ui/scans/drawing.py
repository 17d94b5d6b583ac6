"""Paints over the image: measurements with what they say, the file's own marks, a scale bar, a magnifier."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTransform

from recordkeeper.preview.measuring import AREA, Point, Shape, bar
from recordkeeper.ui.scans import measured
from recordkeeper.ui.scans.covers import Covers, stencil
from recordkeeper.ui.tokens import DARK

if TYPE_CHECKING:
    from recordkeeper.preview.presentation import Drawn
    from recordkeeper.preview.slices import Slice
    from recordkeeper.ui.style import Look
    from recordkeeper.wording.words import Words

_LINE = QColor(DARK.accent)
_HOSPITAL = QColor(DARK.look)
_UNDER = QColor(0, 0, 0, 170)
_TEXT = QColor(DARK.text)
_BAR_SHARE = 0.25  # of the view's width, at most
_NARROW = 640  # pixels at 100 % below which the words of the foot may reach the bar
_BAR_UP, _BAR_IN = 44, 14  # pixels from the foot, above the words there, and from the right
LENS, TIMES = 90, 2.5  # the magnifier's radius at 100 %, and how much larger it shows


def _path(kind: str, points: Sequence[QPointF]) -> QPainterPath:
    """The outline of a graphic object (PS3.3 C.10.5.1.2), its points on the view."""
    path = QPainterPath(points[0])
    if kind == "POINT":
        path.addEllipse(points[0], 3, 3)
    elif kind == "CIRCLE" and len(points) > 1:  # its middle, and a point on it
        radius = math.hypot(points[1].x() - points[0].x(), points[1].y() - points[0].y())
        path.addEllipse(points[0], radius, radius)
    elif kind == "ELLIPSE" and len(points) > 3:  # the ends of its long axis, then of its short one
        middle = (points[0] + points[1]) / 2
        long, short = points[1] - points[0], points[3] - points[2]
        ellipse = QPainterPath()
        wide, high = math.hypot(long.x(), long.y()), math.hypot(short.x(), short.y())
        ellipse.addEllipse(QPointF(0, 0), wide / 2, high / 2)
        turn = math.degrees(math.atan2(long.y(), long.x()))
        path = (QTransform().rotate(turn) * QTransform.fromTranslate(middle.x(), middle.y())).map(ellipse)
    else:
        for point in points[1:]:
            path.lineTo(point)
    return path


class Drawing:
    """Knows fonts and words; what to paint comes with each call, places in columns and rows of the image."""

    def __init__(self, look: Look, words: Words) -> None:
        self._words = words
        self._look = look
        self._font = QFont()
        self._font.setPixelSize(look.type("body"))
        self._marks: tuple[int, QImage] | None = None
        self._covers = Covers()

    def marks(self, painter: QPainter, image: Slice) -> None:
        """The file's overlays in white; the painter is in the image's places."""
        if image.marks is None:
            return
        if self._marks is None or self._marks[0] != id(image.marks):
            self._marks = (id(image.marks), stencil(image.marks, 255))
        painter.drawImage(QRectF(0, 0, *image.size), self._marks[1])

    def cover(self, painter: QPainter, image: Slice) -> None:
        """What the hospital covered of the image, in one shade; the painter is in the image's places."""
        if image.facts.shutter is not None:
            self._covers.paint(painter, image.facts.shutter, image.size)

    def hospital(self, painter: QPainter, drawn: Sequence[Drawn]) -> None:
        """What a presentation state has on the image; the painter is in the image's places."""
        to_view = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for each in drawn:
            points = [to_view.map(QPointF(*point)) for point in each.points]
            if each.kind == "TEXT":
                self._label(painter, points[0], each.text)
            else:
                self._stroke(painter, _path(each.kind, points), _HOSPITAL)
        painter.restore()

    def shapes(self, painter: QPainter, image: Slice, shapes: Sequence[Shape], to_view: QTransform) -> None:
        """Lines, angles and ellipses, each with its size beside it."""
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in shapes:
            points = [to_view.map(QPointF(*point)) for point in shape.points]
            path = QPainterPath(points[0])
            if shape.kind == AREA:
                ellipse = QPainterPath()
                ellipse.addEllipse(QRectF(QPointF(*shape.points[0]), QPointF(*shape.points[1])).normalized())
                path = to_view.map(ellipse)
            else:
                for point in points[1:]:
                    path.lineTo(point)
            self._stroke(painter, path)
            for point in points if shape.kind != AREA else ():
                painter.fillRect(QRectF(point - QPointF(2, 2), QSizeF(4, 4)), _LINE)
            self._label(painter, points[-1], measured.told(self._words, image, shape))

    def value(self, painter: QPainter, image: Slice, at: Point, to_view: QTransform, *, told: bool = True) -> None:
        """A small cross and, where it is `told`, the value under it."""
        where = to_view.map(QPointF(*at))
        painter.setFont(self._font)
        cross = QPainterPath(where - QPointF(8, 0))
        cross.lineTo(where + QPointF(8, 0))
        cross.moveTo(where - QPointF(0, 8))
        cross.lineTo(where + QPointF(0, 8))
        self._stroke(painter, cross)
        if told:
            self._label(painter, where, measured.value(self._words, image, at))

    def scale_bar(
        self, painter: QPainter, view: QSizeF, image: Slice, pixels_a_column: float, above: float
    ) -> None:
        """A bar of a round length at the foot, where one scale holds in the image's middle; in a narrow view so
        many pixels higher as the words across the foot are `above` it.
        """
        columns, rows = image.size
        region = image.facts.region((columns / 2, rows / 2))
        if region is None or pixels_a_column <= 0:
            return
        long, pixels = bar(region.across / pixels_a_column, view.width() * _BAR_SHARE)
        if pixels <= 0:
            return
        left = view.width() - self._look.pixels(_BAR_IN) - pixels
        foot = view.height() - self._look.pixels(_BAR_UP)
        if view.width() < self._look.pixels(_NARROW):
            foot -= above
        path = QPainterPath(QPointF(left, foot - 5))
        for x, y in ((left, foot), (left + pixels, foot), (left + pixels, foot - 5)):
            path.lineTo(x, y)
        self._stroke(painter, path, _TEXT)
        painter.setFont(self._font)
        text = self._words.say(
            "scans.measured.bar_cm" if long >= 10 else "scans.measured.mm",
            number=measured.decimal(self._words, long / 10 if long >= 10 else long, 3),
        )
        wide = QFontMetricsF(self._font).horizontalAdvance(text)
        self._label(painter, QPointF(left + (pixels - wide) / 2 - 14, foot - 8), text)

    @contextmanager
    def lens(self, painter: QPainter, at: QPointF, to_view: QTransform) -> Iterator[None]:
        """A round piece of the image round `at`, larger: what is painted meanwhile, in places of the image."""
        radius = self._look.pixels(LENS)
        clip = QPainterPath()
        clip.addEllipse(at, radius, radius)
        painter.save()
        painter.setClipPath(clip)
        painter.fillPath(clip, Qt.GlobalColor.black)
        larger = QTransform.fromTranslate(-at.x(), -at.y()) * QTransform.fromScale(TIMES, TIMES)
        painter.setWorldTransform(to_view * larger * QTransform.fromTranslate(at.x(), at.y()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        yield
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._stroke(painter, clip)

    def _stroke(self, painter: QPainter, path: QPainterPath, colour: QColor = _LINE) -> None:
        """Light on dark, so that it is seen on any image."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, pen in ((4.0, _UNDER), (1.6, colour)):
            painter.setPen(QPen(pen, width))
            painter.drawPath(path)

    def _label(self, painter: QPainter, at: QPointF, text: str) -> None:
        if not text:
            return
        metrics = painter.fontMetrics()
        box = QRectF(
            at.x() + 10, at.y() - metrics.height() - 4, metrics.horizontalAdvance(text) + 8, metrics.height()
        )
        room = painter.window()
        box.moveLeft(max(2.0, min(box.left(), room.width() - box.width() - 2)))
        box.moveTop(max(2.0, min(box.top(), room.height() - box.height() - 2)))
        painter.fillRect(box, _UNDER)
        painter.setPen(_TEXT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
