"""Does one action in a fresh child of a process that has loaded the program already, so that a fault costs little.

`python -m tests.faults.zygote` reads a JSON line [action, place, bug] and forks a child that stops itself. Its
process id is answered; whoever reads it may attach to the child and lets it go on (SIGCONT). Then its exit code is
answered, negative for a signal. BUG plants a fault that the harness must find: it proves the harness.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from recordkeeper.catalogue import engine
from recordkeeper.library import originals
from recordkeeper.records.errors import KnownProblem
from tests.faults.actions import ACTIONS

REFUSED = 3  # the exit code of a problem that has a sentence
_BROKEN = 70


def main() -> None:
    for line in sys.stdin:
        action, place, bug = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_in_the_child(action, Path(place), bug))
        _answer(child)
        _, status = os.waitpid(child, 0)
        _answer(os.waitstatus_to_exitcode(status))


def _in_the_child(action: str, place: Path, bug: str) -> int:
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        plant(bug)
        with engine.place_problems(place):
            ACTIONS[action].run(place)
    except KnownProblem:
        return REFUSED
    except BaseException:  # noqa: BLE001 - the edge of a process: a traceback is what the harness looks for
        os.writev(2, [traceback.format_exc().encode()])  # a call that is not struck at
        return _BROKEN
    return 0


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def plant(bug: str) -> None:
    """Make the program wrong in one of two ways people make programs wrong."""
    if bug == "no_fsync":
        os.fsync = lambda _handle: None
    elif bug == "row_before_file":
        originals.Originals.adopt = _AdoptsLate()  # type: ignore[assignment]


class _AdoptsLate:
    """Moves the files of a batch only after its rows were written."""

    def __init__(self) -> None:
        self._move = originals.Originals.adopt
        self._late: list[Any] = []

    def __get__(self, one: originals.Originals, _kind: type) -> Any:
        def adopt(batch: Any) -> None:
            late, self._late = self._late, [*batch]
            self._move(one, late)

        return adopt


if __name__ == "__main__":
    main()
