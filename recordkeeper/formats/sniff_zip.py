"""What a ZIP really is: an archive, a Word document, a program, or another format that uses ZIP as its box."""

from __future__ import annotations

import zipfile
from pathlib import Path

from recordkeeper.formats.zip_directory import find_directory, most_entries
from recordkeeper.records.reading import Format

_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
_MOST_ENTRIES = 100_000  # no document has that many; reading them takes a second
_WORD_PARTS = ("word/document.xml", "word/document2.xml")
_BOXES_OF_OTHERS = (  # members that only these have: OpenDocument and EPUB, Apple's office, XPS, Excel, PowerPoint
    "mimetype",
    "index/document.iwa",
    "index.zip",
    "index.apxl",
    "index.xml",
    "buildversionhistory.plist",
    "xl/workbook.xml",
    "xl/workbook.bin",
    "ppt/presentation.xml",
    "fixeddocumentsequence.fdseq",
    "fixeddocseq.fdseq",
)


def looks_like_zip(path: Path, name: str, untrusted_head: bytes) -> bool:
    """True for a ZIP by its first bytes, or by name and a directory at its end (rubbish may stand before it)."""
    if untrusted_head.startswith(_STARTS):
        return True
    return name.lower().endswith(".zip") and zipfile.is_zipfile(path)


def zip_format(path: Path, untrusted_head: bytes) -> Format:
    """DOCX, PROGRAM, OTHER or ZIP. A damaged ZIP is told by its first member's name."""
    names = _names(path)
    if names is None:
        first_name = untrusted_head[30:64].lower()
        return Format.DOCX if first_name.startswith((b"[content_types].xml", b"word/")) else Format.ZIP
    if "[content_types].xml" in names and (
        any(part in names for part in _WORD_PARTS) or any(name.startswith("word/document") for name in names)
    ):
        return Format.DOCX
    if "meta-inf/manifest.mf" in names and any(name.endswith(".class") for name in names):
        return Format.PROGRAM
    if any(part in names for part in _BOXES_OF_OTHERS) or "[content_types].xml" in names:
        return Format.OTHER
    return Format.ZIP


def _names(path: Path) -> frozenset[str] | None:
    with path.open("rb") as file:
        directory = find_directory(file)
        if directory and most_entries(file, directory) > _MOST_ENTRIES:
            return frozenset()
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(entry.filename.replace("\\", "/").lower() for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, EOFError, OSError):
        return None
