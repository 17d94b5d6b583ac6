"""Check my library: is every file still there and unchanged? Off the window's thread, with its result in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from recordkeeper.library.check import Verdict, check
from recordkeeper.records.errors import KnownProblem
from recordkeeper.ui.long_work import LongWork, WorkPanel
from recordkeeper.ui.page import button, label
from recordkeeper.wording.words import Words
from recordkeeper.work.progress import Cancelled

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class CheckCard(QFrame):
    """A button, the progress, and what was found."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._work = LongWork(desk.errands, self)
        self._build()
        self._work.stepped.connect(self.panel.show_step)
        self.panel.stop_wanted.connect(self._work.stop)
        self.start.clicked.connect(self._on_start_clicked)

    def stop(self) -> None:
        self._work.stop()

    def _build(self) -> None:
        say = self._desk.words.say
        self.start = button(self._desk, say("settings.check"), "review")
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
        inside.addWidget(label(say("settings.check_heading"), "strong"))
        inside.addWidget(label(say("settings.check_hint"), "small"))
        inside.addWidget(self.start, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.panel)
        inside.addLayout(found)
        self._say("", "")

    def _on_start_clicked(self) -> None:
        self.start.setEnabled(False)
        self._say("", "")
        self.panel.begin(self._desk.words.say("cli.doing.check"))
        self.panel.show()
        future = self._work.start(partial(check, self._desk.library))
        self._desk.errands.follow(future, self, self._on_checked, failed=self._on_not_checked)

    def _on_checked(self, verdict: Verdict) -> None:
        self._ended()
        sentence = in_words(verdict, self._desk.words)
        self._say("check" if verdict.ok else "look", sentence)

    def _on_not_checked(self, error: BaseException) -> None:
        self._ended()
        words = self._desk.words
        if isinstance(error, Cancelled):
            self._say("info", words.say("settings.check_stopped"))
        elif isinstance(error, KnownProblem):
            self._say("look", words.say(f"errors.{error.code}", **error.fields))
        else:
            self._say("look", words.say("errors.a_bug", error=type(error).__name__))

    def _ended(self) -> None:
        self.panel.hide()
        self.start.setEnabled(True)
        self.start.setFocus()

    def _say(self, icon: str, sentence: str) -> None:
        palette = self._desk.look.palette
        colour = {"check": palette.good, "look": palette.look}.get(icon, palette.quiet)
        if icon:
            self.sign.setPixmap(self._desk.icons.pixmap(icon, self._desk.look.pixels(20), colour))
        self.sign.setVisible(bool(icon))
        self.result.setText(sentence)
        self.result.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)


def in_words(verdict: Verdict, words: Words) -> str:
    """What the check found, and what to do about it."""
    if verdict.ok:
        told = [words.say("settings.check_ok", count=verdict.originals)]
    else:
        told = [
            words.say(f"settings.check_{name}", count=len(found))
            for name, found in (("missing", verdict.missing), ("changed", verdict.changed))
            if found
        ]
        if not verdict.catalogue_whole:
            told.append(words.say("settings.check_catalogue"))
        else:
            told.append(words.say("settings.check_advice"))
    if verdict.orphans:
        told.append(words.say("settings.check_orphans", count=len(verdict.orphans)))
    return " ".join(told)
