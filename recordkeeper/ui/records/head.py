"""The line above the list: how many records there are, and what is done with the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.records.panes import PaneSwitch

_MOST = 0.7  # of the line that buttons may take


if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class Head(QWidget):
    """A heading that gives way to the buttons beside it; where they do not fit, they are their pictures only."""

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
        self.setMinimumWidth(1)  # else the words of the buttons would keep the page from growing narrow
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.heading, 1)
        for widget in (self.ask, self.places, self.switch):
            inside.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = (self.ask, self.places)
        for each in beside:
            each.setText(each.accessibleName())
        if sum(each.sizeHint().width() for each in (*beside, self.switch)) > _MOST * self.width():
            for each in beside:
                each.setText("")

    def set_small(self, small: bool) -> None:
        """Smaller letters, where a long search is repeated or there is little room."""
        self.heading.setProperty("type", "strong" if small else "title")
        self.heading.style().polish(self.heading)
