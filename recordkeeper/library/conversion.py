"""Building a library's other form beside it: protected from plain, plain from protected, or with other keys.

Every file is read back from the disk and compared before its name says it is done, so a conversion that was cut off
goes on with what is left. The library is not changed here; `switching` exchanges the two when all is proven.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO

from recordkeeper.catalogue import engine, sealing
from recordkeeper.library.backups import DAMAGED
from recordkeeper.library.durable import place_problems, sync_file, sync_folder, write_whole
from recordkeeper.library.journal import Journal
from recordkeeper.library.originals import CHUNK, Originals, Source
from recordkeeper.library.seal import ENDING, Seal
from recordkeeper.library.sealed_journal import SealedJournal
from recordkeeper.library.switching import CATALOGUE, NEW
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress

_GB = 1_000_000_000
_ROOM_TO_SPARE = 20_000_000
_DATABASE = ".sqlite"


@dataclass(frozen=True, slots=True)
class Built:
    """How many originals have their new form, and the SHA-256 sums of those that were damaged before."""

    originals: int
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """One library, what opens it now, and what is to open it then; None is a plain library."""

    folder: Path
    before: Seal | None
    after: Seal | None

    def build(self, progress: Progress, cancel: CancelToken) -> Built:
        """Build everything in converting/, going on with what is there.

        A closed original that is damaged cannot be given another form: it is kept as it lies, in backups/ as
        damaged-SHA256, so that one such file does not keep a person from turning protection off.

        PlaceProblem "too_little_room", "conversion_unreadable" (an original gives no bytes), "conversion_failed"
        (what was written does not read back as it was), what the disk refuses; Cancelled.
        """
        with place_problems(str(self.folder)), engine.place_problems(self.folder):
            self._refuse_too_little_room()
            for name in ("originals", "journal", "backups", "work"):
                (self.new / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            count, damaged = self._originals(progress, cancel)
            self._journal()
            self._catalogue(self.folder / CATALOGUE, self.new / CATALOGUE)
            self._backups(cancel)
            for name, path in damaged.items():
                self._keep_damaged(path, self.new / "backups" / f"{DAMAGED}{name}")
            sync_folder(self.new / "backups")
            shutil.rmtree(self.new / "work")
            sync_folder(self.new)
            sync_folder(self.folder)
        return Built(count, tuple(damaged))

    @property
    def new(self) -> Path:
        return self.folder / NEW

    def _refuse_too_little_room(self) -> None:
        parts = [self.folder / name for name in ("originals", "journal", "backups", CATALOGUE)]
        held = sum(_size(part) for part in parts) - _size(self.new)
        free = shutil.disk_usage(self.folder).free
        if free < held + _ROOM_TO_SPARE:
            needed = f"{(held + _ROOM_TO_SPARE) / _GB:.1f} GB"
            raise PlaceProblem(
                "too_little_room", place=str(self.folder), needed=needed, free=f"{free / _GB:.1f} GB"
            )

    def _originals(self, progress: Progress, cancel: CancelToken) -> tuple[int, dict[str, Path]]:
        """How many were given their new form, and those that cannot be, with where they lie."""
        now = Originals(self.folder / "originals", self.new / "work", self.before)
        files = dict(now.everything())
        there = self.new / "originals"
        ending = "" if self.after is None else ENDING
        wanted = {there / path.parent.name / (name + ending): path for name, path in files.items()}
        for path in (self.folder / "originals").iterdir():  # none of ours, and not lost
            if path.is_file():
                wanted[there / (path.name.removesuffix(ENDING if self.before else "") + ending)] = path
        for path in [path for path in there.rglob("*") if path.is_file() and path not in wanted]:
            path.unlink()  # deleted since
        damaged: dict[str, Path] = {}
        progress.begin("convert", len(wanted))
        for place, path in wanted.items():
            cancel.check()
            if not place.exists():
                place.parent.mkdir(mode=0o700, exist_ok=True)
                if self._transfer(path, place):
                    place.chmod(0o400)
                else:
                    damaged[path.name.removesuffix(ENDING)] = path
            progress.step()
        for folder in (*(path for path in there.iterdir() if path.is_dir()), there):
            sync_folder(folder)
        return len(wanted) - len(damaged), damaged

    def _transfer(self, path: Path, place: Path) -> bool:
        """One file into its new form, read back before it gets its name; False when it is closed and damaged."""
        staged = self.new / "work" / place.name
        try:
            source = self._open(self.before, path)
        except OSError as error:
            raise PlaceProblem("conversion_unreadable", name=path.name[:12]) from error
        except PlaceProblem as problem:
            if problem.code != "seal_broken":
                raise
            return False
        with source, staged.open("wb") as file:
            hashing = _Hashing(source)
            if self.after is None:
                shutil.copyfileobj(hashing, file, CHUNK)
            else:
                self.after.close(hashing, file)
            if hashing.error is not None:
                raise PlaceProblem("conversion_unreadable", name=path.name[:12]) from hashing.error
            file.flush()
            os.fsync(file.fileno())
        with self._open(self.after, staged) as back:
            if _digest(back) != hashing.digest.hexdigest():
                raise PlaceProblem("conversion_failed", name=place.name[:12])
        staged.replace(place)
        return True

    def _keep_damaged(self, path: Path, place: Path) -> None:
        staged = self.new / "work" / place.name
        with path.open("rb") as source, staged.open("wb") as file:
            shutil.copyfileobj(source, file, CHUNK)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(place)

    def _open(self, seal: Seal | None, path: Path) -> IO[bytes]:
        return path.open("rb") if seal is None else seal.handle(path, self.new / "work")

    def _journal(self) -> None:
        now = journal_of(self.folder / "journal", self.before)
        place = self.new / "journal"
        for path in place.iterdir():
            path.unlink()
        then = journal_of(place, self.after)
        then.fill(now.lines())
        sync_folder(place)
        if any(one != other for one, other in zip_longest(now.lines(), journal_of(place, self.after).lines())):
            raise PlaceProblem("conversion_failed", name="journal")

    def _catalogue(self, path: Path, place: Path) -> None:
        """A database with another key. PlaceProblem "conversion_failed" when it is not the same row for row."""
        place.unlink(missing_ok=True)
        try:
            same = sealing.copy(path, _key(self.before), place, _key(self.after))
        except engine.DatabaseError as error:  # SQLCipher does not always say what the disk refused
            problem = engine.refusal(error, self.folder)
            raise problem or PlaceProblem("conversion_failed", name=path.name) from error
        if not same:
            raise PlaceProblem("conversion_failed", name=path.name)
        sync_file(place)

    def _backups(self, cancel: CancelToken) -> None:
        """Earlier copies of the catalogue, and the notes beside them. What is no database is kept as it is."""
        place = self.new / "backups"
        for path in place.iterdir():
            path.unlink()
        for path in sorted((self.folder / "backups").iterdir()):
            cancel.check()
            if path.suffix == _DATABASE and self._opens(path):
                self._catalogue(path, place / path.name)
            elif path.is_file() and not path.name.endswith((".new", *engine.BESIDE)):
                self._note(path, place)
        sync_folder(place)

    def _opens(self, path: Path) -> bool:
        try:
            return sealing.opens(path, _key(self.before))
        except engine.DatabaseError:
            return False

    def _note(self, path: Path, place: Path) -> None:
        data = path.read_bytes()
        if self.before is not None and path.suffix == ENDING:
            data = self.before.opened(data)
        name = path.name.removesuffix(ENDING) if self.before is not None else path.name
        if self.after is None:
            write_whole(place / name, data)
        else:
            write_whole(place / (name + ENDING), self.after.closed(data))


def journal_of(folder: Path, seal: Seal | None) -> Journal:
    """The journal of a plain or protected library."""
    return Journal(folder) if seal is None else SealedJournal(folder, seal)


def _key(seal: Seal | None) -> bytes | None:
    return None if seal is None else seal.catalogue_key


class _Hashing(io.RawIOBase):
    """Hashes what is read through it, and keeps the error of a medium that gives nothing more."""

    def __init__(self, file: Source) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.error: OSError | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            self.error = error
            return b""
        self.digest.update(data)
        return data


def _digest(file: Source) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _size(path: Path) -> int:
    files: Iterator[Path] = (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else iter((path,))
    return sum(each.stat().st_size for each in files if each.exists())
