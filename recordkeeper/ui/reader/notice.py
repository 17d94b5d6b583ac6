"""What stands where pages would be when there are none to show: a picture, a sentence, the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class Notice(QWidget):
    """A calm sentence in the middle."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._picture = QLabel()
        self.sentence = label("", "lead")
        self.names = label("", "small")
        self._build()

    def _build(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        inside.addStretch(1)
        for made in (self._picture, self.sentence, self.names):
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(made)
        inside.addStretch(1)
        for made in (self.sentence, self.names):
            made.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def tell(self, icon: str, sentence: str, names: str) -> None:
        """Say it, with the names of the files below."""
        look = self._desk.look
        self._picture.setPixmap(self._desk.icons.pixmap(icon, look.pixels(56), look.palette.accent))
        self.sentence.setText(sentence)
        self.names.setText(names)
        self.names.setVisible(bool(names))
        self.setAccessibleName(sentence)
