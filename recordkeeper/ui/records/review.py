"""To review: what the program is not sure of. Look, accept, next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from recordkeeper.catalogue import dating, record_lines
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing, RecordLine
from recordkeeper.ui.facilities.date_asking import DateAsking
from recordkeeper.ui.labs.review_card import ResultReview
from recordkeeper.ui.page import EmptyPage
from recordkeeper.ui.reader.hits import frames
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.panes import DETAILS
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.step import Step
from recordkeeper.ui.strangers.asked import count_open

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

_DECIDED = ("kind", "service_date", "facility")
_ALL_PANES = 3
_ROOM_FOR_BOTH = 560  # pixels of height at 100 %
_MOST_RESULTS = 0.4  # of the height, for a doubtful number where records stand below it
_ASKED_AT_ONCE = 1  # places: the records below need the room


class ReviewPage(RecordsPage):
    """Records with something in doubt; each leaves the list as it is settled.

    Records that wait only for how their place prints dates are not listed: one card asks for all of them.
    """

    name = "review"
    empty_icon = "check"
    front = DETAILS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.whose = Step(desk, "person", "strangers.go")
        self.whose.hide()
        self.whose.go.clicked.connect(self._on_whose_clicked)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(0, self.whose)
        whole.insertWidget(1, self._rolls)

    def _on_questions(self, count: int) -> None:
        """The questions themselves, one a person, stand at home."""
        self.whose.say(self.desk.words.say("strangers.to_answer", count=count))
        self.whose.setVisible(count > 0)

    def _on_whose_clicked(self) -> None:
        self.desk.news.page_wanted.emit("home")

    def listing(self) -> Listing:
        return Listing(status=Status.TO_REVIEW)

    def _build(self) -> None:
        self.results = ResultReview(self.desk)
        self._rolls = rolling(self.results)
        self._rolls.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._rolls.setMinimumHeight(1)
        self._rolls.hide()
        self.results.turned.connect(self._on_results_turned)
        self.results.installEventFilter(self)
        super()._build()
        self._count = 0  # of records listed
        self._asks_dates = self._asks_results = False  # known before the card is there: it is made room for first
        self.places.hide()
        self.narrow.hide()
        self.reader.first_painted.connect(self._frame_reasons)
        self.dates = DateAsking(self.desk, most=_ASKED_AT_ONCE)
        self.dates.shown.connect(self._on_dates_shown)
        inside = self._full.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertWidget(1, self.dates)
        inside.addStretch(0)

    def _tell_details(self) -> None:
        super()._tell_details()
        self._frame_reasons()

    def _frame_reasons(self) -> None:
        """The words that decided, framed on their page: a look tells whether they say so."""
        shown = self.ready()
        if shown is not None and self._hits is None:
            found = [*(shown.reason(field) for field in _DECIDED), shown.person_reason()]
            paper = self.reader.paper
            paper.outlines = frames(paper.leaves, (reason for reason in found if reason is not None))
            paper.viewport().update()

    def _empty_page(self) -> QWidget:
        return EmptyPage(self.desk, self.empty_icon, self.desk.words.say("records.empty.review"))

    def _read(self) -> None:
        self.dates.ask()
        self.results.ask()
        lines = self.desk.read(_of_their_own, self.listing())
        self.desk.errands.follow(lines, self, self._on_lines, newest="lines")
        self.desk.errands.follow(self.desk.read(count_open), self, self._on_questions, newest="questions")

    def _on_dates_shown(self, shown: bool) -> None:
        self._asks_dates = shown
        self._say_again()

    def _on_results_turned(self, shown: bool) -> None:
        self._asks_results = shown
        if not shown:
            self._rolls.hide()
        self._say_again()
        self._rolls.setVisible(shown)

    def _say_again(self) -> None:
        if self._read_once:
            self._say(self._count)
        else:  # a question may come home before the records do
            self._share_room(alone=self._stands_alone())

    def _say(self, count: int) -> None:
        """Nothing but a place to ask about, or no room for more: the card stands alone."""
        super()._say(count)
        self._count = count
        alone = self._stands_alone()
        if alone:
            self._stack.setCurrentWidget(self._full)
        self._share_room(alone=alone)
        self.head.switch.setVisible(not alone and len(self.panes.shown) < _ALL_PANES)

    def _stands_alone(self) -> bool:
        low = self._is_low() and (self._asks_dates or self._asks_results)
        return self._hits is None and (low or (not self._lines and self._asks_dates))

    def _share_room(self, *, alone: bool) -> None:
        for widget in (self.panes, self.chips):
            widget.setVisible(not alone)
        self._size_results(alone)

    def _is_low(self) -> bool:
        """Whether there is no room for a question and for the records."""
        return self.height() < self.desk.look.pixels(_ROOM_FOR_BOTH)

    def _size_results(self, alone: bool) -> None:
        """As high as the card, up to a share of the page where records stand below it."""
        most = round(_MOST_RESULTS * self.height())
        self._rolls.setMinimumHeight(1 if alone else min(self.results.sizeHint().height(), most))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The card grows once the row of the page is here."""
        if watched is self.results and event.type() is QEvent.Type.LayoutRequest:
            self._size_results(self._is_low() or self.panes.isHidden())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._say_again()

    def _fill(self, *, back: set[str] | None = None, go_on: bool = False) -> None:
        """There is always one to look at: the first, until the person chooses."""
        super()._fill(back=back, go_on=go_on)
        if not self.list.current:
            self.list.choose_first()


def _of_their_own(db: Database, listing: Listing) -> tuple[RecordLine, ...]:
    """The records with a doubt of their own. On a reader's thread."""
    only = dating.only_dated(db)
    return tuple(line for line in record_lines.find(db, listing) if line.id not in only)
