"""A card with one button that starts long work: its progress, Stop, and what came of it in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from recordkeeper.ui.long_work import LongWork, WorkPanel
from recordkeeper.ui.page import button, label
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.work.progress import Cancelled, CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class WorkCard(QFrame):
    """`name` is the first part of the card's keys in the wording of its `room`: NAME_heading, NAME_hint, NAME,
    NAME_stopped.
    """

    def __init__(self, desk: Desk, name: str, icon: str, *, room: str = "settings") -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._name = name
        self._room = room
        self._work = LongWork(desk.errands, self)
        self._build(icon)
        self._work.stepped.connect(self.panel.show_step)
        self.panel.stop_wanted.connect(self._work.stop)

    def stop(self) -> None:
        self._work.stop()

    def run(self, work: Callable[[Progress, CancelToken], Any], done: Callable[[Any], None]) -> None:
        """Do the work off the window's thread; `done` gets what it gives, on the window's."""
        self.start.setEnabled(False)
        self.say("", "")
        self.panel.begin(self._desk.words.say(f"cli.doing.{self._name}"))
        self.panel.show()

        def on_done(given: Any) -> None:
            self._ended()
            done(given)

        self._desk.errands.follow(self._work.start(work), self, on_done, failed=self._on_failed)

    def say(self, icon: str, sentence: str) -> None:
        """Show a sentence with its sign; "" shows none."""
        palette = self._desk.look.palette
        colour = {"check": palette.good, "look": palette.look}.get(icon, palette.quiet)
        if icon:
            self.sign.setPixmap(self._desk.icons.pixmap(icon, self._desk.look.pixels(20), colour))
        self.sign.setVisible(bool(icon))
        self.result.setText(sentence)
        self.result.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)

    def _build(self, icon: str) -> None:
        say = self._desk.words.say
        self.start = button(self._desk, say(f"{self._room}.{self._name}"), icon)
        self.start.setAutoDefault(True)
        self.panel = WorkPanel(self._desk, say("settings.stop"))
        self.panel.hide()
        self.sign, self.result = QLabel(), label("")
        found = QHBoxLayout()
        found.setSpacing(12)
        found.addWidget(self.sign, alignment=Qt.AlignmentFlag.AlignTop)
        found.addWidget(self.result, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(label(say(f"{self._room}.{self._name}_heading"), "strong"))
        inside.addWidget(label(say(f"{self._room}.{self._name}_hint"), "small"))
        inside.addWidget(self.start, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.panel)
        inside.addLayout(found)
        self.say("", "")

    def _on_failed(self, error: BaseException) -> None:
        self._ended()
        words = self._desk.words
        if isinstance(error, Cancelled):
            self.say("info", words.say(f"{self._room}.{self._name}_stopped"))
        else:
            self.say("look", sentence_of(words, error))

    def _ended(self) -> None:
        self.panel.hide()
        self.start.setEnabled(True)
        self.start.setFocus()
