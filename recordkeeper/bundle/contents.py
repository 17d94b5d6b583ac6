"""What lies in a finished bundle, folder or ZIP, as somebody who opens it sees it."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from recordkeeper.bundle.layout import DISC, FOLDER, LOCKED_PAPERS, is_scan
from recordkeeper.library.durable import place_problems
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.reading import Format

FIRST = (FOLDER.start, FOLDER.packet, FOLDER.index, FOLDER.readme)  # what a reader opens first
_SHORT = (DISC.start, DISC.packet, DISC.index, DISC.readme, LOCKED_PAPERS.start, LOCKED_PAPERS.packet)
_FIRST = {path: at for at, path in enumerate((*FIRST, *_SHORT))}
IMAGING = FOLDER.imaging  # the one entry of all scans, whatever their folder is called
_FORMATS = {
    ".pdf": Format.PDF,
    ".txt": Format.TEXT,
    ".jpg": Format.JPEG,
    ".jpeg": Format.JPEG,
    ".png": Format.PNG,
    ".tif": Format.TIFF,
    ".tiff": Format.TIFF,
    ".heic": Format.HEIC,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".rtf": Format.RTF,
    ".docx": Format.DOCX,
    ".doc": Format.DOC,
    ".odt": Format.ODT,
    ".pptx": Format.PPTX,
    ".xlsx": Format.XLSX,
    ".xls": Format.XLS,
    ".ods": Format.ODS,
    ".csv": Format.CSV,
    ".eml": Format.EML,
    ".msg": Format.MSG,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the bundle, or the whole folder of scans. `format` is None for what has no pages to show."""

    path: str
    size: int
    format: Format | None
    files: int = 1


def contents(place: Path) -> tuple[Entry, ...]:
    """What lies in the bundle: the papers first, then file by file; the scans as one entry.

    InputProblem "no_such_path" when it is gone, "not_a_bundle" when it cannot be opened any more.
    """
    if not place.exists():
        raise InputProblem("no_such_path", path=str(place))
    if place.suffix.lower() == ".iso":  # a computer opens it; what lies in it was checked when it was made
        return (Entry(place.name, place.stat().st_size, None),)
    files = dict(_files(place))
    scans = {path: size for path, size in files.items() if is_scan(path)}
    found = [Entry(path, files[path], format_of(path)) for path in sorted(files, key=_order) if path not in scans]
    if scans:
        found.append(Entry(IMAGING, sum(scans.values()), None, len(scans)))
    return tuple(found)


def file_of(place: Path, path: str, scratch: Path) -> Path:
    """A file of the bundle for a worker to read; out of a ZIP it is copied into `scratch` first.

    InputProblem "no_such_path" or "not_a_bundle".
    """
    if place.is_dir():
        inside = place / path
        if not inside.resolve().is_relative_to(place.resolve()) or not inside.is_file():
            raise InputProblem("no_such_path", path=str(inside))
        return inside
    name = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    out = scratch / f"{name}{PurePosixPath(path).suffix}"
    if out.exists():
        return out
    try:
        with (
            place_problems(str(scratch)),
            zipfile.ZipFile(place) as archive,
            archive.open(path) as member,
            out.open("wb") as copy,
        ):
            shutil.copyfileobj(member, copy)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
        raise InputProblem("not_a_bundle", path=str(place)) from error
    return out


def format_of(path: str) -> Format | None:
    return _FORMATS.get(PurePosixPath(path).suffix.lower())


def _files(place: Path) -> Iterable[tuple[str, int]]:
    if place.is_dir():
        return _in_folder(place)
    try:
        with zipfile.ZipFile(place) as archive:
            return [(member.filename, member.file_size) for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise InputProblem("not_a_bundle", path=str(place)) from error


def _in_folder(place: Path) -> Iterator[tuple[str, int]]:
    with place_problems(str(place)):
        for path in place.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(place).as_posix(), path.stat().st_size


def _order(path: str) -> tuple[int, str]:
    return (_FIRST.get(path, len(_FIRST) + ("/" not in path)), path)
