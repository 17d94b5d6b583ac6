"""What stands where pages would be when there are none to show: a picture, a sentence, the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words


class Notice(QWidget):
    """A calm sentence in the middle, and a way to enter a password where that is what is missing."""

    password_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._picture = QLabel()
        self.sentence = label("", "lead")
        self.names = label("", "small")
        self.enter = button(desk, desk.words.say("adding.notes.unlock"), "lock")
        self.enter.clicked.connect(self.password_wanted)
        self._build()

    def _build(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        inside.addStretch(1)
        for made in (self._picture, self.sentence, self.names):
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(made)
        inside.addWidget(self.enter, alignment=Qt.AlignmentFlag.AlignCenter)
        inside.addStretch(1)
        for made in (self.sentence, self.names):
            made.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def tell(self, icon: str, sentence: str, names: str, *, password_opens: bool = False) -> None:
        """Say it, with the names of the files below."""
        self.enter.setVisible(password_opens)
        look = self._desk.look
        self._picture.setPixmap(self._desk.icons.pixmap(icon, look.pixels(56), look.palette.accent))
        self.sentence.setText(sentence)
        self.names.setText(names)
        self.names.setVisible(bool(names))
        self.setAccessibleName(sentence)


def reason_of(words: Words, leaf: Leaf) -> str:
    """Why a page cannot be shown, in a sentence."""
    key = f"reasons.{leaf.reason_code}"
    return words.say(key if words.has(key) else "reasons.no_reader", detail=leaf.detail)


def names_of(leaves: Sequence[Leaf]) -> str:
    """The names of their files, one a line."""
    return "\n".join(dict.fromkeys(leaf.name for leaf in leaves if leaf.name))
