"""The files themselves, byte for byte as received, found by their content.

originals/a/ab12…: the SHA-256 is the name. Sixteen folders, as each one touched is flushed with every batch.
Staging holds what is being copied; nothing there counts yet. In a protected library originals are age files
(originals/a/ab12….age); what lies open in staging while it is read is gone when that ends, or with the next sweep.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol
from uuid import uuid4

from recordkeeper.library.durable import place_problems, sync_folder
from recordkeeper.library.seal import ENDING, Seal, fits
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.provenance import Fingerprint

CHUNK = 1024 * 1024


class Source(Protocol):
    """Anything with bytes to read: an open file, a member of an archive."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Staged:
    """A durable private copy that is not yet an original."""

    path: Path
    fingerprint: Fingerprint


class SourceGone(Exception):
    """The source could not be read (any more): a scratched disc, a stick pulled out, no permission."""


class Originals:
    """The originals/ and staging/ folders of one library."""

    def __init__(self, folder: Path, staging: Path, seal: Seal | None = None) -> None:
        self._folder = folder
        self._staging = staging
        self._seal = seal

    def stage(self, source: Source, check: Callable[[], None]) -> Staged:
        """Copy and hash `source` in one pass and make the copy durable. `check` may raise to stop.

        In a protected library it is made durable only once it is closed, by `adopt`: a flush would leave it open
        on the disk.
        SourceGone when reading fails, PlaceProblem when writing does.
        """
        path = self._staging / uuid4().hex
        try:
            with place_problems(str(self._folder)), path.open("wb", buffering=0) as copy:
                fingerprint = _copy_and_hash(source, copy, check)
                if self._seal is None:
                    os.fsync(copy.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Staged(path, fingerprint)

    def drop(self, staged: Staged) -> None:
        """Forget a staged copy: it is here already, or is not a record."""
        with place_problems(str(self._folder)):
            staged.path.unlink(missing_ok=True)

    def adopt(self, batch: Iterable[Staged]) -> None:
        """Make staged copies originals. Durable when this returns; doing it twice does no harm."""
        folders: set[Path] = set()
        with place_problems(str(self._folder)):
            for staged in batch:
                place = self._place(staged.fingerprint.sha256)
                if not staged.path.exists() and self.holds(staged.fingerprint):
                    continue  # adopted before
                if not place.parent.is_dir():
                    place.parent.mkdir(exist_ok=True)
                    folders.add(self._folder)
                if self._seal is None:
                    with suppress(OSError):  # a stick knows no permissions
                        staged.path.chmod(0o400)
                    staged.path.replace(place)
                else:
                    put_closed(self._seal, staged.path, place, self._staging)
                    staged.path.unlink()
                folders.add(place.parent)
            for folder in sorted(folders):
                sync_folder(folder)

    def holds(self, fingerprint: Fingerprint) -> bool:
        """Whether the file is there with its full size (content is checked by `check`)."""
        try:
            size = self._place(fingerprint.sha256).stat().st_size
        except OSError:
            return False
        return self.is_full(size, fingerprint.size)

    def is_full(self, lying: int, size: int) -> bool:
        """Whether a file of `lying` bytes in originals/ can hold all of an original of `size` bytes."""
        return lying == size if self._seal is None else fits(lying, size)

    def open_original(self, fingerprint: Fingerprint) -> IO[bytes]:
        """A handle for reading; PlaceProblem "original_missing", "seal_broken"."""
        try:
            return self.open_file(self._place(fingerprint.sha256))
        except OSError as error:
            raise PlaceProblem("original_missing", fingerprint=fingerprint.sha256[:12]) from error

    def open_file(self, path: Path) -> IO[bytes]:
        """A handle for reading what a file of `everything` holds; OSError, PlaceProblem "seal_broken"."""
        return path.open("rb") if self._seal is None else self._seal.handle(path, self._staging)

    def opened(self, closed: Source) -> IO[bytes]:
        """What an age file from elsewhere, closed to these keys, holds. PlaceProblem "seal_broken"; OSError."""
        if self._seal is None:
            raise PlaceProblem("seal_broken")
        return self._seal.handle_of(closed, self._staging)

    @contextmanager
    def lend(self, fingerprint: Fingerprint) -> Iterator[Path]:
        """A path a worker may read while the context lasts."""
        place = self._place(fingerprint.sha256)
        if not place.is_file():
            raise PlaceProblem("original_missing", fingerprint=fingerprint.sha256[:12])
        if self._seal is None:
            yield place
            return
        lent = self._staging / f"lent-{uuid4().hex}"
        try:
            with place_problems(str(self._staging)), place.open("rb") as closed, lent.open("xb") as plain:
                self._seal.open(closed, plain)
            yield lent
        finally:
            lent.unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """SHA-256 → bytes lying there (see `is_full`) of every file in originals/, from the folders alone."""
        found: dict[str, int] = {}
        ending = "" if self._seal is None else ENDING
        with suppress(OSError), os.scandir(self._folder) as folders:
            for folder in folders:
                with suppress(OSError), os.scandir(folder) as files:
                    found |= {
                        file.name.removesuffix(ending): file.stat().st_size
                        for file in files
                        if file.name.endswith(ending)
                    }
        return found

    def whole(self) -> Callable[[Fingerprint], bool]:
        """Says of each original whether it is there in its full size, as the folders are now."""
        lying = self.sizes()

        def says(fingerprint: Fingerprint) -> bool:
            there = lying.get(fingerprint.sha256)
            return there is not None and self.is_full(there, fingerprint.size)

        return says

    def everything(self) -> Iterator[tuple[str, Path]]:
        """(SHA-256, path) of every file in originals/, whatever it is; of what is none of ours, (name, path)."""
        ending = "" if self._seal is None else ENDING
        for folder in sorted(path for path in self._folder.iterdir() if path.is_dir()):
            for path in sorted(folder.iterdir()):
                yield path.name.removesuffix(ending), path

    def remove(self, sums: Iterable[str]) -> None:
        """Take files out for good; those that are not there any more are gone already. PlaceProblem."""
        with place_problems(str(self._folder)):
            folders: set[Path] = set()
            for sha256 in sums:
                place = self._place(sha256)
                if os.name == "nt" and place.exists():
                    place.chmod(0o600)  # what is read-only is not deleted there
                place.unlink(missing_ok=True)
                folders.add(place.parent)
            for folder in sorted(folders):
                if folder.is_dir():
                    sync_folder(folder)

    def put_aside(self, sha256: str, place: Path) -> None:
        """Move what lies under an original's name to `place`, as it lies; nothing there is no trouble. OSError."""
        lying = self._place(sha256)
        if lying.exists():
            lying.replace(place)

    def sweep_staging(self) -> None:
        """Remove what an interrupted run left behind."""
        for path in self._staging.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def scratch(self) -> Path:
        """A fresh folder in staging for things being made; swept at the next start."""
        folder = self._staging / f"scratch-{uuid4().hex}"
        folder.mkdir(mode=0o700)
        return folder

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:1] / (sha256 if self._seal is None else sha256 + ENDING)


def _copy_and_hash(source: Source, copy: IO[bytes], check: Callable[[], None]) -> Fingerprint:
    digest, size = hashlib.sha256(), 0
    while True:
        check()
        try:
            chunk = source.read(CHUNK)
        except OSError as error:
            raise SourceGone from error
        if not chunk:
            return Fingerprint(digest.hexdigest(), size)
        digest.update(chunk)
        size += len(chunk)
        view = memoryview(chunk)
        while view:
            view = view[copy.write(view) :]


def put_closed(seal: Seal, source: Path, place: Path, staging: Path) -> None:
    """Close `source` into `place`, whole and durable under that name or not there. OSError."""
    closed = staging / f"closing-{uuid4().hex}"
    try:
        with source.open("rb") as plain, closed.open("xb") as file:
            seal.close(plain, file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # a stick knows no permissions
            closed.chmod(0o400)
        closed.replace(place)
    finally:
        closed.unlink(missing_ok=True)


def fingerprint_of(source: Source) -> Fingerprint:
    """Read `source` to its end and return its fingerprint. OSError when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Fingerprint(digest.hexdigest(), size)
