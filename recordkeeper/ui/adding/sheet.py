"""The sheet that asks what to add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from recordkeeper.ui.adding.choices import Choices
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class AddSheet(QDialog):
    """Emits the paths chosen and closes; opened with `open()`, so that nothing waits for it."""

    chosen = Signal(object)  # tuple[Path, ...]

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        say = desk.words.say
        self.setWindowTitle(say("adding.ask_title"))
        self.setMinimumWidth(min(desk.look.pixels(460), 900))
        self.choices = Choices(desk, desk.glance, desk.errands)
        self._close = button(desk, say("adding.not_now"), flat=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("adding.ask_title"), "title"))
        inside.addWidget(label(say("adding.ask_help"), "quiet"))
        inside.addSpacing(4)
        inside.addWidget(self.choices, 1)
        inside.addWidget(self._close)
        self.choices.chosen.connect(self._on_chosen)
        self._close.clicked.connect(self.reject)

    def _on_chosen(self, paths: object) -> None:
        self.accept()
        self.chosen.emit(paths)
