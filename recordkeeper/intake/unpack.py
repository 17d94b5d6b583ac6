"""Opening what holds files: every member becomes a file in staging under a name of ours; its name is only data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from recordkeeper.intake.arrivals import Arrival
from recordkeeper.library.originals import Originals
from recordkeeper.records.reading import Format
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure, Workers

_MOST_BYTES = 4 * 1024**3
_MOST_TIMES = 4  # a large archive may give more than that, but no more than so many times its size
_MOST_FILES = 100_000
_SECONDS_A_CHUNK = 30.0
_PACKED_ALONE = (".gz", ".bz2", ".xz", ".z")


class Room:
    """What may still come out of one file that was brought in, whatever lies in what inside it."""

    def __init__(self, size: int, *, most_bytes: int = _MOST_BYTES, most_files: int = _MOST_FILES) -> None:
        self._bytes = max(most_bytes, _MOST_TIMES * size)
        self._files = most_files

    def take(self, count: int) -> None:
        """One more file of `count` bytes. Unopened when there is no room for it."""
        self._bytes -= count
        self._files -= 1
        self.check()

    def check(self) -> None:
        """Unopened when all room is used up."""
        if self._bytes < 0 or self._files < 0:
            raise Unopened("archive_bomb")


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
    room: Room,
    check: Callable[[], None],
) -> tuple[Arrival, ...]:
    """The members of the archive, staged. Unopened when the archive was refused; its staged members are dropped."""
    assert outer.staged is not None
    room.check()
    arrivals: list[Arrival] = []
    asked = {"path": str(outer.staged.path), "format": form, "passwords": passwords}
    frames = workers.stream("unpack", asked, deadline=_SECONDS_A_CHUNK)
    try:
        for frame in frames:
            if "refused" in frame.header:
                raise Unopened(str(frame.header["refused"]))
            member = _MemberBytes(frames)
            name = str(frame.header["member"]) or _name_of_the_only_one(outer.name)
            arrivals.append(_stage(originals, member, name, outer, check))
            room.take(member.total)
    except BaseException as error:
        for arrival in arrivals:
            if arrival.staged is not None:
                originals.drop(arrival.staged)
        if isinstance(error, (WorkerFailure, StopIteration)):
            raise Unopened("archive_damaged") from error
        raise
    return tuple(arrivals)


def _name_of_the_only_one(outer: str) -> str:
    """What a file packed alone is called when it does not say: its own name without the packing's."""
    stem, dot, end = outer.rpartition(".")
    if dot + end.lower() in (".tgz", ".tbz", ".txz"):
        return f"{stem}.tar"
    return stem if stem and dot + end.lower() in _PACKED_ALONE else outer


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
