"""Tables laid out on sheets: columns as wide as what is in them, long cells wrapped inside their column.

The text of a page keeps each row on a line, cells CELL_GAP apart; where the words stand on the sheet follows the
columns. A table that fits no upright sheet gets one on its side, and a still wider one a sheet as wide as it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from recordkeeper.formats.decode import clean
from recordkeeper.formats.flow import CELL_GAP
from recordkeeper.formats.grid import CELL, COLUMNS, FONT_SIZE, LINE, LINES, MARGIN, SHEET_HEIGHT, SHEET_WIDTH
from recordkeeper.formats.grid import width_in_cells as width
from recordkeeper.records.labs import LabEntry
from recordkeeper.records.reading import PageText, WordBox, WordBoxes
from recordkeeper.records.stated import Stated

MOST_CELLS = 200_000  # of a workbook that are read: some 400 sheets, and four seconds
MOST_COLUMNS = 256
MOST_IN_CELL = 32_767  # signs, Excel's own limit
_GAP = 2  # grid cells between columns
_ON_ITS_SIDE = int((SHEET_HEIGHT - 2 * MARGIN) / CELL)
_LINES_ON_ITS_SIDE = int((SHEET_WIDTH - 2 * MARGIN) / LINE)
_WIDEST = range(60, 15, -1)  # what a column may take before its cells are wrapped, tried in this order


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a heading, which may be empty. Rows may differ in length."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TablesFound:
    """The tables of a file. `cut` says that only its beginning was read."""

    tables: tuple[Table, ...]
    cut: bool = False
    title: str = ""
    inside: int = 0
    stated: Stated | None = None
    problem: str = ""
    labs: tuple[LabEntry, ...] = ()

    def words(self) -> str:
        """All that stands in the cells."""
        return " ".join(cell for table in self.tables for row in table.rows for cell in row)

    def pages(self) -> Iterator[PageText]:
        """Yield the tables on sheets, each beginning a new one; none when all cells are empty."""
        number = 0
        for table in self.tables:
            for page in _Layout(table).sheets():
                number += 1
                yield PageText(number, page.text, page.width, page.height, page.words)


def tidy(cell: str) -> str:
    """What a cell says, on one line."""
    return " ".join(clean(cell[:MOST_IN_CELL]).split())


def table(heading: str, rows: Sequence[Sequence[str]]) -> Table | None:
    """A table of `rows` without empty rows and empty columns at the end; None when nothing is in it."""
    kept = []
    for row in rows:
        cells = [tidy(cell) for cell in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            kept.append(tuple(cells))
    return Table(tidy(heading), tuple(kept)) if kept else None


class _Piece(NamedTuple):
    """A word, or a part of one too long for its column: where in the row's text, and where in the cell."""

    start: int
    end: int
    line: int
    column: int
    cells: int


