"""What stands on a receipt beside its files: files to unlock, photos that may be one paper, what is not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from recordkeeper.library import acts
from recordkeeper.prepare.account import Account
from recordkeeper.prepare.photo_runs import PhotoRun
from recordkeeper.records.gaps import Gap
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NARROW = 460


class ReceiptNotes(QWidget):
    """Hidden while there is nothing to note."""

    password_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.offers: dict[QPushButton, PhotoRun] = {}
        self._gaps: dict[QPushButton, Gap] = {}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.hide()

    def show_notes(self, account: Account, locked: int) -> None:
        """Note what an intake's account says, and that so many of its files are locked."""
        self._clear()
        say = self.desk.words.say
        if locked:
            self.unlock = self._line(say("adding.notes.locked", count=locked), "adding.notes.unlock", "lock")
            self.unlock.clicked.connect(self.password_wanted)
        for run in account.photo_runs:
            sentence = say("gaps.photo_run", count=len(run.records))
            offer = self._line(sentence, "adding.notes.make_one", "records")
            self.offers[offer] = run
            offer.clicked.connect(self._on_offer_clicked)
        for gap in account.gaps:
            sentence = say(f"gaps.{gap.kind}", **dict(gap.fields))
            if gap.record is None:
                self._lines.addWidget(label(sentence))
                continue
            look = self._line(sentence, "adding.notes.look", "open")
            self._gaps[look] = gap
            look.clicked.connect(self._on_look_clicked)
        self.setVisible(self._lines.count() > 0)

    def _line(self, sentence: str, verb: str, icon: str) -> QPushButton:
        act = button(self.desk, self.desk.words.say(verb), icon)
        act.setAccessibleDescription(sentence)
        self._lines.addWidget(Bend(label(sentence), act, narrow=self.desk.look.pixels(_NARROW)))
        return act

    def _clear(self) -> None:
        self.offers.clear()
        self._gaps.clear()
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _on_offer_clicked(self) -> None:
        clicked = self.sender()
        assert isinstance(clicked, QPushButton)
        clicked.setEnabled(False)
        asked = self.desk.act(acts.merge, self.offers[clicked].records)
        self.desk.errands.follow(asked, self, self._on_merged)

    def _on_merged(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("merge", touched)

    def _on_look_clicked(self) -> None:
        clicked = self.sender()
        assert isinstance(clicked, QPushButton)
        self.desk.news.show_study.emit(self._gaps[clicked].record)
