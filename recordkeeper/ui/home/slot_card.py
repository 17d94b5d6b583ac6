"""A card of the readiness board: how a slot stands, in a word and a sentence, and the one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout

from recordkeeper.records.readiness import Slot, SlotState
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

# The picture and the tone of each state; the word beside it says the same.
MARKS = {
    SlotState.HAVE: ("check", "good"),
    SlotState.PARTLY: ("half", "look"),
    SlotState.ASKED_FOR: ("waiting", "accent"),
    SlotState.NOT_FOUND: ("nothing", "quiet"),
    SlotState.NOT_DONE: ("nothing", "quiet"),
    SlotState.DONT_KNOW: ("nothing", "quiet"),
    SlotState.NOT_NEEDED: ("check", "quiet"),
}
PICTURES = {
    "scans": "scans",
    "exams": "person",
    "blood_tests": "blood",
    "pathology": "microscope",
    "discharge": "file",
    "genetics": "gene",
    "medicines": "pill",
    "doctor_report": "letter",
    "treatments": "treatment",
    "plan": "calendar",
}
SAYABLE = (SlotState.NOT_DONE, SlotState.DONT_KNOW, SlotState.NOT_NEEDED)
LEAVE, ASK = "leave", "ask"


class SlotCard(QFrame):
    """Says how one slot stands; emits what a person wants of it."""

    step_wanted = Signal(str)  # the slot's name
    said = Signal(str, str)  # the slot's name and a state, LEAVE or ASK

    def __init__(self, desk: Desk, slot: Slot, note: str) -> None:
        super().__init__()
        self._desk = desk
        self.slot = slot
        self.setProperty("card", True)
        say = desk.words.say
        name, state = say(f"readiness.slot.{slot.name}"), say(f"readiness.state.{slot.state}")
        self.setObjectName(slot.name)
        self.setAccessibleName(f"{name}: {state}")
        self.setAccessibleDescription(note)
        self.note = label(note, "small")
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.step = button(desk, say(f"readiness.step.{step_of(slot)}"), flat=True)
        self.step.setAccessibleDescription(f"{name}: {note}")
        self.more = self._more_button(name)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 12, 8)
        inside.setSpacing(6)
        inside.addLayout(self._head(name))
        inside.addLayout(self._state(state))
        inside.addWidget(self.note, 1)
        for wish in slot.wanted:
            inside.addWidget(label(f"– {wish.text}", "small"))
        foot = QHBoxLayout()
        foot.addWidget(self.step)
        foot.addStretch(1)
        foot.addWidget(self.more)
        inside.addLayout(foot)
        self.step.clicked.connect(self._on_step)

    def _head(self, name: str) -> QHBoxLayout:
        desk = self._desk
        picture = QLabel()
        picture.setPixmap(
            desk.icons.pixmap(PICTURES[self.slot.name], desk.look.pixels(22), desk.look.palette.accent)
        )
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(picture)
        head.addWidget(label(name, "strong"), 1)
        return head

    def _state(self, word: str) -> QHBoxLayout:
        desk = self._desk
        icon, tone = MARKS[self.slot.state]
        mark = QLabel()
        mark.setPixmap(desk.icons.pixmap(icon, desk.look.pixels(16), getattr(desk.look.palette, tone)))
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(mark)
        row.addWidget(label(word), 1)
        return row

    def _more_button(self, name: str) -> QToolButton:
        say = self._desk.words.say
        made = QToolButton()
        made.setIcon(self._desk.icons.icon("more"))
        made.setIconSize(QSize(self._desk.look.pixels(18), self._desk.look.pixels(18)))
        made.setToolTip(say("readiness.say"))
        made.setAccessibleName(say("readiness.say_of", name=name))
        made.setProperty("flat", True)
        made.setProperty("bare", True)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        if not self.slot.records:
            menu.addAction(say("readiness.ask")).setData(ASK)
        for state in SAYABLE:
            action = menu.addAction(say(f"readiness.say_{state}"))
            action.setData(state.value)
            action.setCheckable(True)
            action.setChecked(self.slot.said is state)
        if self.slot.said is not None:
            menu.addSeparator()
            menu.addAction(say("readiness.say_leave")).setData(LEAVE)
        menu.triggered.connect(self._on_said)
        made.setMenu(menu)
        return made

    def _on_step(self) -> None:
        self.step_wanted.emit(self.slot.name)

    def _on_said(self, action: object) -> None:
        self.said.emit(self.slot.name, action.data())  # type: ignore[attr-defined]


def step_of(slot: Slot) -> str:
    """The one next step: to see what is here, to look at what is not whole, or to add."""
    if slot.state is SlotState.PARTLY and (_page_of(slot) or slot.only_in):
        return "look"
    if slot.records:
        return "see"
    return "add"


def _page_of(slot: Slot) -> bool:
    return any(gap.record for gap in slot.why)
