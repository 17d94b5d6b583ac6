"""The image itself: paints one slice, and turns mouse, wheel and keys into what the viewer does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from recordkeeper.ui.scans.brightness import Brightness
from recordkeeper.ui.scans.cross import Cross
from recordkeeper.ui.scans.drawing import TIMES, Drawing
from recordkeeper.ui.scans.hands import action_of
from recordkeeper.ui.scans.mouse import MEASURE, Mouse
from recordkeeper.ui.scans.overlay import Lines, Overlay
from recordkeeper.ui.scans.pose import Pose
from recordkeeper.ui.scans.sketch import Sketch
from recordkeeper.ui.tokens import DARK, FOCUS

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from recordkeeper.preview.measuring import Point
    from recordkeeper.preview.presentation import Drawn
    from recordkeeper.preview.slices import Slice
    from recordkeeper.ui.desk import Desk

_NOTCH = 120  # eighths of a degree in one step of a wheel
_ZOOM_STEP = 1.25
_FOCUS_COLOUR = QColor(DARK.accent)


class Canvas(QWidget):
    """Knows one slice, how it lies and how bright it is; which slice that is, the viewer decides."""

    acted = Signal(str)  # a key's or a button's action
    stepped = Signal(int)  # so many images on, or back
    changed = Signal()  # brightness, zoom or position, by hand
    menu_wanted = Signal(object)  # where, in global pixels
    resized = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brightness = Brightness()
        self.pose = Pose()
        self.image: Slice | None = None
        self.lines = Lines()
        self.text = True
        self.sketch = Sketch()
        self.cross = Cross(self, desk.words)
        self._active = False
        self.drawn: tuple[Drawn, ...] = ()  # what the hospital drew on this image
        self.covered = True  # whether what the hospital covered is
        self.lens = False  # whether a magnifier follows the pointer
        self._pointer: QPointF | None = None
        self.count = 1  # images of the series: a drag over the height goes through them all
        self._overlay = Overlay(desk.look)
        self._drawing = Drawing(desk.look, desk.words)
        self._mouse = Mouse(self)
        self._wheel = 0
        self._rendered: tuple[tuple[Any, ...], QImage, Any] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)

    def show_slice(self, image: Slice | None, lines: Lines) -> None:
        """Paint this one from now on; None where there is none to show."""
        self.image, self.lines = image, lines
        self.update()

    def set_tool(self, tool: str) -> None:
        """What dragging with the left button does: scroll, brightness, zoom, move or measure."""
        if tool != MEASURE and self.cross.on:
            self.cross.leave()
        self._mouse.tool = tool
        self.setCursor(self._mouse.cursor())

    @property
    def tool(self) -> str:
        """The tool in hand."""
        return self._mouse.tool

    def view(self) -> QSizeF:
        return QSizeF(self.size())

    def shades(self) -> Any:
        """What is shown, as an array of shades: rows × columns (× 3) of uint8; None without an image."""
        image = self.image
        return None if image is None else np.take(self.brightness.table(image), image.levels[0])

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge by `factor` with the point under `at` held (default: the middle)."""
        point = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self.take_pose(self.pose.zoomed(factor, point, self.view()))

    def move_by(self, by: QPointF) -> None:
        if self.image is not None:
            self.take_pose(self.pose.moved(by, self.view(), self.image))

    def place(self, at: QPointF) -> Point | None:
        """The column and row at a point of the view, beyond the image's edges too; None without an image."""
        if self.image is None:
            return None
        back, possible = self.pose.transform(self.view(), self.image).inverted()
        where = back.map(at)
        return (where.x(), where.y()) if possible else None

    def sketch_with(self, act: Callable[[Point], None], at: QPointF) -> None:
        """Draw with the pointer at a point of the view."""
        place = self.place(at)
        if place is not None:
            act(place)
            self.changed.emit()
            self.update()

    def end_sketch(self) -> None:
        """The button came up after drawing."""
        self.sketch.end()
        self.changed.emit()
        self.update()

    def set_active(self, *, on: bool) -> None:
        """Frame this view as the one worked in, with or without the focus."""
        self._active = on
        self.update()

    def set_lens(self, *, on: bool) -> None:
        """A magnifier at the pointer; in the middle where there is no pointer."""
        self.lens, self._pointer = on, None
        self.setMouseTracking(on)
        self.update()

    def take_pose(self, pose: Pose) -> None:
        self.pose = pose
        self.changed.emit()
        self.update()

    def drag_brightness(self, across: float, down: float) -> None:
        if self.image is not None:
            self.brightness.drag(self.image, across, down)
            self.changed.emit()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        self.paint_on(painter, text=self.text)
        if self.hasFocus() or self._active:
            painter.setPen(QPen(_FOCUS_COLOUR, FOCUS))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def paint_on(self, painter: QPainter, *, text: bool) -> None:
        """Paint the image with all that lies over it, as large as this view."""
        if self.image is not None:
            self._paint_slice(painter, self.image, text=text)
            self._paint_over(painter, self.image, text=text)
        self._overlay.paint(painter, self.rect(), self.lines, text=text)

    def _paint_slice(self, painter: QPainter, image: Slice, *, text: bool) -> None:
        scale = self.pose.scale(self.view(), image)
        level = self._level(image, scale * self.devicePixelRatioF())
        picture = self._picture(image, level)
        painter.setWorldTransform(self.pose.transform(self.view(), image))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, picture.width() << level, picture.height() << level), picture)
        if self.covered:
            self._drawing.cover(painter, image)
        if text:
            self._drawing.marks(painter, image)
            self._drawing.hospital(painter, self.drawn)
        painter.resetTransform()

    def _paint_over(self, painter: QPainter, image: Slice, *, text: bool) -> None:
        view, to_view = self.view(), self.pose.transform(self.view(), image)
        if self.lens:
            level = self._level(image, self.pose.scale(view, image) * self.devicePixelRatioF() * TIMES)
            picture = self._picture(image, level)
            size = QSizeF(picture.width() << level, picture.height() << level)
            at = self._pointer or QPointF(view.width() / 2, view.height() / 2)
            with self._drawing.lens(painter, at, to_view):
                painter.drawImage(QRectF(QPointF(0, 0), size), picture)
                if self.covered:
                    self._drawing.cover(painter, image)
        if text:
            above = self._overlay.above_foot(self.rect(), self.lines)
            self._drawing.scale_bar(painter, view, image, self.pose.scale(view, image), above)
        self._drawing.shapes(painter, image, self.sketch.shapes, to_view)
        if self.cross.at is not None:
            self._drawing.value(painter, image, self.cross.at, to_view, told=self.cross.at_rest)
        if self.sketch.point is not None:
            self._drawing.value(painter, image, self.sketch.point, to_view)

    def _level(self, image: Slice, scale: float) -> int:
        """The smallest of the kept sizes that still has a pixel for each of the screen's."""
        level = 0
        while level + 1 < len(image.levels) and scale * 2 ** (level + 1) <= 1:
            level += 1
        return level

    def _picture(self, image: Slice, level: int) -> QImage:
        table = self.brightness.table(image)
        key = (id(image), id(table), level)
        if self._rendered is None or self._rendered[0] != key:
            shades = np.take(table, image.levels[level])
            rows, columns = shades.shape[:2]
            kind = QImage.Format.Format_RGB888 if shades.ndim == 3 else QImage.Format.Format_Grayscale8
            picture = QImage(shades.data, columns, rows, shades.strides[0], kind)
            self._rendered = (key, picture, (shades, image, table))  # the picture only borrows these
        return self._rendered[1]

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM_STEP ** (turned / _NOTCH), event.position())
            return
        self._wheel += turned
        steps = int(self._wheel / _NOTCH)
        if steps:
            self._wheel -= steps * _NOTCH
            self.stepped.emit(-steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        action = action_of(event.key(), event.modifiers(), with_cross=self.cross.on)
        if action:
            self.acted.emit(action)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._mouse.move(event)
        if self.lens:
            self._pointer = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._mouse.tool == MEASURE:  # two measurements close on each other
            self._mouse.press(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.acted.emit("maximise")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.update()
