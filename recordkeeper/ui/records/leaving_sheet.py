"""What is said before a readable copy leaves a protected library; nothing is copied until it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class LeavingSheet(QDialog):
    """Accepted when the person wants the copy all the same. Opened with `open()`; Enter and Esc leave it."""

    def __init__(self, desk: Desk, parent: QWidget, what: str) -> None:
        """`what` is "open_copy", which is deleted again, or "save_copy", which is not."""
        super().__init__(parent)
        say = desk.words.say
        self.setWindowTitle(say("records.leaving.title"))
        self.setMinimumWidth(min(desk.look.pixels(440), 900))
        self.leave = button(desk, say("records.leaving.leave"), main=True)
        self.go_on = button(desk, say(f"records.leaving.{what}"))
        self.leave.setDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("records.leaving.title"), "title"))
        inside.addWidget(label(say(f"records.leaving.{what}_told")))
        row = QHBoxLayout()
        row.addWidget(self.go_on)
        row.addStretch(1)
        row.addWidget(self.leave)
        inside.addLayout(row)
        self.leave.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.accept)
