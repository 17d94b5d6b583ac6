"""Where a full backup lies: a folder, or one ZIP whose members are stored as they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from recordkeeper.library.durable import sync_file, sync_folder
from recordkeeper.library.originals import CHUNK, Source

UNFINISHED = " (unfinished)"
ZIP = ".zip"


class BackupPlace(Protocol):
    """One backup, being written or read. Names are relative, with forward slashes."""

    def put(self, name: str, source: Source, check: Callable[[], None]) -> str:
        """Write `source` under `name`; returns the SHA-256 of what was read. `check` may raise to stop."""

    def finish(self) -> None:
        """Make all that was put durable."""

    def names(self) -> Iterator[str]:
        """Everything in it."""

    def open(self, name: str) -> IO[bytes]:
        """For reading, from the medium rather than from memory; KeyError when there is no such name."""


class FolderPlace:
    """A folder of files. Nothing in it needs links or long names, which sticks do not have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, source: Source, check: Callable[[], None]) -> str:
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            total = copied(source, file, check)
            file.flush()
            os.fsync(file.fileno())
        return total

    def finish(self) -> None:
        for folder in (self._folder, *(path for path in self._folder.rglob("*") if path.is_dir())):
            sync_folder(folder)

    def names(self) -> Iterator[str]:
        for path in sorted(self._folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(self._folder).as_posix()

    def open(self, name: str) -> IO[bytes]:
        path = self._folder / name
        if not path.is_file() or path.is_symlink():
            raise KeyError(name)
        file = path.open("rb")
        _forget(file)
        return file


class ZipPlace:
    """One ZIP. Its members are not packed again: scans hardly shrink, and a damaged byte costs one file only."""

    def __init__(self, path: Path, mode: str) -> None:
        self._path = path
        self._zip = zipfile.ZipFile(path, "x" if mode == "x" else "r", zipfile.ZIP_STORED)

    def put(self, name: str, source: Source, check: Callable[[], None]) -> str:
        with self._zip.open(name, "w", force_zip64=True) as file:
            return copied(source, file, check)

    def finish(self) -> None:
        """Close it and open it again for reading."""
        self._zip.close()
        sync_file(self._path)
        with self._path.open("rb") as file:
            _forget(file)
        self._zip = zipfile.ZipFile(self._path)

    def names(self) -> Iterator[str]:
        yield from self._zip.namelist()

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)

    def close(self) -> None:
        self._zip.close()


@contextmanager
def new_place(final: Path) -> Iterator[BackupPlace]:
    """A place to write to that gets the name `final` when all went well; else nothing of it stays.

    FileExistsError when `final` is there already.
    """
    if final.exists():
        raise FileExistsError(final)
    unfinished = final.with_name(final.name + UNFINISHED)
    _remove(unfinished)
    try:
        if final.suffix.casefold() == ZIP:
            archive = ZipPlace(unfinished, "x")
            try:
                yield archive
            finally:
                archive.close()
        else:
            unfinished.mkdir(mode=0o700)
            yield FolderPlace(unfinished)
        unfinished.replace(final)
        sync_folder(final.parent)
    except BaseException:
        _remove(unfinished)
        raise


@contextmanager
def place_of(path: Path) -> Iterator[BackupPlace]:
    """A backup that is there already, for reading. OSError or zipfile.BadZipFile when it cannot be read."""
    if path.is_dir():
        yield FolderPlace(path)
        return
    archive = ZipPlace(path, "r")
    try:
        yield archive
    finally:
        archive.close()


def copied(source: Source, to: IO[bytes], check: Callable[[], None]) -> str:
    """Copy and hash in one pass; returns the SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    while True:
        check()
        chunk = source.read(CHUNK)
        if not chunk:
            return digest.hexdigest()
        digest.update(chunk)
        to.write(chunk)


def _forget(file: IO[bytes]) -> None:
    """Have the system read the file from its medium again, where it can be told so."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
