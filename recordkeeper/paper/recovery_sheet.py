"""The recovery sheet of a protected library: 24 words and a QR code, on one page. It names no patient."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import segno

from recordkeeper.paper.column import BODY, SMALL, Column
from recordkeeper.paper.look import INK, MUTED, TINT, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.papers import RecoverySheet
from recordkeeper.wording.words import Words

_SIDE, _TOP = 56.0, 64.0
_ACROSS = 4  # columns of words
_ROW = 25.0
_WORD, _NUMBER = Style(14, bold=True), Style(9, colour=MUTED)
_KEY = Style(8.5, mono=True)
_QR = 118.0
_QUIET = 4  # modules of white around a QR code, as its standard asks
_HOW = ("keep", "apart", "who", "lost")


def write(sheet: RecoverySheet, out: Path, words: Words) -> None:
    """Write the sheet at `out`, which nobody else may read. OSError when `out` cannot be written."""

    def say(key: str, **fields: object) -> str:
        return words.say(f"protect.sheet.{key}", **fields)

    paper = Paper()
    page = paper.upright(sheet.paper)
    column = Column(page, _SIDE, page.width - 2 * _SIDE, _TOP, page.height - 40)
    column.paragraph(say("title"), Style(22, bold=True), 1)
    column.gap(4)
    column.paragraph(say("of", library=sheet.library, date=sheet.made), SMALL, 2)
    column.gap(6)
    column.paragraph(say("what"), BODY)
    column.gap(14)
    _words(page, column, sheet.words)
    column.gap(12)
    for key in _HOW:
        column.paragraph(say(key), BODY)
        column.gap(3)
    column.gap(8)
    column.heading(say("open_heading"))
    column.paragraph(say("open_passphrase" if sheet.passphrase else "open"), BODY)
    column.gap(10)
    top = column.y
    column.heading(say("age_heading"))
    beside = Column(page, _SIDE, column.width - _QR - 20, column.y, page.height - 40)
    for key in ("age", "age_save", "age_run"):
        beside.paragraph(say(key), Style(9, mono=True) if key == "age_run" else BODY)
        beside.gap(3)
    _code(page, sheet.key, page.width - _SIDE - _QR, top - 6, _QR)
    column.y = max(beside.y, top + _QR + 4)
    column.gap(4)
    column.paragraph(sheet.key, _KEY, 1)
    paper.finish(title=say("title"), language=words.language)
    paper.save(out)
    out.chmod(0o600)


def _words(page: Sheet, column: Column, words: tuple[str, ...]) -> None:
    """In columns, each word with its number, to be read downwards."""
    rows = -(-len(words) // _ACROSS)
    page.box(_SIDE - 10, column.y - 16, column.width + 20, rows * _ROW + 18, TINT)
    wide = column.width / _ACROSS
    top = column.y + 6
    for at, word in enumerate(words):
        x, y = _SIDE + at // rows * wide, top + at % rows * _ROW
        page.text(x + 4, y, f"{at + 1}", _NUMBER)
        page.text(x + 24, y, word, _WORD)
    column.y = top + rows * _ROW


def _code(page: Sheet, text: str, x: float, y: float, size: float) -> None:
    """A QR code, drawn as runs of dark modules."""
    matrix = segno.make_qr(text, error="m").matrix
    module = size / (len(matrix) + 2 * _QUIET)
    page.box(x, y, size, size, "#ffffff")
    for row, line in enumerate(matrix):
        at = 0
        for dark, run in groupby(line):
            length = len(list(run))
            if dark:
                left, top = x + (at + _QUIET) * module, y + (row + _QUIET) * module
                page.box(left, top, length * module + 0.05, module + 0.05, INK)
            at += length
