"""Photos taken in one go: pages of one paper, most likely. Offered to a person, never done alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import intake_account
from recordkeeper.catalogue.intake_account import Photo

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_APART = dt.timedelta(seconds=90)  # from one page to the next: turn it, smooth it, hold still
_NUMBERED = re.compile(r"^(.*?)(\d{2,})$")
_FIRST_PAGE = re.compile(r"\b(?:page|página|seite)\s*1\s*(?:of|de|von|/)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhotoRun:
    """Records of photos that follow each other, in the order they were taken."""

    records: tuple[str, ...]


def photo_runs(db: Database, intake_id: int) -> tuple[PhotoRun, ...]:
    """The runs of two photos or more among what an intake added and nobody has put together yet."""
    runs = _split(intake_account.photos(db, intake_id))
    return tuple(PhotoRun(tuple(photo.record for photo in run)) for run in runs if len(run) > 1)


def _split(photos: Iterable[Photo]) -> Iterator[list[Photo]]:
    run: list[Photo] = []
    for photo in sorted(photos, key=lambda each: (each.folder, each.taken, each.name)):
        if run and not _goes_on(run[-1], photo):
            yield run
            run = []
        run.append(photo)
    if run:
        yield run


def _goes_on(before: Photo, photo: Photo) -> bool:
    """Whether a photo follows the one before: soon after, or next in number, and not the start of a new paper."""
    if before.folder != photo.folder or _FIRST_PAGE.search(photo.text):
        return False
    if before.taken and photo.taken:
        return _moment(photo.taken) - _moment(before.taken) <= _APART
    return not before.taken and not photo.taken and _next_in_number(before.name, photo.name)


def _moment(taken: str) -> dt.datetime:
    return dt.datetime.fromisoformat(taken).replace(tzinfo=None)


def _next_in_number(before: str, name: str) -> bool:
    first, second = (_NUMBERED.match(each.rsplit(".", 1)[0]) for each in (before, name))
    if first is None or second is None:
        return False
    return first.group(1) == second.group(1) and int(second.group(2)) == int(first.group(2)) + 1
