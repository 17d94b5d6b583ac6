"""The form of one entry, made from what its list asks for. Enter saves, Esc leaves everything as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.prepare.lists import Field, ListRules
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.own import Entry
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.opinion.record_pick import RecordPick
from recordkeeper.ui.page import button, card, label
from recordkeeper.ui.select import Select
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_LONG = frozenset({"text", "answer", "notes", "details", "address", "they_need", "why", "claim"})
_LINES = 3
_LARGE = 1.4  # text so large that a name and its field have no room side by side


class EntryForm(QFrame):
    """Emits the fields that are to be kept; says why when one does not fit."""

    saved = Signal(object)  # field → value, "" for what is taken away
    cancelled = Signal()

    def __init__(
        self,
        desk: Desk,
        rules: ListRules,
        entry: Entry | None,
        records: Mapping[str, RecordLine],
        given: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.rules = rules
        self.entry = entry
        self._records = records
        self._given = given or {}  # what a new entry begins with
        self.inputs: dict[str, QWidget] = {}
        frame, inside = card()
        self._rows = QFormLayout()
        wrap = QFormLayout.RowWrapPolicy
        self._rows.setRowWrapPolicy(wrap.WrapAllRows if desk.look.scale > _LARGE else wrap.WrapLongRows)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(8)
        for name in rules.shown:
            self._add(rules.fields[name])
        self.refused = label("")
        self.refused.hide()
        self.save_button = button(desk, desk.words.say("opinion.save"), main=True)
        self.cancel_button = button(desk, desk.words.say("opinion.cancel"), flat=True)
        foot = QHBoxLayout()
        foot.addWidget(self.save_button)
        foot.addWidget(self.cancel_button)
        foot.addStretch(1)
        inside.addLayout(self._rows)
        inside.addWidget(self.refused)
        inside.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancelled)

    def begin(self) -> None:
        """Put the cursor where writing starts."""
        self.inputs[self.rules.main].setFocus()

    def _add(self, field: Field) -> None:
        name = self._desk.words.say(f"lists.field.{field.name}")
        made = self._input(field)
        made.setAccessibleName(name)
        said = QLabel(name)
        said.setBuddy(made)
        self.inputs[field.name] = made
        self._rows.addRow(said, made)

    def _input(self, field: Field) -> QWidget:
        value = self.entry.get(field.name) if self.entry else self._given.get(field.name, "")
        if field.choices:
            return self._choice(field, value)
        if field.type == "record":
            return RecordPick(self._desk, self._records, value)
        if field.name in _LONG:
            text = QPlainTextEdit(value)
            text.setTabChangesFocus(True)
            text.setFixedHeight(text.fontMetrics().lineSpacing() * _LINES + self._desk.look.pixels(18))
            return text
        line = QLineEdit(value)
        if field.type == "date":
            line.setPlaceholderText(self._desk.words.say("opinion.date_hint"))
        return line

    def _choice(self, field: Field, value: str) -> Select:
        box = Select(self._desk)
        if not field.default:
            box.addItem("", "")
        for choice in field.choices:
            box.addItem(self._desk.words.say(f"lists.choice.{field.name}.{choice}"), choice)
        box.setCurrentIndex(max(0, box.findData(value or field.default)))
        return box

    def values(self) -> dict[str, str]:
        """What stands in the form and is not there yet."""
        found: dict[str, str] = {}
        for name, made in self.inputs.items():
            value = _value(made)
            before = self.entry.get(name) if self.entry else ""
            default = self.rules.fields[name].default
            if value != before and not (not before and value == default):
                found[name] = value
        return found

    def save(self) -> None:
        """Keep what was written, if all of it fits."""
        main = _value(self.inputs[self.rules.main])
        try:
            if not main.strip():
                raise InputProblem("nothing_written")
            kept = self.rules.checked(self.values())
        except InputProblem as problem:
            sentence = sentence_of(self._desk.words, problem)
            self.refused.setText(sentence)
            self.refused.setAccessibleName(sentence)
            self.refused.show()
            return
        self.saved.emit(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def _value(made: QWidget) -> str:
    if isinstance(made, RecordPick):
        return made.value
    if isinstance(made, Select):
        return str(made.currentData() or "")
    if isinstance(made, QPlainTextEdit):
        return made.toPlainText().strip()
    assert isinstance(made, QLineEdit)
    return made.text().strip()
