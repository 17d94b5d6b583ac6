"""The bar above pages whose file was opened with a password that nobody kept: a sentence, and a way to give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class UnlockBar(QFrame):
    """Hidden until a page waits for a password."""

    wanted = Signal()  # a person wants to enter it

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(desk.icons.pixmap("lock", desk.look.pixels(20), desk.look.palette.accent))
        self.sentence = label(desk.words.say("reader.password_gone"))
        self.enter = button(desk, desk.words.say("adding.notes.unlock"), "lock")
        self.enter.clicked.connect(self.wanted)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(8, 4, 8, 4)
        inside.setSpacing(8)
        inside.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.sentence, 1)
        inside.addWidget(self.enter)
        self.hide()
