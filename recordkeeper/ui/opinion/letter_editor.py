"""The words of a letter, to be changed for this letter or for all of its sort, and put on paper. Esc leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from recordkeeper.ui.flow import Flow
from recordkeeper.ui.opinion.reading import LetterText
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_HEIGHT = 420  # pixels at 100 %


class LetterEditor(QFrame):
    """Emits the words to keep: of this letter, or of the template."""

    kept = Signal(str)  # the words of this letter, "" for the template's
    template_kept = Signal(str)  # the template, "" for ours
    paper_wanted = Signal()  # what was changed is to be kept first
    left = Signal()

    def __init__(self, desk: Desk, given: LetterText) -> None:
        super().__init__()
        self._desk = desk
        self.given = given
        say = desk.words.say
        frame, inside = card()
        self.of_template = False
        self.head = label(say("opinion.letter_of_this"), "strong")
        self.told = label("", "small")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(say("opinion.letter_text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(desk.look.pixels(_HEIGHT))
        self.refused = label("")
        self.refused.setProperty("tone", "look")
        self.refused.hide()
        self.paper = button(desk, say("opinion.letter_paper"), "print", main=True)
        self.keep = button(desk, say("opinion.letter_keep"), "check")
        self.back = button(desk, say("opinion.letter_back"), flat=True)
        self.template = button(desk, say("opinion.template_change"), flat=True)
        self.close_button = button(desk, say("opinion.cancel"), flat=True)
        foot = Flow()
        for one in (self.paper, self.keep, self.back, self.template, self.close_button):
            foot.add(one)
        for widget in (self.head, self.told, self.text, self.refused, foot):
            inside.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._foot = foot
        self._connect()
        self._show()

    def begin(self) -> None:
        """Put the cursor into the words."""
        self.text.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why the words cannot be kept; they stay as they are."""
        self.refused.setText(sentence)
        self.refused.setAccessibleName(sentence)
        self.refused.show()

    @property
    def changed(self) -> str | None:
        """The words as they stand, None when they are as they were."""
        before = self.given.template if self.of_template else self.given.text
        now = self.text.toPlainText()
        return now if now.strip() != before.strip() else None

    def _connect(self) -> None:
        self.paper.clicked.connect(self._on_paper)
        self.keep.clicked.connect(self._on_keep)
        self.back.clicked.connect(self._on_back)
        self.template.clicked.connect(self._on_template)
        self.close_button.clicked.connect(self._on_close)

    def _show(self) -> None:
        say, given = self._desk.words.say, self.given
        self.head.setText(say("opinion.letter_of_all" if self.of_template else "opinion.letter_of_this"))
        self.told.setText(say("opinion.template_hint" if self.of_template else "opinion.letter_hint"))
        self.text.setPlainText(given.template if self.of_template else given.text)
        self.back.setVisible(given.own_template if self.of_template else given.changed)
        self.paper.setVisible(not self.of_template)
        self.template.setVisible(not self.of_template)
        self._foot.arrange()

    def _on_keep(self) -> None:
        words = self.changed
        if words is None:
            self._on_close()
        elif self.of_template:
            self.template_kept.emit(words)
        else:
            self.kept.emit(words.strip())

    def _on_back(self) -> None:
        (self.template_kept if self.of_template else self.kept).emit("")

    def _on_template(self) -> None:
        """The template instead; what was changed of this letter is kept first."""
        words = self.changed
        if words is not None:
            self.kept.emit(words.strip())
        self.of_template = True
        self._show()
        self.begin()

    def _on_paper(self) -> None:
        self.paper_wanted.emit()

    def _on_close(self) -> None:
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
