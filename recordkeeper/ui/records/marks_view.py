"""A record's star, tags and note, where a person sees and changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from recordkeeper.records.marks import NO_MARKS, Marks
from recordkeeper.ui.page import label, tool

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_LINES = 3  # of a note that are seen at once


class LineOfItsOwn(QLineEdit):
    """Keeps Enter to itself: on the page it would accept the record."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class NoteEdit(QPlainTextEdit):
    """A few lines; Tab goes on, and leaving it keeps what was written."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.left.emit()


class MarksView(QWidget):
    """Says what a person wants changed, once they leave the field."""

    star_wanted = Signal(str, bool)
    tags_wanted = Signal(object, object, object)  # records, tags to put on, tags to take away
    note_wanted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._record, self._marks = "", NO_MARKS
        say = desk.words.say
        self.star = tool(desk, say("records.marks.star"), "star", checkable=True)
        self.star.setProperty("flat", False)  # pressed and not pressed are to be told apart
        self.star.setToolTip(say("records.marks.star_hint"))
        self.tags, self.note = LineOfItsOwn(), NoteEdit()
        self.tags.setPlaceholderText(say("records.marks.tags_hint"))
        self.tags.setAccessibleName(say("records.marks.tags"))
        self.note.setPlaceholderText(say("records.marks.note_hint"))
        self.note.setAccessibleName(say("records.marks.note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * _LINES + 2 * desk.look.pixels(8))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.tags, 1)
        row.addWidget(self.star)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label(say("records.marks.heading"), "heading"))
        inside.addLayout(row)
        inside.addWidget(self.note)
        self.star.clicked.connect(self._on_star)
        self.tags.editingFinished.connect(self._on_tags)
        self.note.left.connect(self._on_note)

    def say(self, record: str, marks: Marks) -> None:
        """Show a record's marks; what is being typed on the same record stays."""
        same, before = record == self._record, self._marks
        self._record, self._marks = record, marks
        self.star.setChecked(marks.starred)
        if not (same and self.tags.hasFocus() and before.tags == marks.tags):
            self.tags.setText(", ".join(marks.tags))
        if not (same and self.note.hasFocus() and before.note == marks.note):
            self.note.setPlainText(marks.note)

    def _on_star(self, on: bool) -> None:
        self.star_wanted.emit(self._record, on)

    def _on_tags(self) -> None:
        typed = [" ".join(each.split()) for each in self.tags.text().split(",")]
        wanted = list(dict.fromkeys(each for each in typed if each))
        add = [each for each in wanted if each not in self._marks.tags]
        remove = [each for each in self._marks.tags if each not in wanted]
        if self._record and (add or remove):
            self._marks = Marks(self._marks.starred, tuple(wanted), self._marks.note)
            self.tags_wanted.emit((self._record,), add, remove)

    def _on_note(self) -> None:
        written = self.note.toPlainText().strip()
        if self._record and written != self._marks.note:
            self._marks = Marks(self._marks.starred, self._marks.tags, written)
            self.note_wanted.emit(self._record, written)
