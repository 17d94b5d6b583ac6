"""A page of a record as pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.library.folder import Library
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.records.provenance import Box, Fingerprint
from recordkeeper.records.reading import Format, Picture
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Trouble, WorkerFailure, Workers

PAGE_LOCKED = "page_locked"
_LOCKED = "PageLocked"  # what a worker calls it (formats/handler.py)
_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a record's page is: the file and the page in it; `turn` and `skew` make a picture stand upright."""

    fingerprint: Fingerprint
    format: Format
    page: int
    turn: int = 0
    skew: float = 0.0


def locate(record: Record, page_counts: Sequence[int | None], number: int) -> PagePlace:
    """The place of page `number` (from 1) of a record; `page_counts` are its files' own.

    InputProblem "no_such_page" before the first or beyond the last.
    """
    before = 0
    for part, count in zip(record.files, page_counts, strict=True):
        first = part.first_page or 1
        last = part.last_page or max(count or 1, 1)
        pages = last - first + 1
        if before < number <= before + pages:
            return PagePlace(part.fingerprint, part.format, first + number - before - 1)
        before += pages
    raise InputProblem("no_such_page", page=number)


def paint(library: Library, workers: Workers, place: PagePlace, *, dpi: float, marks: tuple[Box, ...]) -> Picture:
    """The page upright, with `marks` tinted. WorkerFailure when it cannot be painted.

    PlaceProblem PAGE_LOCKED when its file takes a password that is not known (any more).
    """
    asked = {
        "format": place.format,
        "page": place.page,
        "dpi": dpi,
        "marks": [list(mark) for mark in marks],
        "turn": place.turn,
        "skew": place.skew,
        "passwords": library.passwords.known(),
    }
    with library.originals.lend(place.fingerprint) as path:
        try:
            frame = workers.run("render", {"path": str(path), **asked}, deadline=_SECONDS)
        except WorkerFailure as failure:
            if failure.error == _LOCKED:
                raise PlaceProblem(PAGE_LOCKED) from failure
            raise
    return _picture(frame)


def _picture(frame: Frame) -> Picture:
    """What a worker sent, if it is as long as it says. A worker that read a foreign file is not trusted."""
    header = frame.header
    width, height, mode = int(header["width"]), int(header["height"]), str(header["mode"])
    if min(width, height) < 1 or len(frame.buffer) != width * height * {"L": 1, "RGB": 3}.get(mode, 0):
        raise WorkerFailure(Trouble.FAILED, "not a picture")
    turned = int(header.get("turned", 0)) % 360
    return Picture(width, height, mode, frame.buffer, turned)
