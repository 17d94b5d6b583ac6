"""The questions that are open, a card each; hidden while there is none. The same on the receipt and at home."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from recordkeeper.ui.page import label
from recordkeeper.ui.strangers.asked import Question, first_page, questions
from recordkeeper.ui.strangers.card import StrangerCard
from recordkeeper.ui.strangers.moving import Moving

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk

_DPI = 24.0  # of a first page as small as a thumb


class Asking(QWidget):
    """Reads when told to; an answer is an act, which the bar offers to take back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cards: dict[str, StrangerCard] = {}
        self._seen: tuple[Question, ...] = ()
        self._later: set[str] = set()  # not asked about until the window is opened again
        self._choosing: tuple[str, ...] = ()
        self.moving = Moving(desk, self)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self._heading = label(desk.words.say("strangers.question"), "heading")
        self._lines.addWidget(self._heading)
        self.moving.ended.connect(self._on_moving_ended)
        self.hide()

    def ask(self, intake: int | None = None) -> None:
        """Show who is asked about now; with `intake`, only people it brought records of."""
        here = str(self.desk.library.folder)
        places = tuple(known.place for known in self.desk.settings.libraries if known.place != here)
        self.desk.errands.follow(
            self.desk.read(questions, intake, places), self, self._on_questions, newest="questions"
        )

    def stop(self) -> None:
        """For closing: a move under way is given up, with nothing out of view."""
        self.moving.stop()

    def _on_questions(self, asked: tuple[Question, ...]) -> None:
        wanted = tuple(each for each in asked if each.group.id not in self._later)
        if wanted != self._seen:
            self._seen = wanted
            self._show(wanted)
        self.setVisible(bool(wanted))

    def _show(self, asked: tuple[Question, ...]) -> None:
        for old in self.cards.values():
            old.hide()
            old.deleteLater()
        self.cards = {each.group.id: StrangerCard(self.desk, each) for each in asked}
        for name, made in self.cards.items():
            self._lines.addWidget(made)
            self._connect(name, made)
            if made.question.leaf is not None:
                desk, leaf = self.desk, made.question.leaf
                work = desk.fetch(first_page, desk.library, desk.lanes.workers, leaf, _DPI)
                desk.errands.follow(work, made, made.show_page)

    def _connect(self, name: str, made: StrangerCard) -> None:
        made.me_chosen.connect(partial(self._say, name, "me"))
        made.leave_chosen.connect(partial(self._say, name, "leave"))
        made.move_chosen.connect(partial(self._move, name))
        made.later_chosen.connect(partial(self._put_off, name))
        made.show_chosen.connect(partial(self._open_first, name))

    def _say(self, name: str, what: str) -> None:
        self.cards[name].setEnabled(False)
        done = {"me": self._on_me, "leave": self._on_left}[what]
        self.desk.errands.follow(self.desk.act(_ANSWERS[what], name), self, done)

    def _on_me(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("whose_me", touched)

    def _on_left(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("whose_left", touched)

    def _move(self, name: str, place: str) -> None:
        records = self.cards[name].question.group.record_ids
        if place:
            self.setEnabled(False)
            self.moving.move(records, place)
            return
        self._choosing = records
        dialog = QFileDialog(self, self.desk.words.say("strangers.move_elsewhere"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_place_chosen(self, place: str) -> None:
        self.setEnabled(False)
        self.moving.move(self._choosing, place)

    def _on_moving_ended(self) -> None:
        self.setEnabled(True)

    def _put_off(self, name: str) -> None:
        self._later.add(name)
        self._on_questions(self._seen)

    def _open_first(self, name: str) -> None:
        self.desk.news.show_record.emit(self.cards[name].question.group.record_ids[0], None)


def _me(library: Library, group: str) -> tuple[str, ...]:
    from recordkeeper.intake import strangers

    return strangers.me(library, group)


def _leave(library: Library, group: str) -> tuple[str, ...]:
    from recordkeeper.intake import strangers

    return strangers.leave(library, group)


_ANSWERS: dict[str, Callable[[Library, str], tuple[str, ...]]] = {"me": _me, "leave": _leave}
