"""What a page is to the window, and the few builders every page uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.icons import Icons
    from recordkeeper.ui.style import Look
    from recordkeeper.wording.words import Words


_MOST_AT_LEAST = 480  # pixels: the smallest window at the largest letters has no more room beside the rail


class Dressed(Protocol):
    """Whoever has words, a look and icons: a desk, or what is there before a library is open."""

    @property
    def words(self) -> Words: ...

    @property
    def look(self) -> Look: ...

    @property
    def icons(self) -> Icons: ...


@dataclass(frozen=True, slots=True)
class Dress:
    """What screens without an open library are made with."""

    words: Words
    look: Look
    icons: Icons


class Page(QWidget):
    """One page of the window. It builds itself in __init__ and reads nothing before `opened`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("ground", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)

    def opened(self) -> None:
        """The page has come to the front: read what it shows (off this thread)."""

    def stop_for_closing(self) -> None:
        """The window is about to close: end what runs. Pages without long work do nothing."""

    def find_here(self) -> None:
        """Ctrl+F: find in what is open. Pages without anything to search do nothing."""


def label(text: str, type_: str = "", *, wraps: bool = True) -> QLabel:
    """A label in a step of the type scale: display, title, lead, strong, small, quiet, heading or the body."""
    made = QLabel(text)
    made.setWordWrap(wraps)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if type_:
        made.setProperty("type", type_)
    return made


def button(desk: Dressed, text: str, icon: str = "", *, main: bool = False, flat: bool = False) -> QPushButton:
    """A button with its words as its name; `main` is the one next step of a page."""
    made = QPushButton(text)
    made.setProperty("main", main)
    made.setProperty("flat", flat)
    made.setAccessibleName(text)
    if icon:
        palette = desk.look.palette
        made.setIcon(desk.icons.icon(icon, palette.on_accent if main else palette.text))
        made.setIconSize(QSize(desk.look.pixels(18), desk.look.pixels(18)))
    return made


def tool(desk: Dressed, name: str, icon: str, *, checkable: bool = False) -> QToolButton:
    """An icon button; `name` is spoken and shown on hover."""
    made = QToolButton()
    made.setIcon(desk.icons.icon(icon))
    made.setIconSize(QSize(desk.look.pixels(18), desk.look.pixels(18)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setCheckable(checkable)
    made.setProperty("flat", True)
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """A framed surface and the layout inside it."""
    frame = QFrame()
    frame.setProperty("card", True)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(16, 16, 16, 16)
    inside.setSpacing(8)
    return frame, inside


def set_busy(look: Look, bar: QProgressBar) -> None:
    """Let a bar say that work goes on and nobody knows how long: it moves to and fro, or is empty and still."""
    bar.setRange(0, 1 if look.still else 0)
    bar.setValue(0)


def line() -> QFrame:
    """A thin line between two parts."""
    frame = QFrame()
    frame.setProperty("line", True)
    return frame


class EmptyPage(QWidget):
    """What a page shows while it holds nothing: one picture, one sentence, one button."""

    def __init__(self, desk: Dressed, icon: str, sentence: str, action: QPushButton | None = None) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.setSpacing(16)
        picture = QLabel()
        picture.setPixmap(desk.icons.pixmap(icon, desk.look.pixels(72), desk.look.palette.accent))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName("")
        told = label(sentence, "lead")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told.setMaximumWidth(desk.look.pixels(460))
        told.setMinimumWidth(min(desk.look.pixels(380), _MOST_AT_LEAST))  # else it stands in a narrow column
        inside.addWidget(picture)
        inside.addWidget(told, alignment=Qt.AlignmentFlag.AlignCenter)
        if action is not None:
            inside.addWidget(action, alignment=Qt.AlignmentFlag.AlignCenter)
