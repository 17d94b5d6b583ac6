"""A sentence about something that did not work, with its sign."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from recordkeeper.ui.page import Dressed, label


class Trouble(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, dress: Dressed) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(dress.icons.pixmap("look", dress.look.pixels(20), dress.look.palette.look))
        self._told = label("")
        self._told.setProperty("tone", "look")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self._told, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._told.text()

    def say(self, sentence: str) -> None:
        """Show the sentence, or nothing."""
        self._told.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
