"""The card of a place whose dates can be read in two ways: its words on the page, and both days to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.records.kinds import DateOrder
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, card, label
from recordkeeper.ui.records.field_view import Crop

if TYPE_CHECKING:
    from recordkeeper.catalogue.dating import DateQuestion
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records import crops


class DateCard(QWidget):
    """Says what was chosen and does nothing itself."""

    answered = Signal(str)  # a DateOrder
    later_chosen = Signal()
    show_chosen = Signal()

    def __init__(self, desk: Desk, question: DateQuestion) -> None:
        super().__init__()
        self.desk = desk
        self.question = question
        say = desk.words.say
        asked = say("facilities.dates_asked", name=question.name)
        self.setAccessibleName(asked)
        frame, inside = card()
        inside.addWidget(label(asked, "strong"))
        told = say("facilities.two_ways", words=question.words) if question.words else say("facilities.two_days")
        inside.addWidget(label(told))
        self.crop = Crop(desk)
        self.crop.clicked.connect(self.show_chosen)
        inside.addWidget(self.crop)
        inside.addWidget(label(say("facilities.holds_for", count=len(question.records)), "quiet"))
        inside.addWidget(self._buttons(asked))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def show_crop(self, crop: crops.Crop) -> None:
        """Put the piece of the page that prints the date under the question."""
        say = self.desk.words.say
        self.crop.show_crop(crop, f"{say('records.it_says', words=self.question.words)} {say('facilities.show')}")

    def _buttons(self, asked: str) -> Flow:
        say, date = self.desk.words.say, self.desk.words.date
        days = {
            DateOrder.MONTH_FIRST: date(self.question.month_first, long=True),
            DateOrder.DAY_FIRST: date(self.question.day_first, long=True),
        }
        flow = Flow()
        self.orders = {
            order: button(self.desk, say(f"facilities.read_as.{order}", date=day), "calendar")
            for order, day in days.items()
        }
        self.later = button(self.desk, say("facilities.later"), flat=True)
        self.look = button(self.desk, say("facilities.show"), flat=True)
        for order, made in self.orders.items():
            made.setObjectName(order.value)
            made.clicked.connect(self._on_order_clicked)
        for one in (*self.orders.values(), self.later, self.look):
            one.setAccessibleDescription(asked)
            flow.add(one)
        flow.arrange()
        self.later.clicked.connect(self.later_chosen)
        self.look.clicked.connect(self.show_chosen)
        return flow

    def _on_order_clicked(self) -> None:
        self.answered.emit(self.sender().objectName())
