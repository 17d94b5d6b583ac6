"""What a ZIP really is: an archive, an office document, a program, or another format that uses ZIP as its box."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from recordkeeper.formats.zip_directory import find_directory, most_entries
from recordkeeper.records.reading import Format

_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
_MOST_ENTRIES = 100_000  # no document has that many; reading them takes a second
_WORD_PARTS = ("word/document.xml", "word/document2.xml")
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, zlib.error, lzma.LZMAError)
_MARKS = (  # members that only one format has
    ("xl/workbook.xml", Format.XLSX),
    ("ppt/presentation.xml", Format.PPTX),
    ("index/document.iwa", Format.IWORK),
    ("index.apxl", Format.IWORK),
)
_MARKS_OF_APPLE = ("index.zip", "index.xml")  # beside a preview; alone they say nothing
_PREVIEWS = ("quicklook/preview.pdf", "quicklook/thumbnail.jpg", "preview.jpg", "buildversionhistory.plist")
_OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", Format.ODT),  # and templates and parts of them
    (b"application/vnd.oasis.opendocument.spreadsheet", Format.ODS),
)
# Members that only formats without a reader have: EPUB and other OpenDocuments, binary Excel, XPS.
_BOXES_OF_OTHERS = ("mimetype", "xl/workbook.bin", "fixeddocumentsequence.fdseq", "fixeddocseq.fdseq")


def looks_like_zip(path: Path, name: str, untrusted_head: bytes) -> bool:
    """True for a ZIP by its first bytes, or by name and a directory at its end (rubbish may stand before it)."""
    if untrusted_head.startswith(_STARTS):
        return True
    return name.lower().endswith(".zip") and zipfile.is_zipfile(path)


def zip_format(path: Path, untrusted_head: bytes) -> Format:
    """The office format, PROGRAM, OTHER or ZIP. A damaged ZIP is told by its first member's name."""
    names = _names(path)
    if names is None:
        first_name = untrusted_head[30:64].lower()
        return Format.DOCX if first_name.startswith((b"[content_types].xml", b"word/")) else Format.ZIP
    if "[content_types].xml" in names and (
        any(part in names for part in _WORD_PARTS) or any(name.startswith("word/document") for name in names)
    ):
        return Format.DOCX
    if "mimetype" in names and (found := _open_document(path)):
        return found
    if marked := next((found for mark, found in _MARKS if mark in names), None):
        return marked
    if any(mark in names for mark in _MARKS_OF_APPLE) and any(mark in names for mark in _PREVIEWS):
        return Format.IWORK
    if "meta-inf/manifest.mf" in names and any(name.endswith(".class") for name in names):
        return Format.PROGRAM
    if any(part in names for part in _BOXES_OF_OTHERS) or "[content_types].xml" in names:
        return Format.OTHER
    return Format.ZIP


def _open_document(path: Path) -> Format | None:
    """The format that the media type in an OpenDocument (ODF part 2, 3.3) names."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as file:
            kind = file.read(100)
    except (KeyError, RuntimeError, *_DAMAGE):
        return None
    return next((found for name, found in _OPEN_DOCUMENTS if kind.startswith(name)), None)


def _names(path: Path) -> frozenset[str] | None:
    with path.open("rb") as file:
        directory = find_directory(file)
        if directory and most_entries(file, directory) > _MOST_ENTRIES:
            return frozenset()
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(entry.filename.replace("\\", "/").lower() for entry in archive.infolist())
    except _DAMAGE:
        return None
