"""Documents of office programs as text: RTF, Word old and new, OpenDocument, PowerPoint.

Macros, fields and linked things are never touched. Pictures and files inside that are documents are handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.enclosed import Enclosure, PackageHandler
from recordkeeper.formats.sheets import NotRead, SheetsHandler, TextFound, read_start
from recordkeeper.records.reading import Condition, Format

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_HEX = re.compile(rb"[0-9a-fA-F\s]{512,}")  # pictures and embedded objects
_CELL = re.compile(rb"\\(?:nest)?cell(?![a-z])")


class RtfHandler(SheetsHandler):
    """Reads rich text."""

    name = "rtf"
    version = 1
    formats = frozenset({Format.RTF})

    def text_of(self, path: Path) -> TextFound:
        untrusted, cut = read_start(path)
        return TextFound(rtf_text(untrusted), cut)


class DocHandler(SheetsHandler):
    """Reads Word documents of 1997 to 2003."""

    name = "doc"
    version = 1
    formats = frozenset({Format.DOC})

    def text_of(self, path: Path) -> TextFound:
        from recordkeeper.formats.doc import doc_text

        return doc_text(path)


class DocxHandler(PackageHandler):
    """Reads Word documents (ISO 29500, transitional and strict)."""

    name = "docx"
    version = 2
    formats = frozenset({Format.DOCX})

    def text_of(self, path: Path) -> TextFound:
        from recordkeeper.formats.docx import docx_text

        return docx_text(path)

    def enclosures(self, path: Path) -> Iterator[Enclosure]:
        from recordkeeper.formats.docx import docx_members

        return docx_members(path)


class OdtHandler(PackageHandler):
    """Reads OpenDocument texts, packed or flat."""

    name = "odt"
    version = 1
    formats = frozenset({Format.ODT})

    def text_of(self, path: Path) -> TextFound:
        from recordkeeper.formats.odf import odf_text

        return odf_text(path)

    def enclosures(self, path: Path) -> Iterator[Enclosure]:
        from recordkeeper.formats.odf import odf_members

        return odf_members(path)


class PptxHandler(PackageHandler):
    """Reads PowerPoint presentations."""

    name = "pptx"
    version = 1
    formats = frozenset({Format.PPTX})

    def text_of(self, path: Path) -> TextFound:
        from recordkeeper.formats.pptx import pptx_text

        return pptx_text(path)

    def enclosures(self, path: Path) -> Iterator[Enclosure]:
        from recordkeeper.formats.pptx import pptx_members

        return pptx_members(path)


def rtf_text(untrusted: bytes) -> str:
    """The text of rich text; cells of a row are tabs apart. NotRead when the markup is beyond repair."""
    from striprtf.striprtf import rtf_to_text

    data = _CELL.sub(rb"\\tab ", _HEX.sub(b" ", _without_binary(untrusted)))
    found = _CODE_PAGE.search(data[:4096])
    encoding = f"cp{int(found.group(1))}" if found else "cp1252"
    for attempt in (encoding, "cp1252"):
        try:
            return str(rtf_to_text(data.decode("latin-1"), encoding=attempt, errors="replace"))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue  # an unknown code page, or a control word the library trips over
    raise NotRead(Condition.UNREADABLE, "damaged")


def _without_binary(data: bytes) -> bytes:
    """RTF 1.9: \\binN is followed by N raw bytes, which may hold braces."""
    parts, at = [], 0
    for found in _BINARY.finditer(data):
        if found.start() >= at:
            parts.append(data[at : found.start()])
            at = found.end() + int(found.group(1))
    return b"".join([*parts, data[at:]])
