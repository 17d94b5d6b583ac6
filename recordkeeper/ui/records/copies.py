"""A copy of an original for a person: saved where they say, or read-only in staging for another program."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from recordkeeper.library.durable import place_problems
from recordkeeper.library.folder import Library
from recordkeeper.records.document import FilePart
from recordkeeper.records.reading import Format

SUFFIXES = {  # what another program may be asked to open, and the ending that says what it is
    Format.PDF: ".pdf",
    Format.JPEG: ".jpg",
    Format.PNG: ".png",
    Format.TIFF: ".tif",
    Format.HEIC: ".heic",
    Format.AVIF: ".avif",
    Format.BMP: ".bmp",
    Format.GIF: ".gif",
    Format.JP2: ".jp2",
    Format.WEBP: ".webp",
    Format.TEXT: ".txt",
    Format.RTF: ".rtf",
    Format.DOCX: ".docx",
    Format.DOC: ".doc",
    Format.ODT: ".odt",
    Format.PPTX: ".pptx",
    Format.XLSX: ".xlsx",
    Format.XLS: ".xls",
    Format.ODS: ".ods",
    Format.CSV: ".csv",
    Format.EML: ".eml",
    Format.MSG: ".msg",
    Format.HTML: ".html",
}
_AS_GOOD = {Format.JPEG: (".jpeg", ".jpe"), Format.TIFF: (".tiff",), Format.HTML: (".htm",)}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST = 120


def safe_name(part: FilePart) -> str:
    """The file's own name as any system can hold it; its ending is that of what the bytes are, where that is known.

    A file that only calls itself a picture is never handed over as a program.
    """
    plain = _NOT_IN_NAMES.sub("_", part.name).strip(" .") or "record"
    known = SUFFIXES.get(part.format)
    stem, suffix = Path(plain).stem, Path(plain).suffix
    if known is None or suffix.lower() in (known, *_AS_GOOD.get(part.format, ())):
        return stem[:_LONGEST] + suffix
    return plain[:_LONGEST] + known


def copy_to_look_at(library: Library, part: FilePart) -> Path:
    """A read-only copy in staging, deleted when the library is closed or locked, at the latest at its next start.

    PlaceProblem when it cannot be made.
    """
    with place_problems(str(library.folder)):
        copy = library.originals.scratch() / safe_name(part)
        _copy(library, part, copy)
        copy.chmod(0o400)
    return copy


def save_copy(library: Library, part: FilePart, out: Path) -> Path:
    """A copy at `out`, whole or not at all. PlaceProblem when the place refuses or the original is gone."""
    beside = out.with_name(f".{out.name}.part")
    with place_problems(str(out.parent)):
        try:
            _copy(library, part, beside)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    return out


def save_copies(library: Library, parts: Sequence[FilePart], folder: Path) -> Path:
    """Copies of several files in `folder`; two of one name are told apart by a number, nothing is overwritten."""
    for part in parts:
        save_copy(library, part, _free(folder / safe_name(part)))
    return folder


def _free(wanted: Path) -> Path:
    at, number = wanted, 2
    while at.exists():
        at, number = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}"), number + 1
    return at


def _copy(library: Library, part: FilePart, out: Path) -> None:
    with library.originals.open_original(part.fingerprint) as original, out.open("wb") as copy:
        shutil.copyfileobj(original, copy, 1024 * 1024)
