"""While the window is open: the catalogue is copied now and then, and a first look tells whether all is there."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from recordkeeper import diagnostics, paths
from recordkeeper.library import backups
from recordkeeper.library.check import Glance, glance
from recordkeeper.library.folder import Library

if TYPE_CHECKING:
    from recordkeeper.library.backups import Kept
    from recordkeeper.ui.desk import Desk

_EVERY_MS = 5 * 60_000  # how often it is asked whether a copy is due
_FIRST_LOOK_MS = 4_000  # after the pages are made ahead


class Safekeeping(QObject):
    """On a thread of its own, as a copy of a large catalogue takes seconds."""

    def __init__(
        self, desk: Desk, parent: QObject, *, every_ms: int = _EVERY_MS, first_look_ms: int = _FIRST_LOOK_MS
    ) -> None:
        super().__init__(parent)
        self.looked = False  # at the library, once
        self._first_look_ms = first_look_ms
        self._desk = desk
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="safekeeping")
        self._copied: Future[Kept | None] | None = None
        self._due = QTimer(self)
        self._due.setInterval(every_ms)
        self._due.timeout.connect(self._on_due)

    def begin(self) -> None:
        """Look once, and copy from now on."""
        self._due.start()
        QTimer.singleShot(self._first_look_ms, self, self._on_first_look)

    def close(self) -> None:
        """Returns when nothing reads the library here any more."""
        self._due.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _on_due(self) -> None:
        if self._copied is None or self._copied.done():
            self._copied = self._thread.submit(_keep, self._desk.library)
            self._desk.errands.follow(self._copied, self, _nothing)

    def _on_first_look(self) -> None:
        if self._due.isActive():
            self._desk.errands.follow(self._thread.submit(glance, self._desk.library), self, self._on_seen)
            self._desk.errands.follow(self._thread.submit(_crashed, paths.places().logs), self, self._on_crashed)

    def _on_seen(self, seen: Glance) -> None:
        self.looked = True
        if not seen.ok:
            self._desk.news.said.emit(self._desk.words.say("settings.glance_not_ok", count=seen.missing))

    def _on_crashed(self, crashed: bool) -> None:
        if crashed:
            self._desk.news.said.emit(self._desk.words.say("safety.trouble_crashed"))


def _crashed(logs: Path) -> bool:
    """Whether the program ended in compiled code the last time; it is told once."""
    crashed = diagnostics.crashed_before(logs)
    if crashed:
        diagnostics.crash_told(logs)
    return crashed


def _keep(library: Library) -> Kept | None:
    return backups.keep(library, dt.datetime.now(dt.UTC), at_least=backups.EVERY)


def _nothing(_kept: object) -> None:
    """A copy was made, or was not due."""
