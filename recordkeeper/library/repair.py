"""Mending, only when somebody asks: what is put in place is proven first, and what was damaged is kept beside it.

The list of records is taken from the newest whole copy of it and brought level with the journal; with no such copy
it is built from the journal alone. Files come back from a full backup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.catalogue import engine, store
from recordkeeper.library import backups
from recordkeeper.library.backup_places import BackupPlace, copied
from recordkeeper.library.conversion import journal_of
from recordkeeper.library.durable import place_problems, sync_file, sync_folder
from recordkeeper.library.folder import Library, seal_of, set_catalogue_aside
from recordkeeper.library.full_backup import last_full
from recordkeeper.library.originals import Source, SourceGone
from recordkeeper.library.restore import Scratched, newest_in, readable
from recordkeeper.library.seal import ENDING, Seal
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress

_CATALOGUE = "catalogue.sqlite"


@dataclass(frozen=True, slots=True)
class MendedList:
    """Where the damaged catalogue is kept, and which copy is in its place (None: the journal alone makes it)."""

    kept: Path | None
    copy: Path | None


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """SHA-256 sums of the files that are whole again, and of those the backup does not hold whole either."""

    files: tuple[str, ...]
    still: tuple[str, ...]


def mend_list(folder: Path, *, seal: Seal | None = None) -> MendedList:
    """Put the newest whole copy of the catalogue in its place; the next opening brings it level with the journal.

    A protected library is opened with `seal`, else by its keyring copy: its copies are closed as it is.
    The library must be closed: PlaceProblem "library_in_use", "library_locked"; "journal_damaged" when nothing can
    be gone on from.
    """
    seal = seal_of(folder, seal)
    journal = journal_of(folder / "journal", seal)
    sum(1 for _ in journal.lines())  # a gap is found before anything is moved
    kept = set_catalogue_aside(folder)
    with place_problems(str(folder)):
        for copy in reversed(backups.kept(folder / "backups")):
            if copy.line <= journal.last and _put_in_place(copy.path, folder / _CATALOGUE, seal):
                return MendedList(kept, copy.path)
    return MendedList(kept, None)


def _put_in_place(copy: Path, place: Path, seal: Seal | None) -> bool:
    """Copy a copy, prove that, and give it the catalogue's name; False when it is not whole."""
    staged = place.with_suffix(".new")
    try:
        with copy.open("rb") as source, staged.open("wb") as file:
            copied(source, file, lambda: None)
        db = engine.connect(staged, key=seal.catalogue_key if seal is not None else None, local=False)
        try:
            whole = store.is_sound(db)
        finally:
            db.conn.close()
        if whole:
            sync_file(staged)
            staged.replace(place)
            sync_folder(place.parent)
    except engine.DatabaseError:
        whole = False
    finally:
        for ending in ("", *engine.BESIDE):
            staged.with_name(staged.name + ending).unlink(missing_ok=True)
    return whole


def bring_back(
    library: Library, names: Iterable[str], backup: Path, progress: Progress, cancel: CancelToken
) -> BroughtBack:
    """Bring originals that are gone or changed back from a full backup (or the newest one in a folder).

    A protected library takes them from a backup made while it had these keys, or before it was protected.
    A changed file is kept in backups/ as damaged-SHA256. PlaceProblem "not_a_backup" and what the disk refuses.
    """
    wanted = tuple(names)
    progress.begin("bring_back", len(wanted))
    back: list[str] = []
    with readable(newest_in(backup)) as place:
        for name in wanted:
            if _bring(library, place, name, cancel):
                back.append(name)
            progress.step()
    return BroughtBack(tuple(back), tuple(name for name in wanted if name not in back))


def _bring(library: Library, place: BackupPlace, name: str, cancel: CancelToken) -> bool:
    try:
        with _held_by(place, name, library) as file:
            staged = library.originals.stage(file, cancel.check)
    except (KeyError, SourceGone):
        return False
    except PlaceProblem as problem:
        if problem.code != "seal_broken":  # damaged there, or closed to keys of another time
            raise
        return False
    if staged.fingerprint.sha256 != name:
        library.originals.drop(staged)
        return False
    with place_problems(str(library.folder)):
        library.originals.put_aside(name, library.folder / "backups" / f"{backups.DAMAGED}{name}")
    library.originals.adopt([staged])
    return True


@contextmanager
def _held_by(place: BackupPlace, name: str, library: Library) -> Iterator[Source]:
    """What the backup holds of an original, opened if it is closed. KeyError, SourceGone; "seal_broken"."""
    path = f"originals/{name[:1]}/{name}"
    try:
        lying, closed = place.open(path), False
    except KeyError:
        if library.seal is None:
            raise
        lying, closed = place.open(path + ENDING), True
    with lying:
        if not closed:
            yield Scratched(lying)
            return
        with library.originals.opened(Scratched(lying)) as plain:
            yield plain


def likely_backup(library: Library) -> Path | None:
    """Where the last full backup was made, if it can be reached now."""
    last = last_full(library)
    if last is None or not Path(last.place).exists():
        return None
    try:
        return newest_in(Path(last.place))
    except PlaceProblem:
        return None
