"""To review: what the program is not sure of. Look, accept, next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.page import EmptyPage
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.panes import DETAILS
from recordkeeper.ui.step import Step
from recordkeeper.ui.strangers.asked import count_open

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class ReviewPage(RecordsPage):
    """Records with something in doubt; each leaves the list as it is settled."""

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

    def _read(self) -> None:
        super()._read()
        self.desk.errands.follow(self.desk.read(count_open), self, self._on_questions, newest="questions")

    def _on_questions(self, count: int) -> None:
        """The questions themselves, one a person, stand at home."""
        self.whose.say(self.desk.words.say("strangers.to_answer", count=count))
        self.whose.setVisible(count > 0)

    def _on_whose_clicked(self) -> None:
        self.desk.news.page_wanted.emit("home")

    def listing(self) -> Listing:
        return Listing(status=Status.TO_REVIEW)

    def _empty_page(self) -> QWidget:
        return EmptyPage(self.desk, self.empty_icon, self.desk.words.say("records.empty.review"))

    def _fill(self, *, back: set[str] | None = None, go_on: bool = False) -> None:
        """There is always one to look at: the first, until the person chooses."""
        super()._fill(back=back, go_on=go_on)
        if not self.list.current:
            self.list.choose_first()
