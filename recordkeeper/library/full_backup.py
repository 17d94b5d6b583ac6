"""Everything of a library in one place more: a folder on a stick or disk, or one ZIP, with a hash of every file.

What is written stands under a name that says it is unfinished until each file has been read back and compared. It
holds the originals, the journal and the catalogue beside SHA256SUMS, so that any program can check it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.catalogue import engine
from recordkeeper.library import keys
from recordkeeper.library.backup_places import BackupPlace, new_place
from recordkeeper.library.durable import place_problems
from recordkeeper.library.folder import README, Library
from recordkeeper.library.originals import CHUNK, Source
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress

SUMS, HEAD, CATALOGUE = "SHA256SUMS", "backup.json", "catalogue.sqlite"
FORM_PLAIN, FORM = 1, 2  # of the backup; a program that knows only older ones refuses it
_LAST = "backups/last-full.json"
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class FullBackup:
    """What was written and read back: its place, originals, all bytes, and the SHA-256 of its list of sums."""

    path: Path
    originals: int
    size: int
    sums_sha256: str


@dataclass(frozen=True, slots=True)
class LastFull:
    """The last full backup that succeeded: when, where to, and the journal's last line then."""

    made: dt.datetime
    place: str
    line: int


def back_up(
    library: Library, wanted: Path, now: dt.datetime, progress: Progress, cancel: CancelToken
) -> FullBackup:
    """Copy everything to `wanted` (a folder to put it in, a new folder's name, or NAME.zip) and read it back.

    PlaceProblem when the place is inside the library, too small, refuses, or gives back something else; Cancelled.
    Nothing is left behind then.
    """
    final = _final(library, wanted.absolute(), now)
    with place_problems(str(final.parent)), _snapshot(library) as catalogue:
        files = list(_everything(library, catalogue))
        size = sum(path.stat().st_size for _, path in files)
        _refuse_too_little_room(final.parent, size)
        with new_place(final) as place:
            progress.begin("backup", len(files))
            sums = {name: _put(place, name, path, progress, cancel) for name, path in files}
            head = json.dumps(_head(library, now, _originals(sums)))
            sums[HEAD] = place.put(HEAD, io.BytesIO(head.encode("ascii")), cancel.check)
            listed = "".join(f"{total}  {name}\n" for name, total in sums.items()).encode("ascii")
            place.put(SUMS, io.BytesIO(listed), cancel.check)
            place.finish()
            progress.begin("read_back", len(sums))
            _read_back(place, sums, progress, cancel)
    _remember(library, final, now)
    return FullBackup(final, _originals(sums), size, hashlib.sha256(listed).hexdigest())


def last_full(library: Library) -> LastFull | None:
    """The last full backup of this library; None when there was none or its note is gone."""
    try:
        kept = json.loads(library.read_note(_LAST))
        return LastFull(dt.datetime.fromisoformat(kept["made"]), str(kept["place"]), int(kept["line"]))
    except (OSError, PlaceProblem, ValueError, KeyError, TypeError):
        return None


def digest_of(file: Source, cancel: CancelToken) -> str:
    """The SHA-256 of all that is left to read."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        cancel.check()
        digest.update(chunk)
    return digest.hexdigest()


def _final(library: Library, wanted: Path, now: dt.datetime) -> Path:
    if library.folder == wanted or library.folder in wanted.parents:
        raise PlaceProblem("place_in_library", place=str(wanted))
    if wanted.is_dir():
        return wanted / f"recordkeeper-backup-{now.astimezone():%Y-%m-%d-%H%M%S}"
    if wanted.exists():
        raise PlaceProblem("folder_exists", place=str(wanted))
    if not wanted.parent.is_dir():
        raise PlaceProblem("no_such_folder", place=str(wanted.parent))
    return wanted


@contextmanager
def _snapshot(library: Library) -> Iterator[Path]:
    """The catalogue as of now, whole, while others may go on writing."""
    path = library.folder / "backups" / "full.new"
    path.unlink(missing_ok=True)
    try:
        with engine.place_problems(library.folder):
            whole = library.catalogue.copy_to(path)
        if not whole:
            raise PlaceProblem("backup_failed", place=str(path))
        yield path
    finally:
        path.unlink(missing_ok=True)


def _everything(library: Library, catalogue: Path) -> Iterator[tuple[str, Path]]:
    """The catalogue first: what it knows was durable before, so the originals listed after it hold all of it."""
    yield CATALOGUE, catalogue
    if (readme := library.folder / README).is_file():
        yield README, readme
    if library.seal is not None:
        yield from ((path.name, path) for path in keys.files_in(library.folder))
    for path in sorted((library.folder / "journal").glob("*.jsonl" if library.seal is None else "*.age")):
        yield f"journal/{path.name}", path
    for _, path in library.originals.everything():
        if path.is_file():
            yield f"originals/{path.parent.name}/{path.name}", path


def _head(library: Library, now: dt.datetime, originals: int) -> dict[str, Any]:
    """What the backup says of itself. Only programs that know protection take one of a protected library."""
    head = {"form": FORM_PLAIN, "made": now.isoformat(), "originals": originals}
    protection = keys.protection_of(library.folder)
    if protection is None:
        return head
    return {**head, "form": FORM, "protected": {"id": protection.id, "since": protection.since}}


def _refuse_too_little_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise PlaceProblem(
            "too_little_room", place=str(folder), needed=f"{size / _GB:.1f} GB", free=f"{free / _GB:.1f} GB"
        )


def _put(place: BackupPlace, name: str, path: Path, progress: Progress, cancel: CancelToken) -> str:
    with path.open("rb") as file:
        total = place.put(name, file, cancel.check)
    progress.step()
    return total


def _read_back(place: BackupPlace, sums: dict[str, str], progress: Progress, cancel: CancelToken) -> None:
    """Compare what the medium gives back. A damaged original keeps its damage, and is not the backup's fault."""
    for name, total in sums.items():
        try:
            with place.open(name) as file:
                same = digest_of(file, cancel) == total
        except (KeyError, zipfile.BadZipFile):
            same = False
        if not same:
            raise PlaceProblem("backup_failed", place=name)
        progress.step()


def _originals(sums: dict[str, str]) -> int:
    return sum(name.startswith("originals/") for name in sums)


def _remember(library: Library, final: Path, now: dt.datetime) -> None:
    note = {"made": now.isoformat(), "place": str(final), "line": library.journal.last}
    library.write_note(_LAST, json.dumps(note).encode("ascii"))
