"""The form of a result no record holds. Enter keeps it, Esc leaves everything as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from recordkeeper.intake.lab_entry import Typed
from recordkeeper.records.errors import InputProblem
from recordkeeper.ui.page import button, card, label
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk

FIELDS = ("name", "printed", "unit", "day", "range", "flag", "lab")
_LARGE = 1.4  # text so large that a name and its field have no room side by side


class TypingForm(QFrame):
    """Hidden until it is opened; keeps the result as an act that can be taken back."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        say = desk.words.say
        frame, inside = card()
        rows = QFormLayout()
        wrap = QFormLayout.RowWrapPolicy
        rows.setRowWrapPolicy(wrap.WrapAllRows if desk.look.scale > _LARGE else wrap.WrapLongRows)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setHorizontalSpacing(16)
        self.edits: dict[str, QLineEdit] = {}
        for field in FIELDS:
            edit, said = QLineEdit(), QLabel(say(f"labs.{field}_label"))
            edit.setAccessibleName(said.text())
            said.setBuddy(edit)
            edit.returnPressed.connect(self.save)
            self.edits[field] = edit
            rows.addRow(said, edit)
        self.edits["day"].setPlaceholderText(say("labs.day_hint"))
        self.refused = label("")
        self.refused.hide()
        self.save_button = button(desk, say("labs.save"), main=True)
        self.cancel_button = button(desk, say("labs.cancel"), flat=True)
        foot = QHBoxLayout()
        foot.addWidget(self.save_button)
        foot.addWidget(self.cancel_button)
        foot.addStretch(1)
        inside.addWidget(label(say("labs.type"), "heading"))
        inside.addWidget(label(say("labs.type_hint"), "small"))
        inside.addLayout(rows)
        inside.addWidget(self.refused)
        inside.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.leave)
        self.hide()

    def open_form(self, name: str = "", unit: str = "") -> None:
        """Begin with empty fields; `name` and `unit` are those of the test that is shown."""
        for edit in self.edits.values():
            edit.clear()
        self.edits["name"].setText(name)
        self.edits["unit"].setText(unit)
        self.refused.hide()
        self.show()
        self.edits["printed" if name else "name"].setFocus()

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def save(self) -> None:
        """Keep what was typed, if it can be kept; else say why not and leave the form open."""
        said = {field: edit.text() for field, edit in self.edits.items()}
        entry = Typed(
            said["name"],
            said["printed"],
            said["day"].strip(),
            said["unit"],
            said["range"],
            said["flag"],
            said["lab"],
        )
        work = self._desk.act(_type, self._desk.resources, entry)
        self._desk.errands.follow(work, self, self._on_kept, failed=self._on_refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _on_kept(self, _name: str) -> None:
        self.leave()
        self._desk.news.act_done.emit("type_result", ())

    def _on_refused(self, error: BaseException) -> None:
        if not isinstance(error, InputProblem):
            raise error
        self.refused.setText(sentence_of(self._desk.words, error))
        self.refused.show()
        wrong = "day" if error.code == "not_a_service_date" else "printed" if self.edits["name"].text() else "name"
        self.edits[wrong].setFocus()


def _type(library: Library, resources: Path, entry: Typed) -> str:
    """On the writer's thread; the table of tests is read for it, which takes a moment."""
    from recordkeeper.intake.lab_entry import type_result
    from recordkeeper.recognise.labs_rules import LabRules

    return type_result(library, LabRules.read(resources / "rules"), entry)
