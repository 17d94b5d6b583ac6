"""The floors: the least that anyone could do the same work in, with nothing of ours in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

CHUNK = 1 << 20


def copy_hash_fsync(sources: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Copy each file into `folder` under its SHA-256, each byte read once, each file synced to the disk."""
    kept: dict[str, Path] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(sources):
        staged, digest = folder / f"{number}.part", hashlib.sha256()
        with source.open("rb") as untrusted, staged.open("wb") as copy:
            while chunk := untrusted.read(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        kept[digest.hexdigest()] = staged.replace(folder / digest.hexdigest())
    return kept


def pdftotext_each(sources: Iterable[Path]) -> int:
    """Read the text of each PDF with Poppler's pdftotext, a process a file; return the bytes of text."""
    command = ["pdftotext", "-q", "-enc", "UTF-8"]
    return sum(
        len(subprocess.run([*command, str(source), "-"], check=True, capture_output=True).stdout)
        for source in sources
    )


def dcmmkdir(folder: Path) -> Path:
    """Write a DICOMDIR for all instances below `folder` with dcmtk; return it."""
    command = ["dcmmkdir", "--quiet", "--recurse", "--general-purpose", "--invent", "--no-backup"]
    below = sorted(path.name for path in folder.iterdir() if path.is_dir())  # it refuses "." as a file id
    subprocess.run([*command, "--output-file", "DICOMDIR", *below], cwd=folder, check=True)
    return folder / "DICOMDIR"


def empty_python() -> None:
    """Start this Python and end it."""
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def zip_by_others(folder: Path, archive: Path, level: int) -> Path:
    """Put everything below `folder` into an archive with Info-ZIP's zip, 0 = not packed; sync and return it."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["zip", f"-{level}", "-q", "-r", archive, "."], cwd=folder, check=True)
    with archive.open("rb+") as written:
        os.fsync(written.fileno())
    return archive


def recollindex(folder: Path, place: Path) -> None:
    """Make the words of everything below `folder` searchable with Recoll, its index and settings in `place`."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "recoll.conf").write_text(f"topdirs = {folder}\ndbdir = {place / 'index'}\n", encoding="utf-8")
    subprocess.run(["recollindex", "-c", str(place), "-z"], check=True, capture_output=True)


def forget(files: Iterable[Path]) -> None:
    """Have the system read these files from the disk next time."""
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
