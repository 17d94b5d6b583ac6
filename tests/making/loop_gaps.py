"""Measures how long the window's thread left its event loop waiting, and how much of that was the machine's doing.

On a machine with other work to do, a thread that is ready to run stands in line for a processor. Linux tells how
long, thread by thread (/proc, schedstat); what is left of a gap is ours: handlers, painting, waiting for a lock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

TICK = 0.004  # seconds between two looks at the clock
_TOLD = Path("/proc/self/schedstat")  # running, standing in line (both in ns), turns
_THREADS = Path("/proc/self/task")


def machine_tells() -> bool:
    """Whether this system says how long a thread stood in line; else `own` is no better than the whole gap."""
    return _TOLD.exists() and len(_TOLD.read_text("ascii").split()) == 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A time the loop did not turn, how much of it the machine kept us from running, and what the thread worked."""

    seconds: float
    in_line: float = 0.0
    worked: float = 0.0

    @property
    def own(self) -> float:
        """What is left without the standing in line; never less than the thread's own work."""
        return max(0.0, self.seconds - self.in_line, self.worked)


def waits(lengths: list[float], share: float) -> float:
    """How long a key waits that is pressed at any moment: `share` of all such moments wait no longer.

    A loop that stands for 100 ms is one gap, but 25 keys pressed 4 ms apart would have met it: each gap counts with
    all the waits in it, else the longest would hardly count.
    """
    met = sorted(length - TICK * n for length in lengths for n in range(1 + int(length / TICK)))
    return met[min(len(met) - 1, int(len(met) * share))] if met else 0.0


class Probe(QObject):
    """A timer in the window's thread that notes how late it is, for as long as it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._line = _Line()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(TICK * 1000))
        self._timer.timeout.connect(self._on_timeout)
        self._last = self._worked = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch while the block runs its loop."""
        self._line.look()
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        yield
        self._timer.stop()
        self._line.close()

    def p99(self, *, own: bool = False) -> float:
        """99 of 100 moments wait no longer, in seconds; with `own`, for what we did ourselves."""
        return waits([gap.own if own else gap.seconds for gap in self.gaps], 0.99)

    def longest(self, *, own: bool = False) -> float:
        return max((gap.own if own else gap.seconds for gap in self.gaps), default=0.0)

    def _on_timeout(self) -> None:
        now, worked = time.perf_counter(), time.thread_time() - self._worked
        gap = max(0.0, now - self._last - TICK)
        self.gaps.append(Gap(gap, self._line.look(), min(gap, worked)))
        self._last, self._worked = time.perf_counter(), time.thread_time()  # what looking took is the probe's own


class _Line:
    """How long the threads of this process have stood in line since the last look.

    All of them: whoever held the interpreter's lock meanwhile kept the window's thread waiting, and so did those
    that Qt has paint a share of a picture.
    """

    def __init__(self) -> None:
        self._files: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def look(self) -> float:
        threads = _THREADS.iterdir() if _THREADS.exists() else ()
        return sum(self._since(thread.name) for thread in threads) / 1e9

    def _since(self, thread: str) -> int:
        now = self._nanoseconds(thread)
        before, self._before[thread] = self._before.get(thread, now), now
        return now - before

    def _nanoseconds(self, thread: str) -> int:
        try:
            if thread not in self._files:
                self._files[thread] = os.open(_THREADS / thread / "schedstat", os.O_RDONLY)
            return int(os.pread(self._files[thread], 64, 0).split()[1])
        except (OSError, IndexError):  # the thread has ended, or this system does not tell
            return self._before.get(thread, 0)

    def close(self) -> None:
        for file in self._files.values():
            os.close(file)
        self._files.clear()
