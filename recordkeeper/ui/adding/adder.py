"""Runs adds one after the other on a thread of their own, and tells the window how far they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from recordkeeper.work.progress import CancelToken, Progress, Step

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.records.intake import Receipt
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes


@dataclass(frozen=True, slots=True)
class Ended:
    """How one add ended: with its receipt, or with what went wrong."""

    paths: tuple[str, ...]
    receipt: Receipt | None
    error: BaseException | None = None
    stopped: bool = False


class Adder(QObject):
    """One add at a time; what is dropped meanwhile waits its turn."""

    begun = Signal(object)  # tuple[str, ...]
    told = Signal(object)  # Step, on the window's thread, ten times a second at most
    ended = Signal(object)  # Ended

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="adding")
        self._waiting: deque[tuple[str, ...]] = deque()
        self._now: tuple[str, ...] | None = None
        self._token = CancelToken()
        self._progress = Progress()
        self._tell = desk.errands.line(self._on_heard)

    @property
    def running(self) -> bool:
        return self._now is not None

    @property
    def paused(self) -> bool:
        return self._token.paused

    @property
    def under_way(self) -> tuple[tuple[str, ...], ...]:
        """What is being added now, and what waits behind it."""
        return (*((self._now,) if self._now is not None else ()), *self._waiting)

    @property
    def waiting(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self._waiting)

    def add(self, paths: Sequence[str]) -> bool:
        """Begin, or wait for the add under way; returns whether it began. The same drop twice waits once."""
        wanted = tuple(paths)
        if self._now is None:
            self._begin(wanted)
            return True
        if wanted != self._now and wanted not in self._waiting:
            self._waiting.append(wanted)
        return False

    def pause(self) -> None:
        self._token.pause()
        self._progress.pause()

    def resume(self) -> None:
        self._progress.resume()
        self._token.resume()

    def stop(self) -> None:
        """Stop what is under way and forget what waits. What is done stays."""
        self._waiting.clear()
        self._token.cancel()

    def close(self) -> None:
        """Stop, and return when nothing of ours touches the library any more."""
        self.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _begin(self, paths: tuple[str, ...]) -> None:
        token, tell = CancelToken(self._desk.errands.way.wait), self._tell
        self._desk.errands.way.busy()
        self._now, self._token, self._progress = paths, token, Progress(lambda step: tell((token, step)))
        future = self._thread.submit(
            _work, self._desk.library, self._desk.lanes, self._desk.rules, paths, self._progress, token
        )
        self._desk.errands.follow(future, self, self._on_done, failed=self._on_failed)
        self.begun.emit(paths)

    def _on_heard(self, heard: tuple[CancelToken, Step]) -> None:
        token, step = heard
        if token is self._token and self._now is not None:
            self.told.emit(step)

    def _on_done(self, receipt: Receipt) -> None:
        self._end(receipt, None)

    def _on_failed(self, error: BaseException) -> None:
        self._end(None, error)

    def _end(self, receipt: Receipt | None, error: BaseException | None) -> None:
        paths, self._now = self._now or (), None
        self.ended.emit(Ended(paths, receipt, error, self._token.cancelled))
        if self._waiting and not self._token.cancelled and error is None:
            self._begin(self._waiting.popleft())


def _work(
    library: Library,
    lanes: Lanes,
    rules: Callable[[], ImagingRules],
    paths: tuple[str, ...],
    progress: Progress,
    token: CancelToken,
) -> Receipt:
    """On the adding thread; loading the rooms and the rules takes a moment too."""
    from recordkeeper.intake.add import add

    return add(library, lanes, rules(), paths, progress=progress, cancel=token, pictures=False)
