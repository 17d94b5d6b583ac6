"""The rail: whose records these are, the pages, and Add records at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.shell.places import ENTRIES, PLACES, Place

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from recordkeeper.records.patient import Patient
    from recordkeeper.ui.desk import Desk

_SIDE = 12  # pixels beside what is in it
_WIDTH, _WIDEST = 216, 300  # pixels at 100 %


class Rail(QWidget):
    """Emits what a person chose; knows no page."""

    chosen = Signal(str)
    add_wanted = Signal()
    switch_wanted = Signal()

    def __init__(self, desk: Desk, patient: Patient, colour: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.setFixedWidth(desk.look.pixels(_WIDTH))
        self._desk = desk
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._add = button(desk, desk.words.say("ui.add_records"), "add", main=True)
        self._build(patient, colour)
        self._connect()

    def select(self, name: str) -> None:
        """Show which page is open."""
        for place in PLACES:
            if place.name == name:
                self._buttons[place.entry].setChecked(True)

    def count(self, counts: Mapping[str, int]) -> None:
        """Put numbers behind the names of pages."""
        for place in ENTRIES:
            number = counts.get(place.name, 0)
            name = self._desk.words.say(f"ui.rail.{place.name}")
            text = self._desk.words.say("ui.counted", name=name, count=number) if number else name
            self._buttons[place.name].setText(text)
            self._buttons[place.name].setAccessibleName(text)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As wide as the longest name needs, within reason: other languages have longer ones."""
        pixels = self._desk.look.pixels
        widest = max(each.sizeHint().width() for each in (*self._buttons.values(), self._add))
        self.setFixedWidth(min(max(pixels(_WIDTH), widest + 2 * _SIDE), pixels(_WIDEST)))

    def _build(self, patient: Patient, colour: str) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(_SIDE, 16, _SIDE, 12)
        inside.setSpacing(2)
        inside.addWidget(self._whose(patient, colour))
        inside.addSpacing(12)
        inside.addWidget(self._entries(), 1)
        inside.addSpacing(8)
        inside.addWidget(self._add)

    def _entries(self) -> QScrollArea:
        """The pages; large text in a small window scrolls them."""
        entries = QWidget()
        inside = QVBoxLayout(entries)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        for place in ENTRIES:
            if not place.foot:
                inside.addWidget(self._entry(place))
        inside.addStretch(1)
        for place in ENTRIES:
            if place.foot:
                inside.addWidget(self._entry(place))
        area = QScrollArea()
        area.setObjectName("entries")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(entries)
        return area

    def _whose(self, patient: Patient, colour: str) -> QWidget:
        """Name, birth date and the library's own colour; a click offers the other libraries."""
        words = self._desk.words
        whose = QWidget()
        stripe = QFrame()
        stripe.setFixedHeight(4)
        stripe.setStyleSheet(f"background: {colour}; border-radius: 2px;")
        switch = tool(self._desk, words.say("ui.switch_hint"), "switch")
        switch.clicked.connect(self.switch_wanted)
        name = label(patient.name, "strong")
        name.setAccessibleName(words.say("ui.whose", name=patient.name))
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(name, 1)
        beside.addWidget(switch, alignment=Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(whose)
        inside.setContentsMargins(8, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(stripe)
        inside.addSpacing(4)
        inside.addLayout(beside)
        if patient.birth_date:
            inside.addWidget(label(words.say("ui.born", date=patient.birth_date), "small"))
        return whose

    def _entry(self, place: Place) -> QPushButton:
        text = self._desk.words.say(f"ui.rail.{place.name}")
        entry = QPushButton(self._desk.icons.icon(place.icon), text)
        entry.setProperty("rail", True)
        entry.setCheckable(True)
        entry.setIconSize(QSize(self._desk.look.pixels(20), self._desk.look.pixels(20)))
        entry.setAccessibleName(text)
        entry.setObjectName(f"rail-{place.name}")
        self._group.addButton(entry)
        self._buttons[place.name] = entry
        return entry

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_button_clicked)
        self._add.clicked.connect(self.add_wanted)

    def _on_button_clicked(self, clicked: QPushButton) -> None:
        self.chosen.emit(clicked.objectName().removeprefix("rail-"))
