"""Putting the value of a result right: a field that opens beside the button, marked as the user's afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from recordkeeper.catalogue import labs
from recordkeeper.records.labs import KeptResult
from recordkeeper.ui.page import button

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk

_WIDE = 140


class PuttingRight(QWidget):
    """Asks for the value as the page prints it."""

    corrected = Signal(object)  # the ids of the records touched
    turned = Signal()  # it shows its button or the line to write on, and takes another room

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._point: KeptResult | None = None
        say = desk.words.say
        self.open_button = button(desk, say("labs.correct"), "edit")
        self.edit = QLineEdit()
        self.edit.setAccessibleName(say("labs.put_right"))
        self.edit.setPlaceholderText(say("labs.put_right"))
        self.edit.setMinimumWidth(desk.look.pixels(_WIDE))
        self.save = button(desk, say("labs.save"), "check")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.open_button, self.edit, self.save):
            inside.addWidget(widget)
        self.open_button.clicked.connect(self._on_open_clicked)
        self.save.clicked.connect(self._on_save)
        self.edit.returnPressed.connect(self._on_save)
        self._show_editing(editing=False)

    def ask_about(self, point: KeptResult) -> None:
        """This is the result to put right."""
        self._point = point
        self._show_editing(editing=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape and self.edit.isVisible():
            self._show_editing(editing=False)
            self.open_button.setFocus()
        else:
            super().keyPressEvent(event)

    def _show_editing(self, *, editing: bool) -> None:
        self.edit.setVisible(editing)
        self.save.setVisible(editing)
        self.open_button.setVisible(not editing)
        self.turned.emit()

    def _on_open_clicked(self) -> None:
        if self._point is not None:
            self._show_editing(editing=True)
            self.edit.setText(self._point.result.printed)
            self.edit.setFocus()
            self.edit.selectAll()

    def _on_save(self) -> None:
        text = self.edit.text().strip()
        if self._point is None or not text or text == self._point.result.printed:
            self._show_editing(editing=False)
            return
        name = f"{self._point.record}{labs.SIGN}{self._point.id}"
        work = self._desk.act(_correct, self._desk.resources, name, text)
        self._desk.errands.follow(work, self, self._on_corrected)

    def _on_corrected(self, touched: tuple[str, ...]) -> None:
        self._show_editing(editing=False)
        self.corrected.emit(touched)


def _correct(library: Library, resources: Path, name: str, printed: str) -> tuple[str, ...]:
    """On the writer's thread; the table of tests is read for it, which takes a moment."""
    from recordkeeper.intake.lab_entry import correct_result
    from recordkeeper.recognise.labs_rules import LabRules

    correct_result(library, LabRules.read(resources / "rules"), name, "printed", printed)
    record = name.partition(labs.SIGN)[0]
    return (record,) if record else ()
