"""The first screen's form: whose records these are."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.ui.page import Dressed, button, label
from recordkeeper.ui.select import Select

_OLDEST = 130  # years; further back a year is a slip
_SEXES = ("F", "M", "X")


class WhoseForm(QWidget):
    """Name and birth date; the rest is optional and folded away."""

    changed = Signal()

    def __init__(self, dress: Dressed) -> None:
        super().__init__()
        self._dress = dress
        self._build()
        self._more.hide()
        self.name.textChanged.connect(self.changed)
        self._unfold.toggled.connect(self._more.setVisible)

    def patient(self) -> Patient:
        """Whose records these are; InputProblem with a code of `first_run.problem` when something is not right."""
        name = " ".join(self.name.text().split())
        if not name:
            raise InputProblem("no_name")
        also = tuple(" ".join(one.split()) for one in self.also.text().split(",") if one.strip())
        return Patient(
            name=name,
            birth_date=self._birth_date(),
            sex=str(self.sex.currentData() or ""),
            also_known_as=also,
            identifiers=self._identifiers(),
            country=_country(),
        )

    def _birth_date(self) -> PartialDate:
        day, month, year = self.day.text().strip(), self.month.currentIndex(), self.year.text().strip()
        if not year:
            raise InputProblem("no_birth_year")
        if not year.isdecimal() or (day and not day.isdecimal()):
            raise InputProblem("not_a_number")
        if day and not month:
            raise InputProblem("no_birth_month")
        today = dt.date.today()  # noqa: DTZ011 - the calendar on the person's wall
        if not today.year - _OLDEST <= int(year) <= today.year:
            raise InputProblem("not_a_birth_year", year=year)
        try:
            date = PartialDate(int(year), month, int(day or 0))
        except ValueError as error:
            raise InputProblem("no_such_day", day=day, month=self.month.currentText(), year=year) from error
        if date > PartialDate.of(today):
            raise InputProblem("not_yet")
        return date

    def _identifiers(self) -> tuple[Identifier, ...]:
        issuer, number = self.issuer.text().strip(), self.number.text().strip()
        if bool(issuer) != bool(number):
            raise InputProblem("half_a_number")
        return (Identifier(issuer, number),) if number else ()

    def _build(self) -> None:
        say = self._dress.words.say
        self.name = self._field("first_run.name")
        self.day = self._field("first_run.day", width=64)
        self.month = Select(self._dress)
        self.month.setAccessibleName(say("first_run.month"))
        self.month.addItem(say("first_run.month"))
        self.month.addItems(list(self._dress.words.list_of("common.months_long")))
        self.year = self._field("first_run.year", width=88)
        birth = QHBoxLayout()
        birth.setSpacing(8)
        for part in (self.day, self.month, self.year):
            birth.addWidget(part)
        birth.addStretch(1)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(8)
        form.addRow(self._caption("first_run.name", self.name), self.name)
        form.addRow(self._caption("first_run.birth", self.day), birth)
        self._unfold = button(self._dress, say("first_run.more"), "down", flat=True)
        self._unfold.setCheckable(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(form)
        fold = QHBoxLayout()
        fold.addWidget(self._unfold)
        fold.addStretch(1)
        inside.addLayout(fold)
        inside.addWidget(self._build_more())

    def _build_more(self) -> QWidget:
        say = self._dress.words.say
        self._more = QWidget()
        form = QFormLayout(self._more)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        self.also = self._field("first_run.also")
        self.sex = Select(self._dress)
        self.sex.setAccessibleName(say("first_run.sex"))
        self.sex.addItem(say("first_run.not_said"), "")
        for sex in _SEXES:
            self.sex.addItem(say(f"common.sex.{sex.lower()}"), sex)
        self.issuer = self._field("first_run.issuer")
        self.number = self._field("first_run.number")
        form.addRow(self._caption("first_run.also", self.also), self.also)
        form.addRow(self._caption("first_run.sex", self.sex), self.sex)
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        numbers.addWidget(self.issuer, 2)
        numbers.addWidget(self.number, 1)
        form.addRow(self._caption("first_run.hospital_number", self.issuer), numbers)
        return self._more

    def _field(self, key: str, *, width: int = 0) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(self._dress.words.say(key))
        field.setPlaceholderText(self._dress.words.say(f"{key}_hint"))
        if width:
            field.setFixedWidth(self._dress.look.pixels(width))
        return field

    def _caption(self, key: str, buddy: QWidget) -> QWidget:
        caption = label(self._dress.words.say(key), "strong")
        caption.setBuddy(buddy)
        return caption


def _country() -> str:
    """This computer's country decides how 03/04/2024 is read; "" where the system has none."""
    _, _, country = QLocale.system().name().partition("_")
    return country if len(country) == 2 else ""
