"""What the board goes by: the sort of cancer a person chose, and a recipient's checklist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from recordkeeper.prepare.slots import CANCER, RECIPIENT
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import Board, Wish
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, card, label
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NARROW = 520


class GoingBy(QWidget):
    """Two lists to choose from, and the way to the checklist. Nothing is chosen for anybody."""

    chosen = Signal(str, str)  # the name of a choice, and its value

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        say = desk.words.say
        self.cancer = self._select(CANCER, "readiness.cancer_label")
        self.recipient = self._select(RECIPIENT, "readiness.recipient_label")
        self.cancer.setToolTip(say("readiness.cancer_hint"))
        self.cancer.setAccessibleDescription(say("readiness.cancer_hint"))
        self.checklist = button(desk, say("readiness.checklist_open"), "check", flat=True)
        self._of_recipient = self._labelled("readiness.recipient_label", self.recipient)
        row = Flow(gap=16)
        for one in (self._labelled("readiness.cancer_label", self.cancer), self._of_recipient, self.checklist):
            row.add(one)
        self._row = row
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(row)
        self.checklist.clicked.connect(self._on_checklist)

    def show_board(self, board: Board, cancers: Sequence[str], recipients: Sequence[str]) -> None:
        """Show what is chosen, and what else could be."""
        say = self._desk.words.say
        sorts = [("", say("readiness.cancer_none")), *((each, say(f"readiness.cancer.{each}")) for each in cancers)]
        _fill(self.cancer, sorts, board.cancer)
        names = [("", say("readiness.recipient_all")), *((each, each) for each in recipients)]
        _fill(self.recipient, names, board.recipient)
        self._of_recipient.setVisible(bool(recipients))
        self._row.arrange()

    def _select(self, name: str, key: str) -> Select:
        made = Select(self._desk)
        made.setObjectName(name)
        made.setAccessibleName(self._desk.words.say(key))
        made.setMinimumWidth(self._desk.look.pixels(220))
        made.activated.connect(self._on_activated)
        return made

    def _labelled(self, key: str, box: Select) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        said = label(self._desk.words.say(key), "small", wraps=False)
        said.setBuddy(box)
        row.addWidget(said)
        row.addWidget(box, 1)
        return both

    def _on_activated(self) -> None:
        box = self.sender()
        assert isinstance(box, Select)
        self.chosen.emit(box.objectName(), str(box.currentData() or ""))

    def _on_checklist(self) -> None:
        self._desk.news.list_wanted.emit(OwnList.CHECKLIST.value)


class Wishes(QFrame):
    """What a recipient asks for beside the cards, each to be ticked off. Hidden where there is nothing."""

    said = Signal(str, str)  # the line of the checklist, and "yes" or "no"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        frame, inside = card()
        inside.setContentsMargins(16, 12, 12, 12)
        inside.addWidget(label(desk.words.say("readiness.wishes"), "strong"))
        self._rows = QVBoxLayout()
        inside.addLayout(self._rows)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.hide()

    def show_wishes(self, wishes: Sequence[Wish]) -> None:
        """Show these lines."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for wish in wishes:
            self._rows.addWidget(self._row(wish))
        self.setVisible(bool(wishes))

    def _row(self, wish: Wish) -> QWidget:
        say = self._desk.words.say
        state = say("readiness.wish_here" if wish.here else "readiness.wish_open")
        from_whom = f" ({wish.recipient})" if wish.recipient else ""
        told = label(f"{wish.text}{from_whom}: {state}")
        tick = button(self._desk, say("readiness.wish_not" if wish.here else "readiness.wish_have"), flat=True)
        tick.setObjectName(f"{wish.entry} {'no' if wish.here else 'yes'}")
        tick.setAccessibleDescription(wish.text)
        tick.clicked.connect(self._on_tick)
        return Bend(told, tick, narrow=self._desk.look.pixels(_NARROW))

    def _on_tick(self) -> None:
        self.said.emit(*self.sender().objectName().split(" "))


def _fill(box: Select, choices: Sequence[tuple[str, str]], chosen: str) -> None:
    box.clear()
    for value, text in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
