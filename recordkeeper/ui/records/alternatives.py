"""What else a record in doubt could be: a chip for each, numbered, so that one key picks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from recordkeeper.records.kinds import NEVER_OF_CARE, Doubt, Identity, Kind, Status
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import label
from recordkeeper.ui.records.chips import Chip
from recordkeeper.ui.records.groups import GROUP_OF

if TYPE_CHECKING:
    from recordkeeper.records.document import Record
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.shown import Shown
    from recordkeeper.wording.words import Words

MOST = 9  # as many as there are number keys
_OF_EACH = {"kind": 4, "service_date": 3, "facility": 2}
_LETTERS = 22  # of a choice that a chip shows; the rest is said on hover, and to a screen reader
WHOSE = "whose"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a field could be instead; of `whose`, the value is the state it leads to."""

    field: str
    value: str
    text: str


def choices(shown: Shown, words: Words) -> tuple[Choice, ...]:
    """What else a record in doubt could be, field by field, at most as many as there are keys."""
    record = shown.record
    if record.status is not Status.TO_REVIEW:
        return ()
    return tuple(_all(record, shown.places, words))[:MOST]


def _all(record: Record, places: tuple[str, ...], words: Words) -> Iterator[Choice]:
    for kind in tuple(_kinds(record))[: _OF_EACH["kind"]]:
        yield Choice("kind", kind.value, words.say(f"cli.kind.{kind}"))
    dates = dict.fromkeys(str(each.date) for each in record.other_dates if each.role not in NEVER_OF_CARE)
    others = [date for date in dates if date != str(record.service_date)]
    said = {str(each.date): words.date(each.date) for each in record.other_dates}
    for date in others[: _OF_EACH["service_date"]]:
        yield Choice("service_date", date, said[date])
    for place in [each for each in places if each != record.facility][: _OF_EACH["facility"]]:
        yield Choice("facility", place, place)
    if Doubt.WHOSE in record.doubts or record.identity is Identity.UNKNOWN:
        yield Choice(WHOSE, Identity.DIFFERS, words.say("records.else.theirs"))


def _kinds(record: Record) -> Iterator[Kind]:
    """What the machine would name next, then what is like the kind it has. A scan is always a scan."""
    if record.imaging is not None:
        return
    beside = (kind for kind in GROUP_OF[record.kind].kinds)
    found = dict.fromkeys((*record.likely, *beside, Kind.LETTER, Kind.OTHER))
    yield from (kind for kind in found if kind not in (record.kind, Kind.IMAGING_STUDY))


class Alternatives(QWidget):
    """Hidden where there is nothing in doubt."""

    picked = Signal(object)  # a Choice

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.choices: tuple[Choice, ...] = ()
        self.chips: list[QPushButton] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label(desk.words.say("records.else.heading"), "small"))
        inside.addLayout(self._rows)
        self.hide()

    def say(self, shown: Shown) -> None:
        """Offer what else the record could be."""
        found = choices(shown, self._desk.words)
        self.setVisible(bool(found))
        if found == self.choices:
            return
        self.choices, self.chips = found, []
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for field in dict.fromkeys(choice.field for choice in found):
            self._rows.addWidget(self._row(field))

    def pick(self, number: int) -> bool:
        """Pick the choice with this number, from 1; False when there is none."""
        if not 1 <= number <= len(self.choices) or self.isHidden():
            return False
        self.picked.emit(self.choices[number - 1])
        return True

    def _row(self, field: str) -> QWidget:
        words, row = self._desk.words, Flow()
        name = words.say(f"records.field.{field}")
        row.add(label(name, "small", wraps=False))
        for number, choice in enumerate(self.choices, 1):
            if choice.field != field:
                continue
            chip = Chip(str(number))
            chip.setCheckable(False)
            chip.setText(words.say("records.else.chip", number=number, text=_short(choice.text)))
            chip.setToolTip(choice.text)
            chip.setAccessibleName(words.say("records.else.spoken", field=name, text=choice.text, number=number))
            chip.clicked.connect(self._on_chip)
            self.chips.append(chip)
            row.add(chip)
        return row

    def _on_chip(self) -> None:
        self.pick(int(self.sender().objectName()))


def _short(text: str) -> str:
    """As much of a long name as a chip has room for."""
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"
