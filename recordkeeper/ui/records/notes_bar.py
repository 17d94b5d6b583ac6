"""Above what a search found in records: how many of a person's own notes hold the words, and the way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from recordkeeper.ui.page import button

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class NotesBar(QWidget):
    """Hidden where no note holds the words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sought = ""
        self.show_them = button(desk, "", "opinion", flat=True)
        self.show_them.clicked.connect(self._on_clicked)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.show_them, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def say(self, sought: str, count: int) -> None:
        """So many notes hold what was sought."""
        self._sought = sought
        self.setVisible(bool(count))
        if count:
            said = self._desk.words.say("records.notes_found", count=count)
            self.show_them.setText(said)
            self.show_them.setAccessibleName(said)

    def _on_clicked(self) -> None:
        self._desk.news.notes_wanted.emit(self._sought)


def in_the_middle(told: QLabel) -> QWidget:
    """What stands in place of the list when there is nothing to list."""
    side = QWidget()
    inside = QVBoxLayout(side)
    told.setAlignment(Qt.AlignmentFlag.AlignCenter)
    inside.addWidget(told)
    return side
