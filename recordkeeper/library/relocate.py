"""A library to another place: everything is copied and read back there before anything is taken away here.

Cut off, it is begun again with the same two places and goes on: what is there and the same is not copied twice.
Until the copy is proven the old place is the library; then the new one is, and the old one is emptied.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.library.backup_places import copied
from recordkeeper.library.durable import is_empty_but_for, place_problems, sync_folder, write_whole
from recordkeeper.library.folder import FOLDERS, MARK, open_for_writing
from recordkeeper.library.lock import Lock
from recordkeeper.library.reading_back import sums_of
from recordkeeper.library.seal import Seal
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress

UNDER_WAY = "moving.json"
_STAYS = frozenset({"lock", UNDER_WAY, MARK})
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Relocated:
    """Where the library is now and was before, how many files went, and whether the old place is empty."""

    folder: Path
    before: Path
    files: int
    emptied: bool


def relocate(
    folder: Path, to: Path, progress: Progress, cancel: CancelToken, *, seal: Seal | None = None
) -> Relocated:
    """Move the closed library in `folder` to the new or empty folder `to`.

    A protected one is opened with `seal`, else by its keyring copy, and goes as it lies: closed, to the same keys.

    PlaceProblem "library_in_use", "library_locked", "folder_not_empty", "place_in_library", "too_little_room",
    "copy_differs", and what the disk refuses; Cancelled. The library is then still where it was.
    """
    folder, to = folder.absolute(), to.absolute()
    if to == folder or folder in to.parents or to in folder.parents:
        raise PlaceProblem("place_in_library", place=str(to))
    with place_problems(str(to)):
        if not (to / MARK).exists():
            open_for_writing(
                folder, seal=seal
            ).close()  # whatever a crash left is settled, and the log is in the catalogue
            _begin(folder, to)
            lock = Lock(folder / "lock")
            try:
                files = _copy(folder, to, progress, cancel)
                write_whole(to / MARK, (folder / MARK).read_bytes())
            finally:
                lock.release()
        elif _source_of(to) != str(folder):
            raise PlaceProblem("folder_not_empty", place=str(to))
        else:
            files = sum(1 for _ in _files(to))
        emptied = _empty(folder)
        (to / UNDER_WAY).unlink(missing_ok=True)
    return Relocated(to, folder, files, emptied)


def _begin(folder: Path, to: Path) -> None:
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _source_of(to) != str(folder):
        if not is_empty_but_for(to, UNDER_WAY):
            raise PlaceProblem("folder_not_empty", place=str(to))
        write_whole(to / UNDER_WAY, json.dumps({"from": str(folder)}).encode("ascii"))
    for name in FOLDERS:
        (to / name).mkdir(mode=0o700, exist_ok=True)
    here = {path.relative_to(to) for path in _files(to)}
    needed = sum(path.stat().st_size for path in _files(folder) if path.relative_to(folder) not in here)
    free = shutil.disk_usage(to).free
    if free < needed:
        raise PlaceProblem(
            "too_little_room", place=str(to), needed=f"{needed / _GB:.1f} GB", free=f"{free / _GB:.1f} GB"
        )


def _source_of(to: Path) -> str:
    try:
        return str(json.loads((to / UNDER_WAY).read_bytes())["from"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _files(folder: Path) -> Iterator[Path]:
    """Everything that goes, in order; nothing of staging, which is swept at each opening."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != "staging" and str(name) not in _STAYS:
            yield path


def _copy(folder: Path, to: Path, progress: Progress, cancel: CancelToken) -> int:
    """Copy all, then have both places read again and compared."""
    files = tuple(_files(folder))
    progress.begin("move_library", len(files))
    for path in files:
        _copy_one(path, to / path.relative_to(folder), cancel)
        progress.step()
    for extra in [path for path in _files(to) if not (folder / path.relative_to(to)).exists()]:
        extra.unlink()  # of an earlier try; it has gone here since
    for made in (to, *(path for path in to.rglob("*") if path.is_dir())):
        sync_folder(made)
    progress.begin("read_back", len(files))
    there = (to / path.relative_to(folder) for path in files)
    for (path, total), (_, copy_total) in zip(sums_of(files), sums_of(there), strict=True):
        cancel.check()
        if copy_total == "" or total != copy_total:
            raise PlaceProblem("copy_differs", place=str(path.relative_to(folder)))
        progress.step()
    return len(files)


def _copy_one(path: Path, to: Path, cancel: CancelToken) -> None:
    """Copy one file unless the same is there; never over half of what it was."""
    if to.is_file() and to.stat().st_size == path.stat().st_size and _sum(to) == _sum(path):
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    staged = to.with_name(f"{to.name}.new")
    with path.open("rb") as source, staged.open("wb") as file:
        copied(source, file, cancel.check)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):  # a stick knows no permissions
        staged.chmod(path.stat().st_mode & 0o777)
    staged.replace(to)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _empty(folder: Path) -> bool:
    """Take the old place away; first of all it is no library any more. Returns whether nothing is left of it."""
    (folder / MARK).unlink(missing_ok=True)
    if folder.is_dir():
        sync_folder(folder)
        for path in folder.rglob("*"):
            with suppress(OSError):
                if not path.is_symlink():
                    path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
