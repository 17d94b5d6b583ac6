"""Doubtful numbers of blood tests in To review, one at a time: why, the row on the page, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from recordkeeper.catalogue import labs
from recordkeeper.records.labs import KeptResult, LabStatus
from recordkeeper.ui.labs.one_result import OneResult
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk


class ResultReview(QFrame):
    """Reads when told to; hidden while no number is doubtful, or all were put off."""

    turned = Signal(bool)  # whether there is one to look at

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._later: set[tuple[str, str]] = set()  # not asked about until the window is opened again
        self._found: tuple[KeptResult, ...] = ()
        say = desk.words.say
        frame, inside = card()
        self.told = label("", "heading")
        self.one = OneResult(desk)
        self.later = button(desk, say("labs.later"), flat=True)
        self.all = button(desk, say("labs.see_all"), "blood", flat=True)
        self.one.acting.add(self.later)
        self.one.acting.add(self.all)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.told)
        inside.addWidget(self.one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.later.clicked.connect(self._on_later)
        self.all.clicked.connect(self._on_all)
        self.hide()

    def ask(self) -> None:
        """Show the first of what is doubtful now."""
        self._desk.errands.follow(self._desk.read(doubtful), self, self._on_found, newest="doubtful")

    def _on_found(self, found: tuple[KeptResult, ...]) -> None:
        self._found = found
        left = [one for one in found if (one.record, one.id) not in self._later]
        if left:
            self.told.setText(self._desk.words.say("labs.review_one", left=len(left)))
            if self.one.point != left[0]:
                self.one.show_result(left[0])
        self.setVisible(bool(left))
        self.turned.emit(bool(left))

    def _on_later(self) -> None:
        if self.one.point is not None:
            self._later.add((self.one.point.record, self.one.point.id))
            self._on_found(self._found)

    def _on_all(self) -> None:
        self._desk.news.page_wanted.emit("labs")


def doubtful(db: Database) -> tuple[KeptResult, ...]:
    """The results a person is asked to look at. On a reader's thread."""
    return tuple(one for one in labs.all_results(db) if one.status is LabStatus.TO_REVIEW)
