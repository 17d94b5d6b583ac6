"""Pages painted in the order they are wanted: what was asked for last replaces what was asked for before."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from recordkeeper.library.folder import Library
from recordkeeper.preview import page
from recordkeeper.preview.page import PagePlace
from recordkeeper.records.errors import KnownProblem
from recordkeeper.records.reading import Format, Picture
from recordkeeper.work.pool import WorkerFailure, Workers

log = logging.getLogger(__name__)

T = TypeVar("T")
_WAKING_SECONDS = 30.0
Problem = WorkerFailure | KnownProblem


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page as wide as somebody wants to see it. Equal requests are one."""

    place: PagePlace
    dpi: float


class Painter(Generic[T]):
    """A short list of wishes and a few threads that wait for the worker processes.

    Results are given to `done` on one of those threads, finished by `develop` there as well; a page that could
    not be painted gives its WorkerFailure or PlaceProblem. Wishes that are no longer in the list are forgotten;
    one already being painted is finished and delivered, since going back to it is common.
    """

    def __init__(
        self,
        library: Library,
        workers: Workers,
        *,
        develop: Callable[[Picture], T],
        done: Callable[[Wanted, T | Problem], None],
        threads: int = 2,
    ) -> None:
        self._library = library
        self._workers = workers
        self._develop = develop
        self._done = done
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="painter")
        self._lock = Lock()
        self._waiting: list[Wanted] = []
        self._painting: set[Wanted] = set()
        self._hands = 0  # threads at work
        self._closed = False

    def wake(self) -> None:
        """Have a worker load the reader of PDF before anything is wanted: it takes a third of a second."""
        self._workers.submit("wake", {"format": Format.PDF}, deadline=_WAKING_SECONDS)

    def want(self, wishes: Sequence[Wanted]) -> None:
        """Paint these, most urgent first, in place of whatever was still waiting. Never blocks."""
        with self._lock:
            if self._closed:
                return
            self._waiting = [wish for wish in dict.fromkeys(wishes) if wish not in self._painting]
            self._take_hands()

    def also(self, wish: Wanted) -> None:
        """Paint this before whatever waits: it is wanted anew, though it may be about to be delivered."""
        with self._lock:
            if not self._closed:
                self._waiting = [wish, *(other for other in self._waiting if other != wish)]
                self._take_hands()

    def _take_hands(self) -> None:
        """As many threads as there is work for; the lock is held."""
        new_hands = min(self._threads - self._hands, len(self._waiting))
        self._hands += new_hands
        for _ in range(new_hands):
            self._pool.submit(self._work)

    def close(self) -> None:
        """Forget all wishes and deliver nothing any more. What is being painted ends by itself."""
        with self._lock:
            self._closed = True
            self._waiting = []
        self._pool.shutdown(wait=False)

    def _work(self) -> None:
        """Paint one page, and have somebody paint the next, until nothing is wanted."""
        wish = self._next()
        if wish is None:
            return
        try:
            self._deliver(wish, self._paint(wish))
        finally:  # whatever happens to one page, the next is painted
            with self._lock:
                self._painting.discard(wish)
                if not self._closed:
                    self._pool.submit(self._work)

    def _next(self) -> Wanted | None:
        """The most urgent wish; None, and one hand less, when there is none."""
        with self._lock:
            if not self._waiting:
                self._hands -= 1
                return None
            wish = self._waiting.pop(0)
            self._painting.add(wish)
            return wish

    def _paint(self, wish: Wanted) -> T | Problem:
        try:
            return self._develop(page.paint(self._library, self._workers, wish.place, dpi=wish.dpi, marks=()))
        except (WorkerFailure, KnownProblem) as problem:
            return problem

    def _deliver(self, wish: Wanted, result: T | Problem) -> None:
        with self._lock:
            closed = self._closed
        if not closed:
            self._done(wish, result)
