"""The search box: searches as you type, and offers what was sought before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from recordkeeper.catalogue import recent

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk

_PAUSE_MS = 120  # between the last key and the search


class SearchBox(QLineEdit):
    """Down in it shows the searches made last; one is remembered once Enter is pressed or the box is left."""

    wanted = Signal()  # search for what stands in the box

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setPlaceholderText(desk.words.say("ui.search_hint"))
        self.setAccessibleName(desk.words.say("ui.search_name"))
        self.setToolTip(desk.words.say("search.hint"))
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.recent = QStringListModel(self)
        self._offer = QCompleter(self.recent, self)
        self._offer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._offer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._offer.setWidget(self)
        self.textChanged.connect(self._pause.start)
        self.returnPressed.connect(self._on_return)
        self._pause.timeout.connect(self.wanted)
        self._offer.activated.connect(self._on_picked)

    def read(self) -> None:
        """Read what was sought before, off this thread."""
        self._desk.errands.follow(self._desk.read(recent.recent), self, self._on_recent, newest="recent")

    def stop_waiting(self) -> None:
        """The search is made: not once more when the pause is over."""
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Down and self.recent.rowCount():
            self._offer.setCompletionPrefix(self.text())
            self._offer.complete()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._remember()

    def _on_return(self) -> None:
        self._remember()
        self.wanted.emit()

    def _on_picked(self, words: str) -> None:
        self.setText(words)
        self._on_return()

    def _remember(self) -> None:
        words = self.text().strip()
        if words and words not in self.recent.stringList()[:1]:
            self._desk.errands.follow(self._desk.act(_remember, words), self, self._on_recent, newest="recent")

    def _on_recent(self, words: tuple[str, ...]) -> None:
        self.recent.setStringList(list(words))


def _remember(library: Library, words: str) -> tuple[str, ...]:
    return recent.remember(library.catalogue.writer, words)
