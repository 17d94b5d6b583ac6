"""Above what a search found: which near words were taken, how many of one's own notes hold them, and the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class NotesBar(QWidget):
    """Hidden where there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sought = ""
        self.near = label("", "small")
        self.show_them = button(desk, "", "opinion", flat=True)
        self.show_them.clicked.connect(self._on_clicked)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.near)
        inside.addWidget(self.show_them, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def say(self, sought: str, count: int, read_as: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """So many notes hold what was sought; these words stand nowhere, and near ones were taken for them."""
        self._sought = sought
        say = self._desk.words.say
        near = (read_as or {}).items()
        self.near.setText("\n".join(say("search.read_as", word=word, near=", ".join(as_)) for word, as_ in near))
        self.near.setVisible(bool(read_as))
        self.show_them.setVisible(bool(count))
        self.setVisible(bool(count or read_as))
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
