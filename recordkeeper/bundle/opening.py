"""Opening a finished bundle that is one file, so that it can be looked at as a folder."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from recordkeeper.bundle.layout import LOCKED_PAPERS, has_locked_papers, names_below
from recordkeeper.library.durable import place_problems
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.reading import Format
from recordkeeper.work.pool import WorkerFailure, Workers

_SECONDS = 60.0  # for a piece of a disc image
_MARK_AT, _MARK = 16 * 2048 + 1, b"CD001"
_ODD = re.compile(r"[\\:\x00-\x1f\ud800-\udfff]")  # in no path of ours, and not harmless on every system
_NO_SOUND_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,  # locked
    NotImplementedError,
    ValueError,
)


@contextmanager
def as_folder(place: Path, workers: Workers, passwords: tuple[str, ...] = ()) -> Iterator[Path | None]:
    """The bundle as a folder; one file is unpacked for as long as the folder is needed. None when it is neither.

    PlaceProblem when there is no room to unpack it.
    """
    if place.is_dir():
        if has_locked_papers(place):
            with _with_lists(place, workers, passwords) as folder:
                yield folder
        else:
            yield place
        return
    size = place.stat().st_size if _is_image(place) else _unpacked_size(place)
    if size is None:
        yield None
        return
    temporary = _room_for(size, place)
    try:
        if _is_image(place):
            yield _by_worker(place, temporary, workers, Format.ISO)
        elif passwords:
            yield _by_worker(place, temporary, workers, Format.ZIP, passwords)
        else:
            yield _unpacked(place, temporary)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _with_lists(place: Path, workers: Workers, passwords: tuple[str, ...]) -> Iterator[Path | None]:
    """A bundle of locked PDFs as it was before its lists went into one of them; the others stay locked."""
    locked, lists = LOCKED_PAPERS.locked_lists, PurePosixPath(LOCKED_PAPERS.manifest).parent
    size = sum((place / name).lstat().st_size for name in names_below(place))
    temporary = _room_for(size, place)
    try:
        with place_problems(str(temporary)):
            shutil.copytree(
                place, temporary, symlinks=True, ignore=shutil.ignore_patterns(locked), dirs_exist_ok=True
            )
            (temporary / lists).mkdir(exist_ok=True)
        opened = _by_worker(place / locked, temporary / lists, workers, Format.PDF, passwords)
        yield temporary if opened is not None else None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _is_image(place: Path) -> bool:
    """Whether it is a disc image, by the standard's own mark (ECMA-119 8.4)."""
    try:
        with place.open("rb") as file:
            file.seek(_MARK_AT)
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def _by_worker(
    place: Path, folder: Path, workers: Workers, form: Format, passwords: tuple[str, ...] = ()
) -> Path | None:
    """What a computer would see of a disc or a locked ZIP, read by a worker; None when it is damaged or locked."""
    asked = {"path": str(place), "format": form, "passwords": list(passwords)}
    frames = workers.stream("unpack", asked, deadline=_SECONDS)
    out: BinaryIO | None = None
    try:
        for frame in frames:
            if "refused" in frame.header:
                return None
            if "member" in frame.header:
                name = str(frame.header["member"])
                if not is_plain(name) or (folder / name).exists():
                    return None
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                out = (folder / name).open("xb")
            elif "end" in frame.header and out is not None:
                out.close()
            elif out is not None:
                out.write(frame.buffer)
    except (WorkerFailure, OSError):
        return None
    finally:
        if out is not None:
            out.close()
    return folder


def _unpacked_size(place: Path) -> int | None:
    """Bytes of all members; None for what is no ZIP, or whose names are not plain and relative, each there once."""
    try:
        with zipfile.ZipFile(place) as archive:
            members = archive.infolist()
    except _NO_SOUND_ZIP:
        return None
    names = [member.filename for member in members]
    if len(set(names)) != len(names) or not all(is_plain(name.rstrip("/")) for name in names):
        return None
    return sum(member.file_size for member in members)


def _room_for(size: int, place: Path) -> Path:
    """A fresh folder with room for `size` bytes: beside the ZIP or, on a medium that takes nothing, elsewhere.

    PlaceProblem when neither will do.
    """
    refusal = PlaceProblem("disk_full", place=str(place.parent))
    for folder in (place.parent, Path(tempfile.gettempdir())):
        try:
            with place_problems(str(folder)):
                if shutil.disk_usage(folder).free > size:
                    return Path(tempfile.mkdtemp(prefix="recordkeeper-verify-", dir=folder))
        except PlaceProblem as problem:
            refusal = problem
    raise refusal


def _unpacked(place: Path, folder: Path) -> Path | None:
    """None when the archive is damaged. No member may grow beyond the size it says it has."""
    try:
        with zipfile.ZipFile(place) as archive:
            archive.extractall(folder)
    except _NO_SOUND_ZIP:
        return None
    return folder


def is_plain(path: str) -> bool:
    """Whether a path stays below the bundle on every system."""
    parts = path.split("/")
    return not _ODD.search(path) and all(part not in ("", ".", "..") for part in parts)
