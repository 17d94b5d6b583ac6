"""The sheets with hands: wheel, keys, mouse and menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from recordkeeper.ui.reader.selection import Place, Selection
from recordkeeper.ui.reader.words import WordCanvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent

    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.supply import Supply

_STEP = 1.25  # of the zoom, a key or a notch of the wheel
_NOTCH = 120  # eighths of a degree (QWheelEvent.angleDelta)
_LINE = 48  # pixels an arrow key scrolls
_SCREENFUL = 0.9  # of the view's height: the last lines stay in view


class Paper(WordCanvas):
    """What a person reads with."""

    picked = Signal(QPoint)  # words were chosen with the mouse, which was let go of here
    pointed_at = Signal(QPoint, QPoint)  # the mouse rests here: in the viewport, and on the screen
    mark_wanted = Signal()  # the chosen words are a key finding

    def __init__(self, desk: Desk, supply: Supply) -> None:
        super().__init__(desk, supply)
        self._choosing = False
        self._anchor = Place(0, 0)  # the word the mouse went down on
        self._held_at: QPoint | None = None  # where the hand holds the paper while it moves it

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position().toPoint()
        place = self._place_at(at, on_word=False)
        if event.button() is Qt.MouseButton.MiddleButton or (
            event.button() is Qt.MouseButton.LeftButton and place is None
        ):
            self._held_at = at
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton and place is not None:
            extending = self._selection is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._choosing = True
            self._anchor = self._selection.anchor if extending and self._selection else place
            self._select(Selection(self._anchor, place) if extending else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position().toPoint()
        if self._held_at is not None:
            moved, self._held_at = at - self._held_at, at
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())
        elif self._choosing:
            place = self._place_at(at, on_word=False)
            if place is not None:
                self._select(Selection(self._anchor, place))
            self._scroll_towards(at)
        else:
            over = self._place_at(at, on_word=True) is not None
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._choosing and self.selected_text:
            self.picked.emit(event.position().toPoint())
        self._choosing, self._held_at = False, None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        place = self._place_at(event.position().toPoint(), on_word=True)
        if place is not None:
            self._select(Selection(place, place))
            self.picked.emit(event.position().toPoint())

    def _scroll_towards(self, at: QPoint) -> None:
        """While words are being chosen, the edge of the view brings more."""
        height = self.viewport().height()
        beyond = min(at.y(), 0) or max(at.y() - height, 0)
        if beyond:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + beyond)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / _NOTCH
            self.zoom_by(_STEP**notches, event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if not self.leaves:
            return
        say = self._desk.words.say
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(say("reader.copy"), self.copy)
        copy.setEnabled(bool(self.selected_text))
        mark = menu.addAction(say("reader.mark"), self.mark_wanted.emit)
        mark.setEnabled(bool(self.selected_text))
        menu.addAction(say("reader.choose_all"), self.choose_all)
        menu.addSeparator()
        menu.addAction(say("reader.fit_width"), self.fit_width)
        menu.addAction(say("reader.rotate"), self.turn)
        menu.popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Where somebody rests with the mouse, a word may be explained."""
        if isinstance(event, QHelpEvent):
            self.pointed_at.emit(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    # The keyboard

    def event(self, event: QEvent) -> bool:
        """Letters are keys here, not the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and self._key(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        act = self._key(event)
        if act is None:
            event.ignore()  # the pages around this one may know it
        else:
            act()

    def _key(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here."""
        for keys, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.SelectAll, self.choose_all),
            (QKeySequence.StandardKey.ZoomIn, self.zoom_in),
            (QKeySequence.StandardKey.ZoomOut, self.zoom_out),
        ):
            if event.matches(keys):
                return act
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            return None
        if event.key() == Qt.Key.Key_Escape:
            return self.clear_choice if self._selection is not None else None
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shifted and event.key() == Qt.Key.Key_Space:
            return self._page_up
        if shifted and event.key() == Qt.Key.Key_R:
            return self._turn_back
        return self._plain_keys().get(Qt.Key(event.key()))

    def _plain_keys(self) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Down: self._line_down,
            key.Key_Up: self._line_up,
            key.Key_Right: self._right,
            key.Key_Left: self._left,
            key.Key_PageDown: self._page_down,
            key.Key_PageUp: self._page_up,
            key.Key_Space: self._page_down,
            key.Key_Home: self._to_start,
            key.Key_End: self._to_end,
            key.Key_Plus: self.zoom_in,
            key.Key_Equal: self.zoom_in,
            key.Key_Minus: self.zoom_out,
            key.Key_F: self.fit_width,
            key.Key_R: self.turn,
            key.Key_K: self.mark_wanted.emit,
        }

    def zoom_in(self) -> None:
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        self.zoom_by(1 / _STEP)

    def _turn_back(self) -> None:
        self.turn(-1)

    def clear_choice(self) -> None:
        """Choose no words."""
        self._select(None)

    def _line_down(self) -> None:
        self._scroll(_LINE)

    def _line_up(self) -> None:
        self._scroll(-_LINE)

    def _page_down(self) -> None:
        self._scroll(round(self.viewport().height() * _SCREENFUL))

    def _page_up(self) -> None:
        self._scroll(-round(self.viewport().height() * _SCREENFUL))

    def _to_start(self) -> None:
        self.verticalScrollBar().setValue(0)

    def _to_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _right(self) -> None:
        self._across(1)

    def _left(self) -> None:
        self._across(-1)

    def _scroll(self, pixels: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def _across(self, way: int) -> None:
        """Sideways where there is more to the side, else a sheet on or back."""
        bar = self.horizontalScrollBar()
        if bar.maximum() > 0:
            bar.setValue(bar.value() + way * _LINE)
        else:
            self.go_to(self.sheet + way)
