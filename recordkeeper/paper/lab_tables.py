"""Tables for other programs, CSV and XLSX, that no program can take for formulas.

What came from foreign paper may begin with a sign that spreadsheet programs calculate with. In CSV such a cell gets
an apostrophe before it (as OWASP advises against CSV injection); in XLSX every cell is text by its type.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str]]
_CALCULATES = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_A_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MADE = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same table


def guarded(cell: str) -> str:
    """A cell of a CSV file that no program takes for a formula; plain numbers stay as they are."""
    tidy = cell.replace("\0", "")
    if tidy.lstrip(" \u00a0")[:1] in _CALCULATES and tidy.strip() and not _A_NUMBER.fullmatch(tidy):
        return f"'{tidy}"
    return tidy


def write_csv(path: Path, rows: Rows) -> None:
    """Write the table as CSV in UTF-8 with a mark that Excel needs; OSError when it cannot be."""
    cells = [[guarded(cell) for cell in row] for row in rows]
    with _beside(path) as temporary, temporary.writer() as file:
        csv.writer(file).writerows(cells)


def write_xlsx(path: Path, rows: Rows) -> None:
    """Write the table as a workbook of one sheet, all cells text (ECMA-376 inline strings); OSError as above."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(f"{_LINKS}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'{_MARKUP}<workbook xmlns="{_SHEET}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(f"{_LINKS}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'{_MARKUP}<worksheet xmlns="{_SHEET}"><sheetData>'
        f"{''.join(_rows(rows))}</sheetData></worksheet>",
    }
    with _beside(path) as temporary, zipfile.ZipFile(temporary.path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)


class _beside:  # noqa: N801 - used as a function
    """A file beside the wanted one, which takes its place once it is whole."""

    def __init__(self, path: Path) -> None:
        self._wanted = path
        self.path = path.with_name(f".{path.name}.part")

    def writer(self) -> TextIO:
        return self.path.open("w", encoding="utf-8-sig", newline="", errors="replace")

    def __enter__(self) -> _beside:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.path.replace(self._wanted)
        else:
            self.path.unlink(missing_ok=True)


def _types() -> str:
    parts = (("/xl/workbook.xml", "sheet.main"), ("/xl/worksheets/sheet1.xml", "worksheet"))
    overrides = "".join(f'<Override PartName="{name}" ContentType="{_OFFICE}.{kind}+xml"/>' for name, kind in parts)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_MARKUP}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'{_MARKUP}<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>'


def _rows(rows: Rows) -> Iterable[str]:
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{_letters(at)}{number}" t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
            for at, cell in enumerate(row)
            if cell
        )
        yield f'<row r="{number}">{cells}</row>'


def _letters(at: int) -> str:
    """The name of a column: A … Z, AA …"""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _text(cell: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", cell))
