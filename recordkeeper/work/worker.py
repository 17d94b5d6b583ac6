"""The worker's side of the pipe: one task at a time, until the pipe ends.

A task is a function from its arguments (a JSON object) to frames. Whatever escapes it is told by class name
only: texts of foreign errors may hold a patient's data.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from recordkeeper.work.frames import BrokenPipeLanguage, Frame, read_frame, write_frame
from recordkeeper.work.limits import Limits, limit_this_process

Task = Callable[[dict[str, Any]], Iterator[Frame]]
Tasks = Mapping[str, Callable[[], Task]]  # name -> a loader, so that heavy imports wait for their first task

_GRACE = 2.0  # seconds after the deadline in which our parent would have ended us, if it still lived


def serve(tasks: Tasks, limits: Limits) -> None:
    """Answer requests on stdin until it ends. Foreign libraries' prints cannot reach the pipe."""
    requests, answers = _private_pipes()
    limit_this_process(limits)
    while True:
        try:
            request = read_frame(requests)
        except BrokenPipeLanguage:
            return
        if answer(tasks, request, answers, worn_out_at=limits.worn_out):
            return


def answer(tasks: Tasks, request: Frame, answers: IO[bytes], *, worn_out_at: int) -> bool:
    """Run one request and write its frames; True when this process had better end.

    The last frame says so ("leaving"), or the next request would be sent to a process on its way out.
    """
    try:
        last = _run(tasks, request, answers)
    except BrokenPipeError:
        return True
    except MemoryError:
        last = {"error": "MemoryError"}
    except Exception as error:  # noqa: BLE001 - the edge of a task
        last = {"error": _name(error), "where": _where(error)}
    # Only here has the trace let go of what the task held, and there is memory again to say something.
    leaving = last.get("error") == "MemoryError" or _resident() > worn_out_at
    try:
        write_frame(answers, Frame({**last, "leaving": leaving}))
    except BrokenPipeError:
        return True
    return leaving


def _run(tasks: Tasks, request: Frame, answers: IO[bytes]) -> dict[str, Any]:
    seconds = float(request.header.get("seconds", 0.0))
    _alarm(seconds)
    try:
        for frame in tasks[request.header["task"]]()(request.header["args"]):
            _alarm(0)  # whoever reads the frames may take their time
            write_frame(answers, Frame({"frame": frame.header}, frame.buffer), clean=True)
            _alarm(seconds)
    finally:
        _alarm(0)
    return {"done": True}


def _alarm(seconds: float) -> None:
    """End this process if a task hangs and nobody is left to end it; the system does it, whatever hangs.

    Not on Windows: there the job ends with the parent.
    """
    if os.name != "nt":
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE if seconds else 0)


def _name(error: Exception) -> str:
    return type(error).__name__


def _where(error: Exception) -> str:
    """The innermost place in the code, for a bug report; code only, no data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    code = trace.tb_frame.f_code
    return f"{os.path.basename(code.co_filename)}:{trace.tb_lineno} {code.co_name}"  # noqa: PTH119 - not a path of ours


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    requests = os.fdopen(os.dup(0), "rb", buffering=1024 * 1024)
    answers = os.fdopen(os.dup(1), "wb", buffering=1024 * 1024)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return requests, answers


def _resident() -> int:
    """Resident bytes of this process; 0 where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return 0
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - a kernel file, read a thousand times
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
