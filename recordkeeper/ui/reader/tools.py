"""The row of tools above the pages; what has no room goes into a menu at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk

# Name (of the wording and the signal's word), icon, key shown beside it, how early it moves into the menu.
_TOOLS = (
    ("thumbnails", "thumbnails", "", 3),
    ("outline", "outline", "", 2),
    ("previous", "up", "", 9),
    ("next", "down", "", 9),
    ("zoom_out", "zoom_out", "−", 6),
    ("zoom_in", "zoom_in", "+", 7),
    ("fit_width", "fit_width", "F", 4),
    ("rotate", "rotate", "R", 2),
    ("words_only", "text", "", 1),
    ("findings", "star", "", 4),
    ("find", "search", "Ctrl+F", 5),
    ("print", "print", "Ctrl+P", 1),
    ("beside", "beside", "", 1),
)
_CHECKABLE = frozenset({"thumbnails", "outline", "words_only", "findings"})
_SPACING = 2
_NARROWEST = 120


class Tools(QWidget):
    """Buttons, the box for the page number, and how large the page is shown."""

    page_wanted = Signal(int)  # from 1

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.actions_by_name: dict[str, QAction] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._shown = ""
        self.page = QLineEdit()
        self._valid = QIntValidator(self)
        self.page.setValidator(self._valid)
        self._of = label("", wraps=False)
        self._of.setContentsMargins(4, 0, 4, 0)
        self._zoom = label("", "small", wraps=False)
        self._more = QToolButton()
        self._menu = QMenu(self)
        self._build()
        # As narrow as its place: what has no room goes into the menu. Not by overriding the hints, as Qt still asks
        # for them when the rest of this object is gone.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(desk.look.pixels(_NARROWEST))
        self.page.returnPressed.connect(self._on_page_return)
        self.page.editingFinished.connect(self._on_page_left)

    def _build(self) -> None:
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(_SPACING)
        self._box()
        for name, icon, key, _ in _TOOLS:
            button = self._button(name, icon, key)
            if name == "zoom_out":
                inside.addStretch(1)
            inside.addWidget(button)
            if name == "previous":
                inside.addWidget(self.page)
                inside.addWidget(self._of)
            elif name == "zoom_out":
                inside.addWidget(self._zoom)
        self._more.setIcon(self._desk.icons.icon("more"))
        self._more.setIconSize(self._icon_size())
        self._more.setProperty("flat", True)
        self._more.setToolTip(self._desk.words.say("reader.more"))
        self._more.setAccessibleName(self._desk.words.say("reader.more"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setStyleSheet("QToolButton::menu-indicator { image: none; width: 0; }")
        self._more.setMenu(self._menu)
        inside.addWidget(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _box(self) -> None:
        words, look = self._desk.words, self._desk.look
        self.page.setAccessibleName(words.say("reader.page_box"))
        self.page.setToolTip(words.say("reader.page_box"))
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setFixedWidth(look.pixels(52))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setFixedWidth(look.pixels(46))

    def _button(self, name: str, icon: str, key: str) -> QToolButton:
        said = self._desk.words.say(f"reader.{name}")
        action = QAction(self._desk.icons.icon(icon), said, self)
        action.setCheckable(name in _CHECKABLE)
        action.setToolTip(f"{said} ({key})" if key else said)
        self.actions_by_name[name] = action
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(self._icon_size())
        button.setProperty("flat", True)
        button.setAccessibleName(said)
        self._buttons[name] = button
        return button

    def _icon_size(self) -> QSize:
        return QSize(self._desk.look.pixels(20), self._desk.look.pixels(20))

    @property
    def stops(self) -> list[QWidget]:
        """What the tab key goes through."""
        names = list(self._buttons)
        before = names.index("previous") + 1
        buttons = list(self._buttons.values())
        return [*buttons[:before], self.page, *buttons[before:], self._more]

    def show_page(self, page: int, count: int) -> None:
        """Say which page of how many is open."""
        self._valid.setRange(1, max(count, 1))
        self._shown = str(page)
        self.page.setText(self._shown)
        self._of.setText(self._desk.words.say("reader.of_pages", count=count))
        self.actions_by_name["previous"].setEnabled(page > 1)
        self.actions_by_name["next"].setEnabled(page < count)
        self._fit()

    def show_zoom(self, zoom: float) -> None:
        """Say how large the page is shown."""
        told = self._desk.words.say("reader.per_cent", number=round(zoom * 100))
        self._zoom.setText(told)
        self._zoom.setAccessibleName(self._desk.words.say("reader.zoom_name", zoom=told))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put into the menu what has no room, the least needed first."""
        widths = {name: button.sizeHint().width() + _SPACING for name, button in self._buttons.items()}
        fixed = self.page.width() + self._of.sizeHint().width() + 3 * _SPACING
        zoom = self._zoom.width() + _SPACING
        more = self._more.sizeHint().width() + _SPACING
        hidden: list[str] = []
        wants_zoom = fixed + zoom + sum(widths.values()) <= self.width()
        need = fixed + (zoom if wants_zoom else 0) + sum(widths.values())
        for name, _, _, _ in sorted(_TOOLS, key=_importance):
            if need + (more if hidden else 0) <= self.width():
                break
            need -= widths[name]
            hidden.append(name)
        self._zoom.setVisible(wants_zoom)
        self._menu.clear()
        for name, button in self._buttons.items():
            button.setVisible(name not in hidden)
            if name in hidden:
                self._menu.addAction(self.actions_by_name[name])
        self._more.setVisible(bool(hidden))

    def _on_page_return(self) -> None:
        if self.page.text():
            self.page_wanted.emit(int(self.page.text()))

    def _on_page_left(self) -> None:
        """A number nobody pressed Enter on gives way to the page that is open."""
        self.page.setText(self._shown)


def _importance(entry: tuple[str, str, str, int]) -> int:
    return entry[3]
