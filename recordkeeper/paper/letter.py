"""A letter as PDF and as an office document, from its blocks of lines."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from recordkeeper.paper.sheet import Paper, Sheet, Style
from recordkeeper.records.letter import Letter

_SIDE, _TOP, _FOOT = 68.0, 76.0, 68.0
_TEXT = Style(10.5)
_HEADING = Style(17, bold=True)
_GAP = 8.0  # between blocks
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same letter gives the same bytes


def write_pdf(letter: Letter, out: Path, made_with: str = "") -> int:
    """Write the letter at `out`; returns how many pages it has. OSError when `out` cannot be written."""
    paper = Paper()
    sheet = paper.upright(letter.paper)
    y = _TOP
    lines = [block.split("\n") for block in letter.blocks]
    if letter.headed and lines:
        y = sheet.paragraph(_SIDE, y, sheet.width - 2 * _SIDE, lines[0].pop(0), _HEADING) + 2
    for block in lines:
        for line in block:
            sheet, y = _put(paper, sheet, letter, line, y)
        y += _GAP
    count = paper.page_count
    paper.finish(title=letter.title, language=letter.language, made_with=made_with)
    paper.save(out)
    return count


def _put(paper: Paper, sheet: Sheet, letter: Letter, line: str, y: float) -> tuple[Sheet, float]:
    """Set one line of a block, wrapped, on this page or the next."""
    for part in paper.wrap(line, sheet.width - 2 * _SIDE, _TEXT) or [""]:
        if y > sheet.height - _FOOT:
            sheet, y = paper.upright(letter.paper), _TOP
        sheet.text(_SIDE, y, part, _TEXT)
        y += _TEXT.leading
    return sheet, y


_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(letter: Letter, out: Path) -> None:
    """Write the letter as a document that word processors open and change. OSError when `out` cannot be written."""
    width, height = (round(points * 20) for points in letter.paper.points)
    body = "".join(_paragraph(block) for block in letter.blocks)
    section = f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"/></w:sectPr>'
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_WORD}"><w:body>{body}{section}</w:body></w:document>'
    )
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(zipfile.ZipInfo(name, _STAMP), text.encode("utf-8"), zipfile.ZIP_DEFLATED)


def _paragraph(block: str) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_printable(line))}</w:t>' for line in block.split("\n")
    )
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def _printable(line: str) -> str:
    """Without signs that XML cannot hold."""
    return "".join(sign for sign in line if sign == "\t" or (ord(sign) >= 32 and not 0xD800 <= ord(sign) <= 0xDFFF))
