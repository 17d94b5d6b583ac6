"""Having a file read by a worker, and what is said of it when the worker fails."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

from recordkeeper.records.document import Document, Recognition
from recordkeeper.records.kinds import Kind
from recordkeeper.records.plain import from_plain
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Format, Reading
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Errand, Trouble, WorkerFailure, Workers

SECONDS = 30.0  # for a small file; the person sees "took too long" after it
_BYTES_A_SECOND = 4_000_000  # a slow reader on a slow machine; large files get more time
_SMALL = 1_000_000  # bytes
_TOGETHER = 16  # files asked for together
_MOST_SENT = 40_000  # bytes of requests at once: a pipe holds 64 KB, and nobody reads answers while we write
_BYTES_A_LETTER = 12  # of a name, as JSON writes what is no text

ONE_UNKNOWN = (Document(Recognition(Kind.OTHER, 0.0)),)  # a file that is kept, and nobody knows as what

_REASONS = {
    Trouble.CRASHED: "reader_crashed",
    Trouble.TOO_SLOW: "reader_too_slow",
    Trouble.TOO_MUCH_MEMORY: "reader_too_much_memory",
    Trouble.FAILED: "reader_failed",
}


class Readers:
    """Asks workers to read and recognise files. Small ones are asked for together, which saves half the way."""

    def __init__(
        self, workers: Workers, country: str, passwords: tuple[str, ...], *, seconds: float = SECONDS
    ) -> None:
        self._workers = workers
        self._country = country
        self._passwords = passwords
        self._seconds = seconds
        self._gathered: list[Errand] = []
        self._weight = 0

    def ask(self, path: Path, name: str, size: int) -> Future[Frame]:
        """Read the file at `path`, called `name`. Call `send` before waiting for the answer."""
        args = {"path": str(path), "name": name, "country": self._country, "passwords": self._passwords}
        errand = Errand(args, self._seconds + size / _BYTES_A_SECOND, Future())
        weight = _BYTES_A_LETTER * (len(name) + sum(map(len, self._passwords))) + len(str(path)) + 200
        if self._weight + weight > _MOST_SENT:
            self.send()
        self._weight += weight
        self._gathered.append(errand)
        if size > _SMALL or len(self._gathered) >= _TOGETHER:
            self.send()
        return errand.answer

    def send(self) -> None:
        """Have what was asked for read now."""
        gathered, self._gathered, self._weight = self._gathered, [], 0
        if gathered:
            self._workers.submit_many("take_in", gathered)


def finish(answer: Future[Frame]) -> tuple[Reading, tuple[Document, ...]]:
    """What the worker found; a reader that failed makes an unreadable file, and costs nothing else."""
    try:
        header = answer.result().header
    except WorkerFailure as failure:
        reading = Reading(
            Format.OTHER,
            Reader("none", 0),
            condition=Condition.UNREADABLE,
            reason_code=_REASONS[failure.trouble],
        )
        return reading, ONE_UNKNOWN
    read = from_plain(Reading, header["reading"])
    return read, documents_of(header) or ONE_UNKNOWN


def documents_of(header: dict[str, Any]) -> tuple[Document, ...]:
    """The documents a worker found in a file."""
    return tuple(from_plain(Document, plain) for plain in header.get("documents", ()))
