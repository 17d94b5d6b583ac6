"""To review: what the program is not sure of. Look, accept, next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.page import EmptyPage
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.panes import DETAILS


class ReviewPage(RecordsPage):
    """Records with something in doubt; each leaves the list as it is settled."""

    name = "review"
    empty_icon = "check"
    front = DETAILS

    def listing(self) -> Listing:
        return Listing(status=Status.TO_REVIEW)

    def _empty_page(self) -> QWidget:
        return EmptyPage(self.desk, self.empty_icon, self.desk.words.say("records.empty.review"))

    def _fill(self, *, back: set[str] | None = None, go_on: bool = False) -> None:
        """There is always one to look at: the first, until the person chooses."""
        super()._fill(back=back, go_on=go_on)
        if not self.list.current:
            self.list.choose_first()
