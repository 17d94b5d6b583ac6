"""One quotation about the illness: its words and page, and, opened, the piece of the page and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.records.clinical import FactStatus, KeptFact
from recordkeeper.records.provenance import Reason
from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.records.field_view import Crop, Mark

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records import crops

_MARKS = {
    FactStatus.TO_REVIEW: ("look", "look"),
    FactStatus.CONFIRMED: ("check", "good"),
    FactStatus.CORRECTED: ("edit", "good"),
}


class FactRow(QWidget):
    """Closed, it is a heading and a quotation; pressing it opens it."""

    opened = Signal()
    place_wanted = Signal()
    accepted = Signal()
    removed = Signal()
    corrected = Signal(str)

    def __init__(self, desk: Desk, kept: KeptFact, page: int | None) -> None:
        super().__init__()
        self._desk = desk
        self.kept = kept
        words = desk.words
        kind = words.say(f"facts.kind.{kept.fact.kind}")
        self.quoted = _quoted(desk, kept, page)
        self._mark = Mark(desk)
        self._value = label(self.quoted, "")
        self.open_button = tool(desk, f"{kind}: {self.quoted}", "down")
        self.crop = Crop(desk)
        self.accept = button(desk, words.say("facts.accept"), "check")
        self.correct = tool(desk, words.say("facts.correct"), "edit")
        self.remove = tool(desk, words.say("facts.remove"), "trash")
        self.ask = tool(desk, words.say("facts.ask"), "opinion")
        self.edit = QLineEdit()
        self.edit.setAccessibleName(words.say("facts.put_right"))
        self.save = button(desk, words.say("facts.save"), "check")
        self._inside = self._built(label(kind, "heading"))
        if kept.status in _MARKS:
            self._mark.say(*_MARKS[kept.status], words.say(f"facts.status.{kept.status}"))
        self._connect()
        self.show_open(opened=False)

    @property
    def name(self) -> str:
        """What the fact is called in an act."""
        return self.kept.called

    @property
    def reason(self) -> Reason:
        """Where it stands, as the crops and the reader ask."""
        fact = self.kept.fact
        return Reason(self.name, fact.printed, "fact", fact.words, fact.page, fact.box, self.kept.file)

    @property
    def is_open(self) -> bool:
        return not self._more.isHidden()

    def show_open(self, *, opened: bool) -> None:
        """Show what can be done, or the quotation alone."""
        self._more.setVisible(opened)
        self._editing.hide()
        if not opened:
            self.crop.clear()

    def show_crop(self, crop: crops.Crop) -> None:
        self.crop.show_crop(crop, f"{self.quoted} {self._desk.words.say('facts.show')}")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton and not self.is_open:
            self.opened.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What is typed into the words is for them alone: Enter does not accept the record, Esc leaves them."""
        if not self.edit.hasFocus():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._editing.hide()
            self.correct.setFocus()

    def _built(self, heading: QWidget) -> QVBoxLayout:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self._mark)
        top.addWidget(self.open_button)
        inside.addLayout(top)
        inside.addWidget(self._value)
        self._more, acts = QWidget(), QHBoxLayout()
        below = QVBoxLayout(self._more)
        below.setContentsMargins(0, 4, 0, 4)
        below.addWidget(self.crop)
        for widget in (self.accept, self.correct, self.ask, self.remove):
            acts.addWidget(widget)
        acts.addStretch(1)
        below.addLayout(acts)
        self._editing = QWidget()
        row = QHBoxLayout(self._editing)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(self.save)
        below.addWidget(self._editing)
        inside.addWidget(self._more)
        self._value.setCursor(Qt.CursorShape.PointingHandCursor)
        self.accept.setVisible(self.kept.status not in (FactStatus.CONFIRMED, FactStatus.CORRECTED))
        return inside

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.opened)
        self.crop.clicked.connect(self.place_wanted)
        self.accept.clicked.connect(self.accepted)
        self.remove.clicked.connect(self.removed)
        self.correct.clicked.connect(self._on_correct_clicked)
        self.ask.clicked.connect(self._on_ask)
        self.save.clicked.connect(self._on_save)
        self.edit.returnPressed.connect(self._on_save)

    def _on_ask(self) -> None:
        """A question about this value, on the page where it stands."""
        kept = self.kept
        pointed = f"{kept.shown_in}#{kept.fact.page}"
        self._desk.news.question_wanted.emit({"points_at": pointed, "value": kept.fact.printed})

    def _on_correct_clicked(self) -> None:
        self._editing.show()
        self.edit.setText(self.kept.fact.printed)
        self.edit.setFocus()
        self.edit.selectAll()

    def _on_save(self) -> None:
        text = self.edit.text().strip()
        if text and text != self.kept.fact.printed:
            self.corrected.emit(text)
        else:
            self._editing.hide()


def _quoted(desk: Desk, kept: KeptFact, page: int | None) -> str:
    if page is None:
        return desk.words.say("facts.quoted_here", printed=kept.fact.printed)
    return desk.words.say("facts.quoted", printed=kept.fact.printed, page=page)
