"""After a person's act, what belongs together is looked for again, unseen; pages hear of it when it is done."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from recordkeeper.ui.long_work import LongWork
from recordkeeper.work.progress import Cancelled

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes
    from recordkeeper.work.progress import CancelToken, Progress

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

    def stop(self) -> None:
        """For closing: what is left is done next time."""
        self._rest.stop()
        self._work.stop()

    def _on_records_changed(self, touched: tuple[str, ...]) -> None:
        if touched:  # somebody did something; adding and reading pictures look for themselves
            self._rest.start()

    def _on_rest(self) -> None:
        if self._future is not None and not self._future.done():
            self._rest.start()
            return
        self._future = self._work.start(partial(_belong, self._desk.library, self._desk.lanes))
        self._desk.errands.follow(self._future, self, self._on_done)

    def _on_done(self, changed: bool) -> None:
        if changed:
            self._desk.news.records_changed.emit(())


def _belong(library: Library, lanes: Lanes, progress: Progress, cancel: CancelToken) -> bool:
    """On the work's thread."""
    from recordkeeper.intake.belong import belong

    try:
        return belong(library, lanes, progress=progress, cancel=cancel)
    except Cancelled:
        return False
