"""Who does what, and in what order: one writer, two readers, and the worker processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, Protocol, TypeVar

from recordkeeper.work.pool import Workers

P = ParamSpec("P")
R = TypeVar("R")
VIEWERS = 3  # images on their way at once


class Lane(Protocol):
    """Takes work, gives a future."""

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do `work` later, after what was submitted before if the lane has one thread."""


class Lanes:
    """The threads and processes of one open library.

    `writer` is one thread and owns the only writing connection; `readers` are for short reads;
    `copiers` read sources and write originals (hashing frees the interpreter, so two of them pay); `viewers` wait
    for images from the workers and make them ready, enough of them that no worker rests. `ocr` are worker
    processes with limits of their own; without them `workers` read pictures too.
    """

    def __init__(self, workers: Workers, ocr: Workers | None = None) -> None:
        self.workers = workers
        self.ocr = ocr or workers
        self._pools = (
            ThreadPoolExecutor(1, thread_name_prefix="writer"),
            ThreadPoolExecutor(2, thread_name_prefix="reader"),
            ThreadPoolExecutor(2, thread_name_prefix="copier"),
            ThreadPoolExecutor(VIEWERS, thread_name_prefix="viewer"),
        )
        self.writer: Lane
        self.readers: Lane
        self.copiers: Lane
        self.viewers: Lane
        self.writer, self.readers, self.copiers, self.viewers = self._pools

    def close(self) -> None:
        """Finish what was submitted, then end."""
        for pool in self._pools:
            pool.shutdown(wait=True)
        self.workers.close()
        if self.ocr is not self.workers:
            self.ocr.close()


class InlineLane:
    """Does the work at once, in the caller's thread."""

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the edge of a task: the future carries it
            future.set_exception(error)
        return future


class InlineLanes:
    """All lanes in one thread, in order: for tests and fault injection."""

    def __init__(self, workers: Workers) -> None:
        self.workers = self.ocr = workers
        self.writer: Lane = InlineLane()
        self.readers: Lane = InlineLane()
        self.copiers: Lane = InlineLane()
        self.viewers: Lane = InlineLane()

    def close(self) -> None:
        self.workers.close()
