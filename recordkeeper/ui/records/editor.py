"""Correct what was read of a record: plain fields, a calm sentence where a value cannot be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import NEVER_OF_CARE, DateRole, Kind
from recordkeeper.ui.announce import announce
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records.calm_box import CalmBox
from recordkeeper.ui.records.field_view import Mark

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.shown import Shown

_TEXTS = ("title", "service_date", "facility", "author", "accession")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def date_of(text: str) -> str:
    """A date as it is stored, from what a person types: "2024", "2024-3", "2024-03-05". ValueError for others."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    return str(PartialDate.parse("-".join(part.zfill(2) for part in match.groups() if part)))


class Editor(QWidget):
    """Gives what was changed; Enter saves, Esc leaves all as it was."""

    saved = Signal(object)  # field → value, of the fields that changed
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        words = desk.words
        self._before: dict[str, str] = {}
        self.kind, self.role = CalmBox(desk), CalmBox(desk)
        self.texts = {field: QLineEdit() for field in _TEXTS}
        self.trouble = Mark(desk, wraps=True)
        self.save = button(desk, words.say("records.save"), "check", main=True)
        self.cancel = button(desk, words.say("records.cancel"))
        self._build()
        self._connect()

    def open(self, shown: Shown) -> None:
        """Begin with what holds now."""
        self._before = {field: shown.value(field) for field in ("kind", "date_role", *_TEXTS)}
        self.kind.setCurrentIndex(self.kind.findData(self._before["kind"]))
        self.role.setCurrentIndex(self.role.findData(self._before["date_role"]))
        for field, edit in self.texts.items():
            edit.setText(self._before[field])
            edit.setCursorPosition(0)
        self.trouble.say("look", "look", "")
        self.kind.setFocus()

    def complain(self, sentence: str) -> None:
        """Say why it cannot be saved, where the person is looking."""
        self.trouble.say("look", "look", sentence)
        self.trouble.setAccessibleName(sentence)
        date = self.texts["service_date"]
        date.setAccessibleDescription(sentence)
        date.setFocus()
        date.selectAll()
        announce(self, sentence)

    def _build(self) -> None:
        words = self._desk.words
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        kinds = sorted((words.say(f"cli.kind.{kind}"), kind.value) for kind in Kind)
        for text, value in kinds:
            self.kind.addItem(text, value)
        for role in DateRole:
            if role not in NEVER_OF_CARE:
                self.role.addItem(words.say(f"records.role.{role}"), role.value)
        for box in (self.kind, self.role):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
        self.texts["service_date"].setPlaceholderText(words.say("records.date_hint"))
        for field, edit in (("kind", self.kind), *self.texts.items()):
            name = words.say(f"records.field.{field}")
            told = label(name, "heading")
            told.setBuddy(edit)
            edit.setAccessibleName(name)
            inside.addWidget(told)
            inside.addWidget(edit)
            if field == "service_date":
                self.role.setAccessibleName(words.say("records.field.date_role"))
                inside.addWidget(self.trouble)
                inside.addWidget(self.role)
            inside.addSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addStretch(1)

    def _connect(self) -> None:
        self.save.clicked.connect(self._on_save_clicked)
        self.cancel.clicked.connect(self.left)
        for edit in self.texts.values():
            edit.returnPressed.connect(self._on_save_clicked)

    def finish(self) -> None:
        """Save what can be saved: the person has gone on to something else."""
        changed, not_a_date = self._changed()
        if not_a_date:
            del changed["service_date"]
        if changed:
            self.saved.emit(changed)

    def _changed(self) -> tuple[dict[str, str], bool]:
        """What differs from before, and whether the date among it is none."""
        now = {"kind": str(self.kind.currentData()), **{field: e.text().strip() for field, e in self.texts.items()}}
        if self.role.currentIndex() >= 0:
            now["date_role"] = self.role.currentData()
        changed = {field: value for field, value in now.items() if value != self._before[field]}
        if "service_date" in changed:
            try:
                changed["service_date"] = date_of(changed["service_date"])
            except ValueError:
                return changed, True
        return changed, False

    def _on_save_clicked(self) -> None:
        changed, not_a_date = self._changed()
        if not_a_date:
            self.complain(self._desk.words.say("records.not_a_date"))
        elif changed:
            self.saved.emit(changed)
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
