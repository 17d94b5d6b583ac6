"""A worker door whose readers fail on purpose: the first word of a file says how.

Run as a program it serves the real tasks; only files that begin with one of the words below meet a fake reader.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recordkeeper.paths import resources
from recordkeeper.tasks import worker_tasks
from recordkeeper.work.frames import Frame
from recordkeeper.work.limits import Limits
from recordkeeper.work.worker import Task, serve

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, str(Path(__file__).resolve()))


def crash() -> None:
    ctypes.string_at(0)


def hang() -> None:
    while True:
        time.sleep(1)


def blow_up() -> None:
    bytearray(3 * 1024**3)  # beyond the two GB a worker may have


def stumble() -> None:
    raise ValueError("Mrs Secret's report")


TROUBLES = {b"CRASH": crash, b"HANG": hang, b"BLOW-UP": blow_up, b"STUMBLE": stumble}


def _troubled(real: Task) -> Task:
    def task(args: dict[str, Any]) -> Iterator[Frame]:
        first = Path(args["path"]).read_bytes()[:20].split(b" ")[0]
        if first in TROUBLES:
            TROUBLES[first]()
        yield from real(args)

    return task


if __name__ == "__main__":
    tasks = dict(worker_tasks(resources()))
    load_take_in = tasks["take_in"]
    tasks["take_in"] = lambda: _troubled(load_take_in())
    serve(tasks, Limits())
