"""The places whose dates are asked about, a card each; hidden while there is none. It is the same on every page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.catalogue import dating, pages
from recordkeeper.catalogue.dating import DateQuestion
from recordkeeper.library import acts
from recordkeeper.records.kinds import DateOrder
from recordkeeper.ui.facilities.date_card import DateCard
from recordkeeper.ui.page import label
from recordkeeper.ui.records import crops

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.crops import Crops

Asked = tuple[tuple[DateQuestion, tuple["Leaf", ...]], ...]
_CROP = "service_date"


class DateAsking(QWidget):
    """Reads when told to; an answer is an act, which the bar offers to take back."""

    shown = Signal(bool)  # whether anything is asked here from now on

    def __init__(self, desk: Desk, *, most: int | None = None) -> None:
        """`most` cards are shown at a time; an answer makes room for the next."""
        super().__init__()
        self.desk = desk
        self.cards: dict[str, DateCard] = {}
        self._most = most
        self._seen: tuple[DateQuestion, ...] = ()
        self._asked: Asked = ()
        self._later: set[str] = set()  # not asked about until the window is opened again
        self._more = label("", "small")
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8)
        self._inside.addWidget(self._more)
        self.hide()

    def ask(self, intake: int | None = None) -> None:
        """Show what is asked now; with `intake`, only places it brought papers of."""
        self.desk.errands.follow(self.desk.read(_asked, intake), self, self._on_asked, newest="dates")

    def _on_asked(self, asked: Asked) -> None:
        self._asked = asked
        waiting = tuple(each for each in asked if each[0].key not in self._later)
        wanted = waiting[: self._most]
        questions = tuple(question for question, _ in wanted)
        if questions != self._seen:
            self._seen = questions
            self._show(wanted)
        left = len(waiting) - len(wanted)
        self._more.setText(self.desk.words.say("facilities.more_asked", count=left))
        self._more.setVisible(left > 0)
        if not wanted:
            self.hide()
        self.shown.emit(bool(wanted))  # whoever has little room makes some before the cards take it
        self.setVisible(bool(wanted))

    def _show(self, asked: Asked) -> None:
        for old in self.cards.values():
            old.hide()
            old.deleteLater()
        self.cards = {question.key: DateCard(self.desk, question) for question, _ in asked}
        for at, (question, leaves) in enumerate(asked):
            made = self.cards[question.key]
            self._inside.insertWidget(at, made)
            made.answered.connect(partial(self._answer, question.key))
            made.later_chosen.connect(partial(self._put_off, question.key))
            made.show_chosen.connect(partial(self._open, question))
            self._cut(made, leaves)

    def _cut(self, made: DateCard, leaves: tuple[Leaf, ...]) -> None:
        reason = made.question.reason
        wanted = crops.wanted([(_CROP, reason)], leaves) if reason is not None else ()
        if wanted:
            desk = self.desk
            work = desk.fetch(crops.cut_all, desk.library, desk.lanes.workers, made.question.key, wanted)
            desk.errands.follow(work, self, self._on_cut)

    def _on_cut(self, cut: Crops) -> None:
        if cut.record in self.cards and _CROP in cut.pictures:
            self.cards[cut.record].show_crop(cut.pictures[_CROP])

    def _answer(self, key: str, order: str) -> None:
        self.cards[key].setEnabled(False)
        act = self.desk.act(acts.say_date_order, key, DateOrder(order))
        self.desk.errands.follow(act, self, self._on_answered)

    def _on_answered(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("say_date_order", touched)

    def _put_off(self, key: str) -> None:
        self._later.add(key)
        self._on_asked(self._asked)

    def _open(self, question: DateQuestion) -> None:
        self.desk.news.show_record.emit(question.example, question.words or None)


def _asked(db: Database, intake: int | None) -> Asked:
    """On a reader's thread."""
    return tuple((each, pages.leaves(db, each.example)) for each in dating.questions(db, intake))
