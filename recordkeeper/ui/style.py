"""The one look of the window: Fusion, a palette and a style sheet made from the tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from recordkeeper.ui import tokens
from recordkeeper.ui.tokens import DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Palette

_PALETTES = {"light": LIGHT, "dark": DARK, "strong_light": STRONG_LIGHT, "strong_dark": STRONG_DARK}
_TOKEN = re.compile(r"@([a-z_]+)(?:\.([a-z0-9]+))?@")


@dataclass(frozen=True, slots=True)
class Look:
    """Which colours and how large. `scale` is the person's own text size, 1.0 = 100 %; `still`: nothing moves."""

    palette: Palette
    scale: float = 1.0
    dark: bool = False
    still: bool = False

    def pixels(self, size: float) -> int:
        """A length at the person's text size."""
        return round(size * self.scale)

    def type(self, name: str) -> int:
        """A step of the type scale in pixels."""
        return self.pixels(tokens.TYPE[name])


def look_for(scheme: str, text_size: int, *, still: bool = False) -> Look:
    """`scheme` is "light", "dark", "strong_light", "strong_dark", or "" to follow the system.

    A system that says nothing is light; one that asks for more contrast gets the strong colours.
    """
    hints = QGuiApplication.styleHints()
    if not scheme:
        scheme = "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            scheme = f"strong_{scheme}"
    return Look(_PALETTES[scheme], text_size / 100, scheme.endswith("dark"), still)


def dress(application: QApplication, look: Look) -> None:
    """Give the whole application style, colours and font; may be called again while it runs.

    The style sheet is not among them: each window gets its own (`sheet`) when it is whole. With one on the
    application, every widget put into another is styled anew with all that is in it, and building the pages of a
    window takes three times as long.
    """
    application.setStyle("Fusion")
    application.setPalette(_palette(look.palette))
    font = application.font()
    font.setPixelSize(look.type("body"))
    application.setFont(font)


def sheet(look: Look, file: Path) -> str:
    """The style sheet of a window in this look."""
    return filled(file.read_text(encoding="utf-8"), look)


def filled(template: str, look: Look) -> str:
    """The style sheet with @accent@, @type.body@, @space.8@, @radius@, @target@ put in."""
    colours = tokens.colours(look.palette)

    def value(match: re.Match[str]) -> str:
        name, part = match.groups()
        if name == "type" and part:
            return f"{look.type(part)}px"
        if name == "px" and part:
            return f"{look.pixels(int(part))}px"
        if name == "radius":
            return f"{tokens.RADIUS}px"
        if name == "target":
            return f"{look.pixels(tokens.TARGET)}px"
        return colours[name]

    return _TOKEN.sub(value, template)


def _palette(colour: Palette) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, colour.ground),
        (role.WindowText, colour.text),
        (role.Base, colour.surface),
        (role.AlternateBase, colour.raised),
        (role.Text, colour.text),
        (role.PlaceholderText, colour.quiet),
        (role.Button, colour.surface),
        (role.ButtonText, colour.text),
        (role.ToolTipBase, colour.surface),
        (role.ToolTipText, colour.text),
        (role.Highlight, colour.soft),
        (role.HighlightedText, colour.text),
        (role.Link, colour.accent),
        (role.Accent, colour.accent),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colour.edge))
    return palette
