"""The copies of the catalogue inside the library, without what a person deletes for good.

A copy that cannot be made to do without (an earlier shape, or damaged) goes as a whole: the journal holds it all.
Before many records go at once, one copy is kept as it is until a day that its name tells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from recordkeeper.catalogue import deleting, engine, store
from recordkeeper.catalogue.deleting import Gone
from recordkeeper.library import backups
from recordkeeper.library.durable import place_problems, sync_file, sync_folder
from recordkeeper.library.folder import Library
from recordkeeper.library.seal import ENDING

_KEPT = re.compile(r"before-delete-(\d+)-until-(\d{8})\.sqlite")


def keep_until(library: Library, day: dt.date, seq: int) -> None:
    """Copy the catalogue before deletion `seq`, to be kept until that day. PlaceProblem if it is not whole."""
    with place_problems(str(library.folder)), engine.place_problems(library.folder):
        step, key = f"delete-{seq}-until-{day:%Y%m%d}", library.seal.catalogue_key if library.seal else None
        backups.keep_before(library.catalogue.writer, library.folder / "backups", step, key)


def drop_expired(library: Library, today: dt.date) -> None:
    """Remove copies whose day has passed. PlaceProblem."""
    with place_problems(str(library.folder)):
        for path in (library.folder / "backups").glob("before-delete-*.sqlite"):
            match = _KEPT.fullmatch(path.name)
            if match and today > dt.datetime.strptime(match[2], "%Y%m%d").replace(tzinfo=dt.UTC).date():
                path.unlink()


def sweep(library: Library, gone: Gone, seq: int) -> None:
    """Take `gone` out of every copy but the one kept for deletion `seq`. PlaceProblem if the disk refuses."""
    folder = library.folder / "backups"
    with place_problems(str(folder)):
        for path in _copies(folder, seq):
            if not _sweep_one(library, path, gone):
                for ending in ("", *engine.BESIDE):
                    path.with_name(path.name + ending).unlink(missing_ok=True)
        for path in _unreadable(folder, gone):
            path.unlink(missing_ok=True)
        sync_folder(folder)


def _unreadable(folder: Path, gone: Gone) -> Iterator[Path]:
    """Damaged files of what is deleted, and damaged catalogues that were closed when the library was protected."""
    for sha256 in gone.files:
        name = backups.DAMAGED + sha256
        yield from (folder / name, folder / (name + ENDING))
    yield from folder.glob(f"*.sqlite{ENDING}")


def _copies(folder: Path, seq: int) -> Iterator[Path]:
    for path in sorted(folder.glob("*.sqlite")):
        match = _KEPT.fullmatch(path.name)
        if match is None or int(match[1]) != seq:
            yield path


def _sweep_one(library: Library, path: Path, gone: Gone) -> bool:
    """Make one copy do without `gone`; False when it cannot."""
    staged = path.with_suffix(".new")
    for ending in ("", *engine.BESIDE):
        staged.with_name(staged.name + ending).unlink(missing_ok=True)
    try:
        with place_problems(str(path.parent)):
            return _made_without(library, path, staged, gone)
    except engine.DatabaseError as error:
        problem = engine.refusal(error, path)
        if problem is not None and problem.code == "disk_full":
            raise problem from error
        return False
    finally:
        staged.unlink(missing_ok=True)


def _made_without(library: Library, path: Path, staged: Path, gone: Gone) -> bool:
    old = library.catalogue.open_copy(path)
    try:
        if not store.is_of_today(old):
            return False
        if not deleting.holds(old, gone):
            return True
        old.execute("VACUUM INTO ?", [str(staged)])
    finally:
        old.conn.close()
    new = library.catalogue.open_copy(staged)
    try:
        with new.atomic():
            deleting.delete(new, gone)
        deleting.purge(new)
        whole = store.is_whole(new)
    finally:
        new.conn.close()
    if whole:
        sync_file(staged)
        staged.replace(path)
        for ending in engine.BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    return whole
