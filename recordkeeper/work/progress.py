"""How far long work has come, and how a person stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):
    """The person asked to stop. What was finished before stays."""


class CancelToken:
    """Carried into long work, which asks it often and stops within half a second.

    `gives_way` is called at each check and may keep the work waiting a moment: for a window that has to paint.
    """

    def __init__(self, gives_way: Callable[[], None] | None = None) -> None:
        self._gives_way = gives_way
        self._event = threading.Event()
        self._go_on = threading.Event()
        self._go_on.set()

    def cancel(self) -> None:
        self._event.set()
        self._go_on.set()

    def pause(self) -> None:
        """Let whoever checks wait, until `resume` or `cancel`."""
        if not self._event.is_set():
            self._go_on.clear()

    def resume(self) -> None:
        self._go_on.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    @property
    def paused(self) -> bool:
        return not self._go_on.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait that long, or less when somebody asks to stop; returns whether they did."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Wait while paused; raise Cancelled once somebody has asked to stop."""
        self._go_on.wait()
        if self._gives_way is not None:
            self._gives_way()
        if self._event.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Step:
    """One report of progress. `total` and `seconds_left` are None while they are not known."""

    what: str
    done: int
    total: int | None
    seconds_left: float | None


class Progress:
    """Counts steps and tells a listener, at most ten times a second."""

    _EVERY = 0.1
    _BEFORE_GUESSING = 5.0  # seconds of data before a time left is worth saying

    def __init__(
        self, tell: Callable[[Step], None] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._lock = threading.Lock()
        self._what = ""
        self._done = 0
        self._total: int | None = None
        self._started = self._told = clock()
        self._paused: float | None = None

    def begin(self, what: str, total: int | None = None) -> None:
        """Start a new stretch of work; `what` is a key of the wording."""
        with self._lock:
            self._what, self._done, self._total = what, 0, total
            self._started = self._told = self._clock()
            self._paused = self._started if self._paused is not None else None
        self._report()

    def step(self, count: int = 1) -> None:
        with self._lock:
            self._done += count
            now = self._clock()
            due = now - self._told >= self._EVERY or self._done == self._total
            if due:
                self._told = now
        if due:
            self._report()

    def pause(self) -> None:
        """The work waits: the time until `resume` counts for nothing when the time left is guessed."""
        with self._lock:
            self._paused = self._clock() if self._paused is None else self._paused

    def resume(self) -> None:
        with self._lock:
            if self._paused is not None:
                self._started += self._clock() - self._paused
            self._paused = None

    def _report(self) -> None:
        if self._tell is not None:
            self._tell(Step(self._what, self._done, self._total, self._seconds_left()))

    def _seconds_left(self) -> float | None:
        spent = (self._clock() if self._paused is None else self._paused) - self._started
        if not self._total or not self._done or spent < self._BEFORE_GUESSING:
            return None
        return spent / self._done * max(0, self._total - self._done)
