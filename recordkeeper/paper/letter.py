"""A letter as PDF and as an office document, from its blocks of lines."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from recordkeeper.paper.sheet import ACCENT, MUTED, Paper, Style
from recordkeeper.records.letter import Letter

_SIDE, _TOP, _FOOT = 68.0, 76.0, 68.0
_TEXT = 10.5  # points
_SMALLEST = 7.5  # what has to go on one page is set no smaller than this
_STEP = 0.5
_TITLE = 1.5  # the first line of a heading, beside the text
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same letter gives the same bytes


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as it is set, with the distance to what stands before it."""

    text: str
    style: Style
    before: float = 0.0


def write_pdf(letter: Letter, out: Path, made_with: str = "") -> int:
    """Write the letter at `out`; returns how many pages it has. OSError when `out` cannot be written."""
    paper = Paper()
    sheet, y = paper.upright(letter.paper), _TOP
    for line in _lines(paper, letter, sheet.width - 2 * _SIDE, sheet.height - _FOOT):
        y += line.before
        if y > sheet.height - _FOOT:
            sheet, y = paper.upright(letter.paper), _TOP
        sheet.text(_SIDE, y, line.text, line.style)
        y += line.style.leading
    count = paper.page_count
    paper.finish(title=letter.title, language=letter.language, made_with=made_with)
    paper.save(out)
    return count


def _lines(paper: Paper, letter: Letter, width: float, foot: float) -> list[_Line]:
    """All lines; of a letter that has to go on one page, so small or so many that they do."""
    if not letter.one_page:
        return list(_set(paper, letter, width, _TEXT))
    size, lines = _TEXT, list(_set(paper, letter, width, _TEXT))
    while size > _SMALLEST and _bottom(lines) > foot:
        size -= _STEP
        lines = list(_set(paper, letter, width, size))
    if _bottom(lines) <= foot:
        return lines
    last = _Line(letter.shortened, Style(size, bold=True), size)
    while lines and _bottom([*lines, last]) > foot:
        lines.pop()
    return [*lines, last]


def _bottom(lines: Sequence[_Line]) -> float:
    """The baseline of the last line, were they all on one page."""
    return (
        _TOP + sum(line.before + line.style.leading for line in lines) - (lines[-1].style.leading if lines else 0)
    )


def _set(paper: Paper, letter: Letter, width: float, size: float) -> Iterator[_Line]:
    """The lines of all blocks, wrapped; a heading in letters of its own."""
    for number, block in enumerate(letter.blocks):
        gap = size * 0.8 if number else 0.0
        for at, line in enumerate(block.split("\n")):
            style = _style(line, size, at if number == 0 else -1, letter.head)
            for part in paper.wrap(line, width, style) or [""]:
                yield _Line(part, style, gap)
                gap = 0.0


def _style(line: str, size: float, at: int, head: int) -> Style:
    """How a line is set: `at` counts within the first block, -1 in the others."""
    if 0 <= at < head:
        return Style(size * _TITLE, bold=True, colour=ACCENT) if at == 0 else Style(size * 0.9, colour=MUTED)
    return Style(size, bold=bool(head) and at < 0 and line.isupper())


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
