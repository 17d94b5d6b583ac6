"""One place for a worker process, and the moment it must have answered by."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Slot:
    """One worker process and the moment it must have answered by."""

    process: subprocess.Popen[bytes] | None = None
    job: object | None = None
    due: float | None = None
    overdue: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def expect(self, seconds: float, *, at_most: float | None = None) -> None:
        """An answer in `seconds`, but no later than at the moment `at_most`."""
        with self.lock:
            due = time.monotonic() + seconds
            self.due = due if at_most is None else min(due, at_most)

    def heard(self) -> bool:
        """Stop the clock; False when the process was ended for being late, however far its answer came."""
        with self.lock:
            self.due = None
            return not self.overdue

    def end_if_late(self) -> None:
        """Under the lock, so that nobody is ended for a task that was answered a moment before."""
        with self.lock:
            if self.due is not None and time.monotonic() > self.due and self.process is not None:
                self.due, self.overdue = None, True
                self.process.kill()


def kill(slot: Slot) -> None:
    """Stop the slot's process from another thread: who waits for its answer sees the pipe end, and cleans up."""
    process = slot.process
    if process is not None:
        process.kill()
        process.wait()


def end(slot: Slot) -> None:
    """Stop the slot's process and free its pipes."""
    with slot.lock:
        process, slot.process, slot.job, slot.due = slot.process, None, None, None
    if process is None:
        return
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # a request was still buffered for a process that is gone
                continue
