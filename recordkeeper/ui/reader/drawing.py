"""How a sheet is drawn: its picture, the marks on it, and a sentence where there is no picture."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from recordkeeper.records.provenance import Box
from recordkeeper.ui.tokens import LIGHT

_SPILL = 1.5  # pixels a mark reaches beyond its word
_CHOSEN_ALPHA = 70
_QUARTER = 90


def draw_picture(painter: QPainter, rect: QRect, image: QImage, turns: int, ratio: float) -> None:
    """Fill `rect` with the image turned clockwise; dot by dot where it was painted for just this size."""
    width, height = rect.width() * ratio, rect.height() * ratio
    if turns % 4 == 0 and abs(image.width() - width) <= 1 and abs(image.height() - height) <= 1:
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.drawImage(
            QRectF(rect.x(), rect.y(), image.width() / ratio, image.height() / ratio), image, QRectF(image.rect())
        )
        painter.restore()
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(QPointF(QRectF(rect).center()))
    painter.setTransform(QTransform().rotate(_QUARTER * (turns % 4)), combine=True)
    across = QRectF(0, 0, rect.height(), rect.width()) if turns % 2 else QRectF(0, 0, rect.width(), rect.height())
    across.moveCenter(QPointF(0, 0))
    painter.drawImage(across, image)
    painter.restore()


def draw_marks(painter: QPainter, rect: QRect, boxes: Iterable[Box], colour: str) -> None:
    """Tint boxes as a marker pen does: print under it stays black."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for box in boxes:
        painter.fillRect(on_screen(rect, box), QColor(colour))
    painter.restore()


def draw_findings(painter: QPainter, rect: QRect, boxes: Iterable[Box]) -> None:
    """Tint and underline key findings: the line tells them from words that were searched."""
    painter.save()
    for box in boxes:
        area = on_screen(rect, box)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(area, QColor(LIGHT.soft))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 2), QColor(LIGHT.accent))
    painter.restore()


def draw_outlines(painter: QPainter, rect: QRect, boxes: Iterable[Box]) -> None:
    """Frame the boxes: which mark is the present one is told by more than its colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(LIGHT.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        painter.drawRoundedRect(on_screen(rect, box).adjusted(-1, -1, 1, 1), 3, 3)
    painter.restore()


def draw_chosen(painter: QPainter, rect: QRect, boxes: Iterable[Box]) -> None:
    """Lay a veil over the chosen words."""
    veil = QColor(LIGHT.accent)
    veil.setAlpha(_CHOSEN_ALPHA)
    for box in boxes:
        painter.fillRect(on_screen(rect, box), veil)


def draw_sentence(painter: QPainter, rect: QRect, seen: QRect, sentence: str) -> None:
    """Say something on a sheet, in the middle of what is seen of it."""
    painter.setPen(QColor(LIGHT.text))  # paper stays light in the dark look as well
    edge = min(24, rect.width() // 10)
    room = rect.intersected(seen).adjusted(edge, edge, -edge, -edge)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), sentence)


def on_screen(rect: QRect, box: Box) -> QRectF:
    """A box in fractions of a sheet as pixels, a little larger."""
    width, height = rect.width(), rect.height()
    shape = QRectF(box.x0 * width, box.y0 * height, (box.x1 - box.x0) * width, (box.y1 - box.y0) * height)
    return shape.translated(rect.x(), rect.y()).adjusted(-_SPILL, -_SPILL, _SPILL, _SPILL)
