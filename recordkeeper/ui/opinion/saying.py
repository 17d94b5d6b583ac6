"""Beside a quotation: the page says so, where nobody has said that yet; put its words right; take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from recordkeeper.ui.page import button, tool

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class Saying(QWidget):
    """The buttons. Hidden where there is nothing to say: `fact` is what an act calls the quotation, "" for none.

    `wording` is where its words are put right; whoever shows the quotation places it below.
    """

    accepted = Signal(str)
    refused = Signal(str)
    corrected = Signal(str, str)  # and the words as the page has them

    def __init__(self, desk: Desk, printed: str, fact: str, *, confirmed: bool) -> None:
        super().__init__()
        self._fact = fact
        words = desk.words
        self.accept = button(desk, words.say("facts.accept"), "check", flat=True)
        self.correct = tool(desk, words.say("facts.correct"), "edit")
        self.refuse = tool(desk, words.say("facts.remove"), "trash")
        self.wording = Wording(desk, printed)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        for one in (self.accept, self.correct, self.refuse):
            one.setAccessibleDescription(printed)
            inside.addWidget(one)
        self.accept.setHidden(confirmed)
        self.accept.clicked.connect(self._on_accept)
        self.correct.clicked.connect(self.wording.begin)
        self.refuse.clicked.connect(self._on_refuse)
        self.wording.saved.connect(self._on_saved)
        self.wording.left.connect(self.correct.setFocus)
        self.setHidden(not fact)

    def _on_accept(self) -> None:
        self.accepted.emit(self._fact)

    def _on_refuse(self) -> None:
        self.refused.emit(self._fact)

    def _on_saved(self, text: str) -> None:
        self.corrected.emit(self._fact, text)


class Wording(QWidget):
    """A line to put words right in; Enter saves, Esc leaves them as they are."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, printed: str) -> None:
        super().__init__()
        self._printed = printed
        words = desk.words
        self.edit = QLineEdit(printed)
        self.edit.setAccessibleName(words.say("facts.put_right"))
        self.save = button(desk, words.say("facts.save"), "check")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.addWidget(self.edit, 1)
        inside.addWidget(self.save)
        self.edit.returnPressed.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        self.hide()

    def begin(self) -> None:
        """Show the words as they are quoted."""
        self.edit.setText(self._printed)
        self.show()
        self.edit.setFocus()
        self.edit.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        text = self.edit.text().strip()
        self.hide()
        if text and text != self._printed:
            self.saved.emit(text)
        else:
            self.left.emit()
