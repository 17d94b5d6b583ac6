"""Keys that act by themselves, without Ctrl: Enter says yes or presses the button it is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


class PlainKeys:
    """What each key does on a page; `enter` is for Enter where no button has the focus."""

    def __init__(self, acts: Mapping[Qt.Key, Callable[[], object]], enter: Callable[[], object]) -> None:
        self._acts = acts
        self._enter = enter

    def act(self, event: QKeyEvent, focused: QWidget | None) -> bool:
        """Do what the key says; returns whether it says anything. One that is held down acts once."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self._enter()
            return True
        act = self._acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
        return act is not None
