"""The key-image sheet: marked images of scans, six a page, each marked as not for diagnosis."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf

from recordkeeper.paper.pictures import place_picture
from recordkeeper.paper.sheet import ACCENT, MUTED, TINT, Align, Paper, Sheet, Style
from recordkeeper.records.key_images import KeyPicture, KeySheet
from recordkeeper.records.reading import Picture
from recordkeeper.wording.words import Words

Render = Callable[[Path, int], Picture | None]  # file and frame → the image; None where it cannot be shown

_MARGIN, _GAP, _TOP, _FOOT = 42.0, 16.0, 96.0, 40.0
_ACROSS, _DOWN = 2, 3
_UNDER = 72.0  # points for the words under a picture
_TITLE, _CAPTION = Style(16, bold=True), Style(9.5, bold=True)
_SMALL, _MARK = Style(7.5, colour=MUTED), Style(7.5, bold=True, colour=ACCENT)


def write(sheet: KeySheet, out: Path, words: Words, *, render: Render) -> tuple[int, int]:
    """Write the PDF at `out`; returns its pages, and how many pictures could not be shown.

    In the place of such a picture stands a sentence.
    """
    paper, failed = Paper(), 0
    each_page = _ACROSS * _DOWN
    pages = max(1, -(-len(sheet.pictures) // each_page))
    waiting: list[tuple[Sheet, pymupdf.Rect, Picture]] = []
    for page in range(pages):
        drawn = paper.upright(sheet.paper)
        _head(drawn, sheet, words, page + 1, pages)
        for at, picture in enumerate(sheet.pictures[page * each_page : (page + 1) * each_page]):
            shown = render(Path(picture.path), picture.frame)
            failed += shown is None
            box = _box(drawn, at)
            _words(drawn, box, picture, words, shown=shown is not None)
            if shown is not None:
                waiting.append((drawn, box, shown))
    paper.finish(title=words.say("scans.key.title"), language=words.language)
    for drawn, box, shown in waiting:
        place_picture(shown, drawn.page, box)
    paper.save(out)
    return pages, failed


def _head(drawn: Sheet, sheet: KeySheet, words: Words, page: int, pages: int) -> None:
    right = drawn.width - _MARGIN
    drawn.text(_MARGIN, 46, words.say("scans.key.title"), _TITLE)
    born = words.say("scans.on_image.born", date=sheet.born) if sheet.born else ""
    whose = " · ".join(part for part in (sheet.name, born) if part)
    drawn.text(_MARGIN, 64, drawn.paper.fit(whose, right - _MARGIN, Style(10)), Style(10))
    drawn.text(
        right, 46, words.say("scans.on_image.not_for_diagnosis"), Style(10, bold=True, colour=ACCENT), Align.RIGHT
    )
    drawn.text(_MARGIN, 80, words.say("scans.key.why"), _SMALL)
    drawn.rule(_MARGIN, right, drawn.height - _FOOT)
    made = words.say("scans.key.made", date=sheet.made)
    drawn.text(_MARGIN, drawn.height - _FOOT + 14, made, _SMALL)
    drawn.text(
        right, drawn.height - _FOOT + 14, words.say("scans.key.page", page=page, pages=pages), _SMALL, Align.RIGHT
    )


def _box(drawn: Sheet, at: int) -> pymupdf.Rect:
    """Where the picture of place `at` on the page goes."""
    width = (drawn.width - 2 * _MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
    height = (drawn.height - _TOP - _FOOT - 10 - (_DOWN - 1) * _GAP) / _DOWN
    left = _MARGIN + at % _ACROSS * (width + _GAP)
    top = _TOP + at // _ACROSS * (height + _GAP)
    return pymupdf.Rect(left, top, left + width, top + height - _UNDER)


def _words(drawn: Sheet, box: pymupdf.Rect, picture: KeyPicture, words: Words, *, shown: bool) -> None:
    drawn.box(box.x0, box.y0, box.width, box.height, "#000000" if shown else TINT)
    if not shown:
        drawn.paragraph(box.x0 + 8, box.y0 + 18, box.width - 16, words.say("scans.key.cannot"), _SMALL)
    y = box.y1 + 11
    fit = drawn.paper.fit
    mark = words.say("scans.on_image.not_for_diagnosis")
    room = box.width - drawn.paper.width(mark, _MARK) - 6
    drawn.text(box.x1, y, mark, _MARK, Align.RIGHT)
    if picture.caption:
        y = drawn.paragraph(box.x0, y, room, picture.caption, _CAPTION, 2) - 2.5
    for line in picture.lines[:4]:
        drawn.text(box.x0, y, fit(line, room if y == box.y1 + 11 else box.width, _SMALL), _SMALL)
        y += 10.5
