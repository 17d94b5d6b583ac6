"""Find an action: everything that can be done now, narrowed as a person types. Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from recordkeeper.records.asking import plain
from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_TO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done, the keys that do it ("" for none), and how to do it."""

    name: str
    keys: str
    do: Callable[[], object]


def actions_of(window: QMainWindow, page: QWidget | None) -> tuple[Action, ...]:
    """The actions of the window, then every button and menu entry that can be pressed now, each name once."""
    found: dict[str, Action] = {}
    for action in (*_of_window(window), *(_of_page(page) if page is not None else ())):
        found.setdefault(action.name, action)
    return tuple(found.values())


def _of_window(window: QMainWindow) -> Iterator[Action]:
    for action in window.actions():
        if action.isEnabled() and action.text():
            yield Action(action.text(), _keys(action.shortcut()), action.trigger)


def _of_page(page: QWidget) -> Iterator[Action]:
    for pressed in page.findChildren(QAbstractButton):
        name = pressed.accessibleName() or pressed.text()
        if not name or not pressed.isEnabled() or not pressed.isVisibleTo(page):
            continue
        menu = pressed.menu() if isinstance(pressed, QPushButton) else None
        if menu is not None:
            yield from _of_menu(name, menu)
        else:
            yield Action(name, _keys(pressed.shortcut()), pressed.click)


def _of_menu(name: str, menu: QMenu) -> Iterator[Action]:
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu):
            yield from _of_menu(f"{name}: {action.text()}", inside)
        elif action.isEnabled() and action.text():
            yield Action(f"{name}: {action.text()}", _keys(action.shortcut()), action.trigger)


def _keys(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


class Palette(QDialog):
    """A line to type in, and what fits it below."""

    def __init__(self, desk: Desk, actions: tuple[Action, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        say = desk.words.say
        self.setWindowTitle(say("ui.palette.title"))
        self.resize(desk.look.pixels(480), desk.look.pixels(420))
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(say("ui.palette.hint"))
        self.typed.setAccessibleName(say("ui.palette.title"))
        self.list = QListWidget()
        self.list.setAccessibleName(say("ui.palette.list"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(desk.look.pixels(3))
        self.nothing = label(say("ui.palette.nothing"), "quiet")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        for widget in (self.typed, self.list, self.nothing):
            inside.addWidget(widget)
        self.typed.textChanged.connect(self._on_typed)
        self.typed.returnPressed.connect(self._on_chosen)
        self.typed.installEventFilter(self)
        self.list.itemActivated.connect(self._on_chosen)
        self._on_typed("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows move in the list while a person types."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if watched is self.typed and pressed and event.key() in _TO_THE_LIST:  # type: ignore[attr-defined]
            self.list.keyPressEvent(event)  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        words = plain(text).split()
        fitting = [at for at, each in enumerate(self._actions) if all(word in plain(each.name) for word in words)]
        self.list.clear()
        for at in fitting:
            action = self._actions[at]
            item = QListWidgetItem(f"{action.name}   {action.keys}" if action.keys else action.name)
            item.setData(Qt.ItemDataRole.UserRole, at)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if fitting else -1)
        self.list.setVisible(bool(fitting))
        self.nothing.setVisible(not fitting)

    def _on_chosen(self) -> None:
        if self.list.currentRow() < 0:
            return
        do = self._actions[self.list.currentItem().data(Qt.ItemDataRole.UserRole)].do
        self.accept()
        QTimer.singleShot(0, do)  # once this has closed: what it does may open another
