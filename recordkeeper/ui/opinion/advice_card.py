"""A short help about asking for a second opinion, folded away until somebody wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from recordkeeper.prepare.sheets_visit import ADVICE
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class AdviceCard(QFrame):
    """A button, and under it the words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = desk.words
        frame, inside = card()
        inside.setContentsMargins(16, 12, 12, 12)
        self.open = button(desk, words.say("opinion.advice"), "help", flat=True)
        self.open.setCheckable(True)
        self.told = QWidget()
        column = QVBoxLayout(self.told)
        column.setContentsMargins(4, 0, 0, 4)
        column.setSpacing(4)
        for part in ADVICE:
            column.addWidget(label(words.say(f"advice.title.{part}"), "strong"))
            for text in words.list_of(f"advice.{part}"):
                column.addWidget(label(f"– {text}"))
            column.addSpacing(6)
        inside.addWidget(self.open, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.told)
        self.told.hide()
        self.open.toggled.connect(self.told.setVisible)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
