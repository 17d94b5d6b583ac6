"""Two buttons beside a quotation: the page says so, where nobody has said that yet, or take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from recordkeeper.ui.page import button, tool

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class Saying(QWidget):
    """Hidden where there is nothing to say: `fact` is what an act calls the quotation, "" for none."""

    accepted = Signal(str)
    refused = Signal(str)

    def __init__(self, desk: Desk, printed: str, fact: str, *, confirmed: bool) -> None:
        super().__init__()
        self._fact = fact
        words = desk.words
        self.accept = button(desk, words.say("facts.accept"), "check", flat=True)
        self.refuse = tool(desk, words.say("facts.remove"), "trash")
        for one in (self.accept, self.refuse):
            one.setAccessibleDescription(printed)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.accept)
        inside.addWidget(self.refuse)
        self.accept.setHidden(confirmed)
        self.accept.clicked.connect(self._on_accept)
        self.refuse.clicked.connect(self._on_refuse)
        self.setHidden(not fact)

    def _on_accept(self) -> None:
        self.accepted.emit(self._fact)

    def _on_refuse(self) -> None:
        self.refused.emit(self._fact)
