"""Strikes at one call of the system: kills the program there, or has the call refused. Linux and strace.

A moment is the name of a call and which time it is made: strace counts each name by itself.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent.parent
# Calls that change something on a disk. Opening is not among them: a file just made is met at its first write.
CALLS = (
    "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2", "unlink",
    "unlinkat", "rmdir", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "copy_file_range", "sendfile",
)  # fmt: skip
_A_LINE = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Moment:
    """The `nth` time a child makes this call, from 1."""

    call: str
    nth: int


class Zygote:
    """Children that do one action each (see zygote.py)."""

    def __init__(self, log: IO[bytes]) -> None:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def run(self, action: str, place: Path, *strace: str, bug: str = "") -> int:
        """Do an action, under strace with these options if there are any; returns the child's exit code."""
        requests, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        requests.write(json.dumps([action, str(place), bug]) + "\n")
        requests.flush()
        child = int(answers.readline())
        _wait_until_stopped(child)
        if not strace:
            os.kill(child, signal.SIGCONT)
            return int(answers.readline())
        tracer = subprocess.Popen(
            ["strace", "-f", *strace, "-p", str(child)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        told = cast("IO[str]", tracer.stderr)
        if "attached" not in told.readline():
            raise RuntimeError("strace cannot attach here")
        os.kill(child, signal.SIGCONT)
        code = int(answers.readline())
        told.read()
        tracer.wait()
        return code

    def close(self) -> None:
        cast("IO[str]", self._process.stdin).close()
        self._process.wait()


def _wait_until_stopped(child: int) -> None:
    """A child stops itself before it does anything; the kernel tells when (proc(5), field 3 of stat)."""
    while Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] not in ("T", "t"):
        os.sched_yield()


@contextmanager
def zygote(log: Path) -> Iterator[Zygote]:
    with log.open("wb") as file:
        made = Zygote(file)
        try:
            yield made
        finally:
            made.close()


def moments(zygote: Zygote, action: str, place: Path) -> list[Moment]:
    """Every moment of an action at which something changes; the action is done to find out."""
    log = place.with_name("calls.log")
    code = zygote.run(action, place, "-o", str(log), "-e", f"trace={','.join(CALLS)}")
    if code:
        raise RuntimeError(f"{action} failed without any fault: {code}")
    counted = Counter(_A_LINE.findall(log.read_text(errors="replace")))
    return [Moment(call, nth) for call, count in sorted(counted.items()) for nth in range(1, count + 1)]


def kill_at(moment: Moment) -> tuple[str, ...]:
    """Options of strace that kill the child just before that call is done."""
    return "-e", f"trace={moment.call}", "-e", f"inject={moment.call}:signal=SIGKILL:when={moment.nth}"


def refuse_at(moment: Moment, error: str) -> tuple[str, ...]:
    """Options of strace that have that call, and every later one of its name, answered with an error."""
    return "-e", f"trace={moment.call}", "-e", f"inject={moment.call}:error={error}:when={moment.nth}+"


def spread(found: Sequence[Moment], count: int, draw: random.Random) -> list[Moment]:
    """A sample with every call in it, each from all along the action."""
    if len(found) <= count:
        return list(found)
    step = len(found) / count
    return [found[min(len(found) - 1, int((at + draw.random()) * step))] for at in range(count)]


def can_strike() -> bool:
    return sys.platform.startswith("linux") and shutil.which("strace") is not None
