"""What is brought up to date unseen: what belongs together after a person's act, what an earlier program has read.

Pages hear of it when it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from recordkeeper.catalogue import jobs, parting, renewals, traces, whose
from recordkeeper.ui.long_work import LongWork
from recordkeeper.work.progress import Cancelled

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes
    from recordkeeper.work.progress import CancelToken, Progress

_CLOSING_SECONDS = 10.0
_REST_MS = 1500  # somebody who accepts record after record is not kept from it


class Relating(QObject):
    """One run at a time, a moment after the last act; what was left by an earlier time is done at the start."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work = LongWork(desk.errands, self)
        self._future: Future[bool] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        desk.news.records_changed.connect(self._on_records_changed)

    def begin(self) -> None:
        """Do what an earlier time has left, once the window has been quiet for a moment."""
        self._rest.start()

    def stop(self) -> None:
        """For closing: what is left is done next time."""
        self._rest.stop()
        self._work.stop()
        if self._future is not None:
            wait((self._future,), timeout=_CLOSING_SECONDS)

    def _on_records_changed(self, touched: tuple[str, ...]) -> None:
        if touched:  # somebody did something; adding and reading pictures look for themselves
            self._rest.start()

    def _on_rest(self) -> None:
        if self._future is not None and not self._future.done():
            self._rest.start()
            return
        self._future = self._work.start(partial(_catch_up, self._desk.library, self._desk.lanes, self._desk.rules))
        self._desk.errands.follow(self._future, self, self._on_done)

    def _on_done(self, changed: bool) -> None:
        if changed:
            self._desk.news.records_changed.emit(())


def _catch_up(
    library: Library, lanes: Lanes, rules: Callable[[], ImagingRules], progress: Progress, cancel: CancelToken
) -> bool:
    """On the work's thread. Whether anything has changed; most often nothing waits, and no room is loaded."""
    db = library.catalogue.reader()
    again = bool(renewals.waiting(db))
    if not (again or jobs.any_waiting(db, whose.JUDGE, traces.BELONG, parting.RECOGNISE)):
        return False
    from recordkeeper.intake.belong import belong
    from recordkeeper.intake.renew import renew

    try:
        changed = again and renew(library, lanes, rules(), progress=progress, cancel=cancel) > 0
        return belong(library, lanes, progress=progress, cancel=cancel) or changed
    except Cancelled:
        return False
