"""Buttons whose text may be longer than there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.style import Look

_AROUND = 36  # padding and gap beside the text of a line
_LARGE = 1.5  # text size from which a long button takes two lines


class LineButton(QPushButton):
    """A line of text to press; what does not fit ends in an ellipsis."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._text = text
        self.setProperty("flat", True)
        self.setProperty("line_of_text", True)
        self.setToolTip(text)
        self.setAutoDefault(True)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - _AROUND
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room))


def broken(made: QPushButton, look: Look) -> QPushButton:
    """The same button, its text on two lines where letters are large; its spoken name stays whole."""
    words = made.text().split(" ")
    if look.scale >= _LARGE and len(words) > 2:
        half = (len(words) + 1) // 2
        made.setText(" ".join(words[:half]) + "\n" + " ".join(words[half:]))
    return made
