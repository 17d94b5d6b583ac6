"""Drags on the image: left follows the tool, middle moves, right zooms, and a right click asks for the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from recordkeeper.ui.scans.canvas import Canvas

SCROLL, BRIGHTNESS, ZOOM, MOVE, MEASURE = "scroll", "brightness", "zoom", "move", "measure"
TOOLS = (SCROLL, BRIGHTNESS, ZOOM, MOVE, MEASURE)
_LEAST_STEP, _MOST_STEP = 2.0, 12.0  # pixels of a drag for one image
_ZOOM_A_PIXEL = 1.008
_CURSORS = {
    SCROLL: Qt.CursorShape.SizeVerCursor,
    BRIGHTNESS: Qt.CursorShape.CrossCursor,
    ZOOM: Qt.CursorShape.SizeBDiagCursor,
    MOVE: Qt.CursorShape.OpenHandCursor,
    MEASURE: Qt.CursorShape.CrossCursor,
}


class Mouse:
    """One drag at a time, on one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.tool = SCROLL
        self._canvas = canvas
        self._button = Qt.MouseButton.NoButton
        self._pressed = QPointF()
        self._last = QPointF()
        self._rest = 0.0
        self._dragged = False

    def cursor(self) -> Qt.CursorShape:
        return _CURSORS[self.tool]

    def press(self, event: QMouseEvent) -> None:
        if self._button is Qt.MouseButton.NoButton:
            self._button = event.button()
            self._pressed = self._last = event.position()
            self._rest, self._dragged = 0.0, False
            if self._does() == MEASURE:
                self._canvas.sketch_with(self._canvas.sketch.begin, event.position())

    def move(self, event: QMouseEvent) -> None:
        if self._button is Qt.MouseButton.NoButton:
            return
        far = (event.position() - self._pressed).manhattanLength()
        if not self._dragged and far < QApplication.startDragDistance():
            return
        self._dragged = True
        if self._does() == MEASURE:
            self._canvas.sketch_with(self._canvas.sketch.drag, event.position())
            return
        by, self._last = event.position() - self._last, event.position()
        self._drag(self._does(), by)

    def release(self, event: QMouseEvent) -> None:
        if event.button() is not self._button:
            return
        if self._does() == MEASURE:
            self._canvas.end_sketch()
        self._button = Qt.MouseButton.NoButton
        if event.button() is Qt.MouseButton.RightButton and not self._dragged:
            self._canvas.menu_wanted.emit(event.globalPosition().toPoint())

    def _does(self) -> str:
        if self._button is Qt.MouseButton.MiddleButton:
            return MOVE
        return ZOOM if self._button is Qt.MouseButton.RightButton else self.tool

    def _drag(self, does: str, by: QPointF) -> None:
        if does == MOVE:
            self._canvas.move_by(by)
        elif does == ZOOM:
            self._canvas.zoom(_ZOOM_A_PIXEL ** -by.y(), self._pressed)
        elif does == BRIGHTNESS:
            self._canvas.drag_brightness(by.x(), by.y())
        else:
            step = self._canvas.height() / max(1, self._canvas.count)
            self._rest += by.y() / max(_LEAST_STEP, min(_MOST_STEP, step))
            steps = int(self._rest)
            self._rest -= steps
            if steps:
                self._canvas.stepped.emit(steps)
