"""The row of tools over the image, and the menu of a right click. Both only name what a person wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import tool
from recordkeeper.ui.scans.hands import HANDS
from recordkeeper.ui.scans.mouse import MEASURE, TOOLS
from recordkeeper.ui.scans.sketch import KINDS

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_TOOL_ICONS = {
    "scroll": "scroll",
    "brightness": "brightness",
    "zoom": "zoom_in",
    "move": "move",
    "measure": "measure",
}
_BUTTONS = (
    ("play", "play"),
    ("fit", "fit_width"),
    ("lens", "search"),
    ("star", "star"),
    ("ask", "opinion"),
    ("report", "scan_report"),
    ("rotate", "rotate"),
    ("invert", "invert"),
    ("full_screen", "full_screen"),
    ("keys", "help"),
)
_LASTING = frozenset({"play", "lens", "invert", "keys"})  # buttons that stay down
_PRESETS = tuple(f"preset_{digit}" for digit in range(2, 10))
MENU: tuple[tuple[str, ...], ...] = (
    ("stored", "auto", *_PRESETS, "invert", "as_marked"),
    ("fit", "actual", "lens", "zoom_in", "zoom_out", "rotate", "flip_across", "flip_down"),
    (*(f"measure_{kind}" for kind in KINDS), "unmeasure"),
    ("play", "text", "full_screen", "keys"),
    ("star", "ask", "next_marked", "key_sheet"),
    ("plane_rows", "plane_columns", "plane_stored"),
    ("report", "compare", "views_1", "views_2", "views_4", "link"),
)


class ToolRow(Flow):
    """Tools with their names, brightness by name, and the rest as icons."""

    acted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=4)
        self._desk = desk
        self._tools: dict[str, QToolButton] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.look = QToolButton()
        self.more = tool(desk, desk.words.say("scans.tool.more"), "more")
        self._playing = False
        self.setObjectName("scan_tools")
        self._build()

    def show_tool(self, name: str) -> None:
        self._tools[name].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """The tools without their names where there is little room; pointing at one still says it."""
        style = Qt.ToolButtonStyle
        for made in self._tools.values():
            made.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.arrange()

    def show_how(self, how: str) -> None:
        """Say on the button how bright the image is now."""
        text = f" {self._desk.words.say('scans.tool.look', how=how)} ▾"
        if text != self.look.text():  # each step of a scroll comes by here, and a new text moves the whole row
            self.look.setText(text)
            self.look.setAccessibleName(self._desk.words.say("scans.tool.look_name", how=how))
            self.arrange()

    def show_lasting(self, states: dict[str, bool]) -> None:
        """Which of the lasting buttons are down; play shows how to stop."""
        if self._playing != states["play"]:
            self._buttons["play"].setIcon(self._desk.icons.icon("pause" if states["play"] else "play"))
        self._playing = states["play"]
        for action, on in states.items():
            self._buttons[action].setChecked(on)

    def show_works(self, works: Callable[[str], bool]) -> None:
        """Grey out what has nothing to do in this series."""
        for action, button in self._buttons.items():
            button.setEnabled(works(action))
        able = works("tool_measure")
        hint = "measure_hint" if able else "measure_cannot"
        self._tools[MEASURE].setEnabled(able)
        self._tools[MEASURE].setToolTip(self._desk.words.say(f"scans.tool.{hint}"))

    def _build(self) -> None:
        for name in TOOLS:
            made = tool(
                self._desk, self._desk.words.say(f"scans.tool.{name}_hint"), _TOOL_ICONS[name], checkable=True
            )
            made.setText(" " + self._desk.words.say(f"scans.tool.{name}"))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setAccessibleName(made.text().strip())
            self._take(made, f"tool_{name}")
            self._group.addButton(made)
            self._tools[name] = made
        self.look.setIcon(self._desk.icons.icon("brightness"))
        self.look.setIconSize(self._tools["scroll"].iconSize())
        self.look.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.look.setObjectName("scan_look")
        self.add(self.look)
        for action, icon in _BUTTONS:
            made = tool(self._desk, name_of(self._desk, action), icon, checkable=action in _LASTING)
            made.setToolTip(with_key(self._desk, action))
            self._take(made, action)
            self._buttons[action] = made
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setObjectName("scan_more")
        self.add(self.more)

    def _take(self, made: QToolButton, action: str) -> None:
        made.setObjectName(action)
        made.clicked.connect(self._on_clicked)
        self.add(made)

    def _on_clicked(self) -> None:
        self.acted.emit(self.sender().objectName())


class ActionMenu(QMenu):
    """Actions by name; what does not work here is left out."""

    acted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.triggered.connect(self._on_triggered)

    def fill(
        self,
        groups: Sequence[Sequence[str]],
        works: Callable[[str], bool],
        name: Callable[[str], str],
        chosen: frozenset[str],
    ) -> None:
        """Put in what works, with its key; `chosen` are marked."""
        self.clear()
        for group in groups:
            if self.actions():
                self.addSeparator()
            for action in filter(works, group):
                key = _key(action)
                made = self.addAction(f"{name(action)}\t{key}" if key else name(action))
                made.setObjectName(action)
                made.setCheckable(action in chosen or action.startswith("preset_") or action in ("stored", "auto"))
                made.setChecked(action in chosen)

    def _on_triggered(self, action: QAction) -> None:
        self.acted.emit(action.objectName())


def name_of(desk: Desk, action: str) -> str:
    """What an action is called; presets are called by the viewer, which knows them."""
    return desk.words.say(f"scans.do.{action}")


def with_key(desk: Desk, action: str) -> str:
    """Its name and the key that does the same."""
    key = _key(action)
    return f"{name_of(desk, action)} ({key})" if key else name_of(desk, action)


def _key(action: str) -> str:
    return next((hand.shown for hand in HANDS if hand.action == action and hand.shown), "")
