"""Copies of the catalogue inside the library: made after changes, proven by opening, thinned with age.

They hold everything that was read, typed and decided; the originals are in a full backup only (`full_backup`).
A name is number, moment (UTC) and the journal's last line at that time; the number orders them, as a clock may be
wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import engine, store
from recordkeeper.library.durable import place_problems, sync_file, sync_folder
from recordkeeper.records.errors import PlaceProblem

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.library.folder import Library

DAMAGED = "damaged-"  # before the SHA-256 of a file that had changed, and was brought back: what lay there
EVERY = dt.timedelta(minutes=30)
# The newest of each of so many hours, days, weeks and months that have any: counted, so that a clock that once was
# ten years ahead costs one place and no more.
_KEPT = (("%Y-%m-%d %H", 24), ("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 12))
_MOMENT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"catalogue-(\d{6,})-(\d{8}T\d{6}Z)-(\d+)\.sqlite")


@dataclass(frozen=True, slots=True)
class Kept:
    """One copy: its place in the order, when it was made, and the last line of the journal it has seen."""

    number: int
    made: dt.datetime
    line: int
    path: Path


def kept(folder: Path) -> tuple[Kept, ...]:
    """The copies in the backups folder of a library, oldest first."""
    found = []
    for path in folder.glob("catalogue-*.sqlite"):
        if match := _NAME.fullmatch(path.name):
            number, moment, line = match.groups()
            made = dt.datetime.strptime(moment, _MOMENT).replace(tzinfo=dt.UTC)
            found.append(Kept(int(number), made, int(line), path))
    return tuple(sorted(found, key=lambda one: one.number))


def keep(library: Library, now: dt.datetime, *, at_least: dt.timedelta = dt.timedelta(0)) -> Kept | None:
    """Copy the catalogue if it has changed since the last copy, and that is `at_least` so long ago.

    None when there is nothing new to copy yet. PlaceProblem when the disk refuses or the copy is not whole; the
    copies made before stay.
    """
    folder = library.folder / "backups"
    before = kept(folder)
    line = int(store.get_meta(library.catalogue.reader(), "journal", "0"))
    if before and (before[-1].line == line or dt.timedelta(0) <= now - before[-1].made < at_least):
        return None
    number = before[-1].number + 1 if before else 1
    place = folder / f"catalogue-{number:06d}-{now.astimezone(dt.UTC):{_MOMENT}}-{line}.sqlite"
    with place_problems(str(folder)), engine.place_problems(folder):
        with _proven(place) as staged:
            staged.whole = library.catalogue.copy_to(staged.path)
        made = Kept(number, now, line, place)
        for old in surplus((*before, made)):
            old.path.unlink(missing_ok=True)
    return made


def keep_before(db: Database, folder: Path, step: str, key: bytes | None = None) -> None:
    """A copy of the catalogue as it is before `step`, which is not thinned. PlaceProblem when it is not whole.

    `key` is the catalogue's, and the copy's, in a protected library.
    """
    with _proven(folder / f"before-{step}.sqlite") as staged:
        staged.whole = store.write_copy(db, staged.path, key=key)


def surplus(copies: Sequence[Kept]) -> tuple[Kept, ...]:
    """Those that may go: not the newest of any of the last hours, days, weeks and months."""
    stays: set[int] = set()
    for form, count in _KEPT:
        seen: set[str] = set()
        for copy in sorted(copies, key=lambda one: one.number, reverse=True):
            stretch = copy.made.strftime(form)
            if stretch not in seen and len(seen) < count:
                seen.add(stretch)
                stays.add(copy.number)
    return tuple(copy for copy in copies if copy.number not in stays)


@dataclass(slots=True)
class _Staged:
    """A copy being made, and whether it was proven whole."""

    path: Path
    whole: bool = False


@contextmanager
def _proven(place: Path) -> Iterator[_Staged]:
    """A copy that gets its name, durably, once it is whole; else nothing of it stays."""
    staged = _Staged(place.with_suffix(".new"))
    _remove(staged.path)
    try:
        yield staged
        if not staged.whole:
            raise PlaceProblem("backup_failed", place=str(place))
        sync_file(staged.path)
        staged.path.replace(place)
    except BaseException:
        _remove(staged.path)
        raise
    sync_folder(place.parent)


def _remove(database: Path) -> None:
    """With what SQLite left beside it: a journal would be played back into the next copy of that name."""
    for ending in ("", *engine.BESIDE):
        database.with_name(database.name + ending).unlink(missing_ok=True)
