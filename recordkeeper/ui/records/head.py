"""The line above the list: how many records there are, and what is done with the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.records.panes import PaneSwitch

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class Head(QWidget):
    """A heading that gives way to the buttons beside it."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        say = desk.words.say
        self.heading: QLabel = label(title, "title")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.switch = PaneSwitch(desk)
        self.places = button(desk, say("facilities.open"), "facility", flat=True)
        self.places.setToolTip(say("facilities.open_hint"))
        self.ask = tool(desk, say("records.ask_page"), "opinion")
        self.ask.setToolTip(say("records.ask_page_hint"))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.heading, 1)
        for widget in (self.ask, self.places, self.switch):
            inside.addWidget(widget)

    def set_small(self, small: bool) -> None:
        """Smaller letters, where a long search is repeated or there is little room."""
        self.heading.setProperty("type", "strong" if small else "title")
        self.heading.style().polish(self.heading)
