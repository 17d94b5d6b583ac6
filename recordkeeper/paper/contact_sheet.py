"""A contact sheet for a web browser: some images of a series on one picture, each marked as not for diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf

from recordkeeper.paper.pictures import place_picture
from recordkeeper.paper.sheet import ACCENT, MUTED, TINT, Align, Paper, Sheet, Style
from recordkeeper.records.reading import Picture
from recordkeeper.wording.words import Words

_MARGIN, _GAP, _HEAD, _CELL = 12.0, 6.0, 44.0, 132.0
_ACROSS = 4
_UNDER = 12.0  # points under each image for the mark
_DPI, _QUALITY = 110, 80
_TITLE, _SMALL, _MARK = Style(11, bold=True), Style(8.5, colour=MUTED), Style(7, bold=True, colour=ACCENT)


def write(pictures: Sequence[Picture | None], out: Path, words: Words, *, who: str, what: str) -> None:
    """Write the sheet as a JPEG at `out`; a cell that cannot be shown says so. OSError when it cannot be."""
    paper = Paper()
    rows = max(1, -(-len(pictures) // _ACROSS))
    width = 2 * _MARGIN + _ACROSS * _CELL + (_ACROSS - 1) * _GAP
    height = _HEAD + rows * (_CELL + _UNDER + _GAP) + _MARGIN
    sheet = paper.page(width, height)
    mark = words.say("scans.on_image.not_for_diagnosis")
    room = width - 2 * _MARGIN - paper.width(mark, _TITLE) - 8
    sheet.text(_MARGIN, 20, paper.fit(who, room, _TITLE), _TITLE)
    sheet.text(width - _MARGIN, 20, mark, Style(11, bold=True, colour=ACCENT), Align.RIGHT)
    sheet.text(_MARGIN, 34, paper.fit(what, width - 2 * _MARGIN, _SMALL), _SMALL)
    boxes = [_cell(sheet, at, shown is not None, mark, words) for at, shown in enumerate(pictures)]
    paper.finish(title=what, language=words.language)
    for box, shown in zip(boxes, pictures, strict=True):
        if shown is not None:
            place_picture(shown, sheet.page, box)
    pixmap = sheet.page.get_pixmap(dpi=_DPI)
    out.write_bytes(pixmap.tobytes("jpeg", jpg_quality=_QUALITY))
    paper.document.close()


def _cell(sheet: Sheet, at: int, shown: bool, mark: str, words: Words) -> pymupdf.Rect:
    left = _MARGIN + at % _ACROSS * (_CELL + _GAP)
    top = _HEAD + at // _ACROSS * (_CELL + _UNDER + _GAP)
    sheet.box(left, top, _CELL, _CELL, "#000000" if shown else TINT)
    if not shown:
        sheet.paragraph(left + 6, top + 16, _CELL - 12, words.say("scans.key.cannot"), _SMALL, 6)
    sheet.text(left + _CELL, top + _CELL + 8, mark, _MARK, Align.RIGHT)
    return pymupdf.Rect(left, top, left + _CELL, top + _CELL)
