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
from recordkeeper.work.pool import Trouble, WorkerFailure, Workers

SECONDS = 30.0  # for a small file; the person sees "took too long" after it
_BYTES_A_SECOND = 4_000_000  # a slow reader on a slow machine; large files get more time

ONE_UNKNOWN = (Document(Recognition(Kind.OTHER, 0.0)),)  # a file that is kept, and nobody knows as what

_REASONS = {
    Trouble.CRASHED: "reader_crashed",
    Trouble.TOO_SLOW: "reader_too_slow",
    Trouble.TOO_MUCH_MEMORY: "reader_too_much_memory",
    Trouble.FAILED: "reader_failed",
}


def start(
    workers: Workers,
    path: Path,
    name: str,
    size: int,
    country: str,
    passwords: tuple[str, ...] = (),
    *,
    seconds: float = SECONDS,
) -> Future[Frame]:
    """Ask a worker to read and recognise the file at `path`, called `name`; larger files get more time."""
    return workers.submit(
        "take_in",
        {"path": str(path), "name": name, "country": country, "passwords": passwords},
        deadline=seconds + size / _BYTES_A_SECOND,
    )


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
