"""Five-minute jobs at home: those that have no card of their own there, three at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.prepare.five_minutes import FiveMinutes, Job
from recordkeeper.records.own import OwnList
from recordkeeper.ui.page import label
from recordkeeper.ui.step import Step

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_MOST = 3
_ICONS = {"late": "waiting", "ask_for": "letter", "question": "opinion", "helper": "person"}


class FiveMinuteJobs(QWidget):
    """Hidden where there is nothing to do."""

    ask_wanted = Signal(str)  # a card of the board: draw up a request for it

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._jobs: tuple[Job, ...] = ()
        self.steps: dict[str, Step] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._rows.addWidget(label(desk.words.say("home.job.heading"), "heading"))
        self.hide()

    def offer(self, rules: FiveMinutes, waiting: Mapping[str, int], slot: str) -> None:
        """Show the jobs of which something waits."""
        jobs = rules.of(waiting, slot)[:_MOST]
        self.setVisible(bool(jobs))
        if jobs == self._jobs:
            return
        self._jobs = jobs
        for old in self.steps.values():
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.steps = {job.name: self._step(job) for job in jobs}

    def _step(self, job: Job) -> Step:
        say = self._desk.words.say
        made = Step(self._desk, _ICONS[job.name], "home.job.go")
        slot = say(f"readiness.slot.{job.slot}") if job.slot else ""
        made.say(say(f"home.job.{job.name}", count=job.batch, minutes=job.minutes, slot=slot))
        made.go.setObjectName(job.name)
        made.go.clicked.connect(self._on_go)
        self._rows.addWidget(made)
        return made

    def _on_go(self) -> None:
        news = self._desk.news
        job = next(each for each in self._jobs if each.name == self.sender().objectName())
        if job.name == "ask_for":
            self.ask_wanted.emit(job.slot)
        elif job.name == "question":
            news.question_wanted.emit({})
        else:
            news.list_wanted.emit((OwnList.REQUESTS if job.name == "late" else OwnList.HELPERS).value)
