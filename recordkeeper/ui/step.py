"""A step a person may take next: a card with a picture, a sentence and the button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from recordkeeper.ui.bend import Bend
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NARROW = 440  # below it a card's button goes under its sentence


class Step(QFrame):
    """A card with a picture, a sentence and the button that does it."""

    def __init__(self, desk: Desk, icon: str, go: str, *, main: bool = False) -> None:
        super().__init__()
        frame, inside = card()
        picture = QLabel()
        picture.setPixmap(desk.icons.pixmap(icon, desk.look.pixels(24), desk.look.palette.accent))
        self._told = label("")
        self.go = button(desk, desk.words.say(go), main=main)
        words = QWidget()
        told = QHBoxLayout(words)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(16)
        told.addWidget(picture)
        told.addWidget(self._told, 1)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(Bend(words, self.go, narrow=desk.look.pixels(_NARROW)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def say(self, sentence: str) -> None:
        self._told.setText(sentence)
        self.go.setAccessibleDescription(sentence)
