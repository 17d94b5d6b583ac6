"""Opening what holds files: every member becomes a file in staging under a name of ours; its name is only data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from recordkeeper.intake.arrivals import Arrival
from recordkeeper.library.originals import Originals
from recordkeeper.records.reading import Format
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure, Workers

_MOST_BYTES = 4 * 1024**3
_SECONDS_A_CHUNK = 30.0


class Unopened(Exception):
    """The archive as a whole could not be opened; `reason_code` says why."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


class _MemberRefused(Exception):
    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


class _MemberBytes:
    """One member's bytes, read off the worker's frames."""

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = frames
        self.total = 0

    def read(self, size: int, /) -> bytes:
        del size  # frames come in pieces of at most one MiB
        frame = next(self._frames)
        if "refused" in frame.header:
            raise _MemberRefused(str(frame.header["refused"]))
        self.total += len(frame.buffer)
        return b"" if "end" in frame.header else frame.buffer


def unpack(
    workers: Workers,
    originals: Originals,
    outer: Arrival,
    form: Format,
    passwords: tuple[str, ...],
    check: Callable[[], None],
) -> tuple[Arrival, ...]:
    """The members of the archive, staged. Unopened when the archive was refused; its staged members are dropped."""
    assert outer.staged is not None
    arrivals: list[Arrival] = []
    asked = {"path": str(outer.staged.path), "format": form, "passwords": passwords}
    frames = workers.stream("unpack", asked, deadline=_SECONDS_A_CHUNK)
    total = 0
    try:
        for frame in frames:
            if "refused" in frame.header:
                raise Unopened(str(frame.header["refused"]))
            member = _MemberBytes(frames)
            arrivals.append(_stage(originals, member, str(frame.header["member"]), outer, check))
            total += member.total
            if total > _MOST_BYTES:
                raise Unopened("archive_bomb")
    except BaseException as error:
        for arrival in arrivals:
            if arrival.staged is not None:
                originals.drop(arrival.staged)
        if isinstance(error, (WorkerFailure, StopIteration)):
            raise Unopened("archive_damaged") from error
        raise
    return tuple(arrivals)


def _stage(
    originals: Originals, member: _MemberBytes, name: str, outer: Arrival, check: Callable[[], None]
) -> Arrival:
    path, around = f"{outer.path}!/{name}", outer.staged.fingerprint if outer.staged else None
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    try:
        staged = originals.stage(member, check)
    except _MemberRefused as refused:
        if refused.reason_code == "archive_bomb":  # the budget is spent: nothing after it could be had either
            raise Unopened("archive_bomb") from refused
        return Arrival(path, last, name, 0, 0, None, refused.reason_code, outer.depth + 1, around)
    return Arrival(path, last, name, staged.fingerprint.size, 0, staged, "", outer.depth + 1, around)