class _Layout:
    """Places one table."""

    def __init__(self, untrusted: Table) -> None:
        self._rows = untrusted.rows
        self._heading = untrusted.heading
        self._columns = _columns(untrusted.rows)
        self._width = max(COLUMNS, sum(self._columns) + _GAP * (len(self._columns) - 1))
        upright = self._width <= COLUMNS
        self._width = self._width if upright else max(_ON_ITS_SIDE, self._width)
        self._lines = LINES if upright else _LINES_ON_ITS_SIDE
        self._sheet = (
            SHEET_WIDTH if upright else max(SHEET_HEIGHT, self._width * CELL + 2 * MARGIN),
            SHEET_HEIGHT if upright else SHEET_WIDTH,
        )
        self._text: list[str] = []
        self._length = 0
        self._words: list[WordBox] = []
        self._line = 0

    def sheets(self) -> Iterator[PageText]:
        """Yield the table's sheets."""
        if self._heading:
            yield from self._running((self._heading,))
            self._line += 1
        starts = [0, *accumulate(each + _GAP for each in self._columns)]
        for row in self._rows:
            text, pieces = _placed(row, self._columns, starts)
            tall = 1 + max(piece.line for piece in pieces)
            if tall > self._lines:
                yield from self._running(row)
                continue
            if self._line + tall > self._lines:
                yield self._finished()
            self._add(text, pieces)
            self._line += tall
        yield self._finished()

    def _running(self, cells: Sequence[str]) -> Iterator[PageText]:
        """What fits no sheet as a row goes on from sheet to sheet as running text."""
        text, pieces = _placed((" ".join(cell for cell in cells if cell),), (self._width,), (0,))
        while pieces:
            room = self._lines - self._line
            last = pieces[0].line + room
            here = [piece for piece in pieces if piece.line < last]
            first, pieces = pieces[0].line, pieces[len(here) :]
            cut = here[0].start
            moved = [
                _Piece(each.start - cut, each.end - cut, each.line - first, each.column, each.cells)
                for each in here
            ]
            self._add(text[cut : here[-1].end], moved)
            self._line += moved[-1].line + 1
            if pieces:
                yield self._finished()

    def _add(self, text: str, pieces: Sequence[_Piece]) -> None:
        for piece in pieces:
            x, y = MARGIN + piece.column * CELL, MARGIN + (self._line + piece.line) * LINE
            start, end = self._length + piece.start, self._length + piece.end
            self._words.append(WordBox(start, end, x, y, x + piece.cells * CELL, y + FONT_SIZE))
        self._text.append(text)
        self._length += len(text) + 1

    def _finished(self) -> PageText:
        page = PageText(1, "\n".join(self._text), *self._sheet, WordBoxes.of(self._words))
        self._text, self._length, self._words, self._line = [], 0, [], 0
        return page


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """How many grid cells each column gets: as many as its longest cell, or fewer that it may fit the sheet."""
    natural = [0] * max(len(row) for row in rows)
    for row in rows:
        for index, cell in enumerate(row):
            natural[index] = max(natural[index], width(cell))
    shares: list[int] = []
    for widest in _WIDEST:
        shares = [min(each, widest) for each in natural]
        if sum(shares) + _GAP * (len(shares) - 1) <= _ON_ITS_SIDE:
            break
    return tuple(max(1, each) for each in shares)


def _placed(row: Sequence[str], columns: Sequence[int], starts: Sequence[int]) -> tuple[str, list[_Piece]]:
    """A row's text, and where its words stand."""
    texts: list[str] = []
    pieces: list[_Piece] = []
    offset = 0
    for cell, room, start in zip(row, columns, starts, strict=False):
        if cell:
            pieces += _wrapped(cell, room, start, offset)
            texts.append(cell)
            offset += len(cell) + len(CELL_GAP)
    return CELL_GAP.join(texts), pieces


def _wrapped(cell: str, room: int, start: int, offset: int) -> Iterator[_Piece]:
    """The words of a cell in a column `room` wide that begins at `start`."""
    line = used = 0
    if " " not in cell and (taken := width(cell)) <= room:
        yield _Piece(offset, offset + len(cell), 0, start, taken)
        return
    for word in cell.split(" "):
        cells = width(word)
        if used and used + cells > room:
            line, used = line + 1, 0
        for part in _parts(word, room) if cells > room else (word,):
            taken = width(part)
            if used + taken > room and used:
                line, used = line + 1, 0
            yield _Piece(offset, offset + len(part), line, start + used, taken)
            offset, used = offset + len(part), used + taken
        offset, used = offset + 1, used + 1


def _parts(word: str, room: int) -> Iterator[str]:
    """A word in pieces that fit `room`; a sign wider than it stands over."""
    begin = taken = 0
    for index, sign in enumerate(word):
        wide = width(sign)
        if taken + wide > room and index > begin:
            yield word[begin:index]
            begin, taken = index, 0
        taken += wide
    yield word[begin:]
