"""The bar that finds words in the record that is open: next, previous, "2 of 7"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from recordkeeper.ui.page import label, tool

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from recordkeeper.ui.desk import Desk

_PAUSE_MS = 120  # between the last key and the search


class FindBar(QFrame):
    """Asks; the reader finds and says how many there are."""

    wanted = Signal(str)  # find these words
    step = Signal(int)  # +1 next, -1 previous
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        say = desk.words.say
        self._say = say
        self._palette = desk.look.palette
        self.field = QLineEdit()
        self.field.setAccessibleName(say("reader.find_name"))
        self.field.setPlaceholderText(say("reader.find_hint"))
        self.field.setMinimumWidth(desk.look.pixels(90))
        self.count = label("", "small", wraps=False)
        self._before = tool(desk, say("reader.find_previous"), "up")
        self._after = tool(desk, say("reader.find_next"), "down")
        self._close = tool(desk, say("reader.find_close"), "close")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._asked = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.field, 1)
        for widget in (self.count, self._before, self._after, self._close):
            inside.addWidget(widget)
        self.say_count(0, 0)

    def _connect(self) -> None:
        self.field.textEdited.connect(self._pause.start)
        self.field.returnPressed.connect(self._on_field_return)
        self._pause.timeout.connect(self._on_pause_over)
        self._before.clicked.connect(self._on_before_clicked)
        self._after.clicked.connect(self._on_after_clicked)
        self._close.clicked.connect(self.closed)

    @property
    def stops(self) -> list[QWidget]:
        """What the tab key goes through."""
        return [self.field, self._before, self._after, self._close]

    @property
    def words(self) -> str:
        return self.field.text().strip()

    def open(self, words: str) -> None:
        """Show the bar with words that are found already (or none) and put the cursor in it."""
        if words:
            self._asked = words
            self.field.setText(words)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def forget(self) -> None:
        """Another record is open: nothing is asked of it yet."""
        self._pause.stop()
        self._asked = ""
        self.field.clear()
        self.say_count(0, 0)

    def say_count(self, at: int, count: int) -> None:
        """Say which of how many places is the present one (from 1)."""
        if count:
            told = self._say("reader.found", at=at, count=count)
        else:
            told = self._say("reader.found_none") if self._asked else ""
        self.count.setText(told)
        self.count.setAccessibleName(told)
        self._before.setEnabled(count > 0)
        self._after.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Up:
            self.step.emit(-1)
        elif event.key() == Qt.Key.Key_Down:
            self.step.emit(1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the field has said it
        else:
            super().keyPressEvent(event)

    def _on_pause_over(self) -> None:
        if self.words != self._asked:
            self._asked = self.words
            self.wanted.emit(self.words)

    def _on_field_return(self) -> None:
        self._pause.stop()
        if self.words != self._asked:
            self._on_pause_over()
            return
        self.step.emit(-1 if self._shift_is_down() else 1)

    def _shift_is_down(self) -> bool:
        from PySide6.QtGui import QGuiApplication

        return bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _on_before_clicked(self) -> None:
        self.step.emit(-1)

    def _on_after_clicked(self) -> None:
        self.step.emit(1)
