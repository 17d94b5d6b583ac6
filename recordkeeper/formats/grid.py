"""Text laid out on sheets: which words go on which page and where, so that text has pages and boxes like paper.

Reading and painting both use this layout, which is why a word found in a text can be marked on its picture. Every
character stands in a cell of a fixed-width grid (two cells for East Asian wide ones); long lines are wrapped
on the sheet, while the page's text keeps the lines as they came. Sheets are A4 (ISO 216: 210 x 297 mm).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from recordkeeper.records.reading import PageText, WordBox, WordBoxes

SHEET_WIDTH, SHEET_HEIGHT = 595.28, 841.89  # A4 in points
MARGIN = 45.0
FONT_SIZE = 9.0
CELL = 5.4  # advance of a fixed-width letter: 0.6 of the font size
LINE = 11.5
COLUMNS = int((SHEET_WIDTH - 2 * MARGIN) / CELL)
LINES = int((SHEET_HEIGHT - 2 * MARGIN) / LINE)
TAB = 8
ASCENT = 0.8 * FONT_SIZE  # from the top of a word's box to its baseline
_RUNS = re.compile(r"[^\S\n]+|\n|[^\s]+")
_LATIN = re.compile(r"[\x20-\x7e\u00a1-\u02ff]*\Z")


def lay_out(text: str) -> Iterator[PageText]:
    """Yield the pages of `text`, at least one. A form feed ends a page; a longer text goes on to the next."""
    number = 0
    for part in text.rstrip("\n\f ").split("\f"):
        for page_text, words in _sheets(part):
            number += 1
            yield PageText(number, page_text, SHEET_WIDTH, SHEET_HEIGHT, WordBoxes.of(words))


def width_in_cells(text: str) -> int:
    """Cells that `text` takes on the grid."""
    if _LATIN.match(text):
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _sheets(text: str) -> Iterator[tuple[str, list[WordBox]]]:
    """Cut `text` into sheets; each comes with its own text and words, offsets counted from the sheet's start."""
    start = line = column = 0
    words: list[WordBox] = []
    for match in _RUNS.finditer(text):
        run, at = match.group(), match.start()
        if run == "\n":
            line, column = line + 1, 0
            continue
        if run.isspace():
            column = _after_space(run, column)
            continue
        for piece_at, piece, cells in _pieces(run, at):
            if column and column + cells > COLUMNS:
                line, column = line + 1, 0
            if line >= LINES:
                yield text[start:piece_at].rstrip(), words
                start, line, words = piece_at, 0, []
            words.append(_word(piece_at - start, piece, line, column, cells))
            column += cells
    yield text[start:].rstrip(), words


def _after_space(run: str, column: int) -> int:
    for character in run:
        column += TAB - column % TAB if character == "\t" else 1
    return column


def _pieces(run: str, at: int) -> Iterator[tuple[int, str, int]]:
    """`run` itself, or pieces of it that fit a line: (offset, piece, cells)."""
    cells = width_in_cells(run)
    if cells <= COLUMNS:
        yield at, run, cells
        return
    start = taken = 0
    for index, character in enumerate(run):
        width = _cells(character)
        if taken + width > COLUMNS:
            yield at + start, run[start:index], taken
            start, taken = index, 0
        taken += width
    yield at + start, run[start:], taken


def _word(start: int, word: str, line: int, column: int, cells: int) -> WordBox:
    x, y = MARGIN + column * CELL, MARGIN + line * LINE
    return WordBox(start, start + len(word), x, y, x + cells * CELL, y + FONT_SIZE)
