"""Text as it lies on the page: cells (pieces of a line), what stands left of and above each, and page furniture."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import PageText

_COLUMN_GAP = re.compile(r"\t+|\s{3,}|\s*[|]\s*")
_WIDE_GAP = 1.6  # in line heights: wider than any space between words of a sentence
_ROWS_DOWN = 2.6  # how far below its label a value may stand, in line heights
_WORD_BOX = struct.Struct("<IIffff")  # as WordBoxes packs them
_BEGINNING = 3000  # characters in which a capital is looked for
_MOST_WORDS = 20_000  # of a page; more is no page for people


_A_TABLE = 3  # cells in each of two rows


class Cell(NamedTuple):
    """A piece of one text line. `start` and `end` are offsets into its page's text; `row` counts text lines."""

    page: int  # index into the document's pages, from 0
    place: int  # index into its page's cells
    row: int
    column: int  # which piece of its text line
    start: int
    end: int
    text: str
    box: Box | None


class Sheets:
    """The pages of one document with their cells in reading order, each page taken apart when first asked for."""

    __slots__ = ("_cells", "_rows", "pages")

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.pages = tuple(pages)
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._rows: dict[int, dict[int, list[Cell]]] = {}

    @property
    def caseless(self) -> bool:
        """Whether the document begins without a capital: then these tell nothing."""
        return bool(self.pages) and not any(sign.isupper() for sign in self.pages[0].text[:_BEGINNING])

    def cells(self, page: int) -> tuple[Cell, ...]:
        """Return the cells of the page with this index, in the order of its text."""
        if page not in self._cells:
            self._cells[page] = tuple(_cells(page, self.pages[page]))
        return self._cells[page]

    def head(self, count: int) -> list[Cell]:
        """The first `count` cells of the document."""
        found: list[Cell] = []
        for page in range(len(self.pages)):
            found.extend(self.cells(page))
            if len(found) >= count:
                break
        return found[:count]

    def foot(self, count: int) -> list[Cell]:
        """The last `count` cells of the document."""
        found: list[Cell] = []
        for page in reversed(range(len(self.pages))):
            found[:0] = self.cells(page)
            if len(found) >= count:
                break
        return found[-count:]

    def ends(self, head: int, foot: int) -> list[Cell]:
        """The first `head` cells and the last `foot`, none twice."""
        first = self.head(head)
        return [*first, *(cell for cell in self.foot(foot) if not first or cell[:2] > first[-1][:2])]

    def cell_at(self, page: int, offset: int) -> Cell | None:
        """The cell of this page that holds `offset`, or the last before it."""
        cells = self.cells(page)
        place = bisect_right(cells, offset, key=lambda cell: cell.start) - 1
        return cells[place] if place >= 0 else None

    def row(self, cell: Cell) -> list[Cell]:
        """The cells of the same text line."""
        return self._by_row(cell.page).get(cell.row, [])

    def row_before(self, cell: Cell) -> Cell | None:
        """The cell that stands directly left of `cell`, on the page where it has boxes, else in the line."""
        if cell.box is None:
            return next((other for other in self.row(cell) if other.column == cell.column - 1), None)
        box = cell.box
        left = [
            other
            for other in self.cells(cell.page)
            if other.box and other.box.x1 <= box.x0 + 1 and _same_row(other.box, box)
        ]
        own = [other for other in left if other.row == cell.row]  # a slanting scan has two lines side by side
        return max(own or left, key=lambda other: other.box.x1 if other.box else 0.0, default=None)

    def row_after(self, cell: Cell) -> Cell | None:
        """The cell directly right of `cell`."""
        if cell.box is None:
            return next((other for other in self.row(cell) if other.column == cell.column + 1), None)
        box = cell.box
        right = [
            other
            for other in self.cells(cell.page)
            if other.box and other.box.x0 >= box.x1 - 1 and _same_row(other.box, box)
        ]
        return min(right, key=lambda other: other.box.x0 if other.box else 0.0, default=None)

    def above(self, cell: Cell) -> Cell | None:
        """The cell right above `cell` in the same column."""
        return self._neighbour_in_column(cell, -1)

    def below(self, cell: Cell) -> Cell | None:
        """The cell right below `cell` in the same column."""
        return self._neighbour_in_column(cell, 1)

    def _neighbour_in_column(self, cell: Cell, way: int) -> Cell | None:
        if cell.box is None:
            return self._neighbour_by_order(cell, way)
        mate = self._same_place_in_row(cell, cell.box, way)
        if mate is not None:
            return mate
        found = [
            (distance + 0.05 * abs(other.box.x0 - cell.box.x0), other)
            for other in self.cells(cell.page)
            if other.box is not None
            and _same_column(other.box, cell.box)
            and (distance := _distance(cell.box, other.box, way)) is not None
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _same_place_in_row(self, cell: Cell, box: Box, way: int) -> Cell | None:
        """Of two rows with as many cells, three or more, the n-th belongs to the n-th, however they are set."""
        rows = self._by_row(cell.page)
        here, there = rows[cell.row], rows.get(cell.row + way, [])
        if not len(here) == len(there) >= _A_TABLE or cell not in here:
            return None
        mate = there[here.index(cell)]
        return mate if mate.box and _distance(box, mate.box, way) is not None else None

    def _neighbour_by_order(self, cell: Cell, way: int) -> Cell | None:
        rows = self._by_row(cell.page)
        here, there = rows[cell.row], rows.get(cell.row + way, [])
        if len(there) == len(here):
            return there[min(cell.column, len(there) - 1)]
        return there[0] if there and (len(here) == 1 or cell.column == 0) else None

    def _by_row(self, page: int) -> dict[int, list[Cell]]:
        if page not in self._rows:
            rows: dict[int, list[Cell]] = {}
            for cell in self.cells(page):
                rows.setdefault(cell.row, []).append(cell)
            self._rows[page] = rows
        return self._rows[page]

    def box_of(self, page: int, start: int, end: int) -> Box | None:
        """One box around the words of text[start:end] on the page with index `page`, None without word boxes."""
        boxes = self.pages[page].words.between(start, end)
        return _around(boxes) if boxes else None

    def top(self, count: int) -> tuple[Cell, ...]:
        """The first `count` cells of the first page as a person reads it: from the top, then from the left."""
        if not self.pages:
            return ()
        cells = self.cells(0)
        if all(cell.box is not None for cell in cells):
            cells = tuple(
                sorted(cells, key=lambda cell: (round(cell.box.y0 / 4), cell.box.x0) if cell.box else (0, 0.0))
            )
        return cells[:count]


def _cells(index: int, page: PageText) -> Iterator[Cell]:
    text = page.text
    boxes = list(_WORD_BOX.iter_unpack(page.words.packed))[:_MOST_WORDS]
    begins = [word[0] for word in boxes]
    at = position = place = 0
    for row, line in enumerate(text.split("\n")):
        start, end = at, at + len(line)
        at = end + 1
        first = position
        position = bisect_left(begins, end, first)
        in_line = boxes[bisect_left(begins, start, first, position) : position]
        pieces = _split_by_boxes(text, in_line) if in_line else _split_by_signs(line, start)
        for column, (begin, stop, box) in enumerate(pieces):
            yield Cell(index, place, row, column, begin, stop, text[begin:stop], box)
            place += 1


_Packed = tuple[int, int, float, float, float, float]  # start, end, x0, y0, x1, y1


def _split_by_boxes(text: str, words: list[_Packed]) -> Iterator[tuple[int, int, Box | None]]:
    start, end, x0, y0, x1, y1 = words[0]
    right, top = x1, y0  # of the last word
    for begin, stop, left, upper, far, lower in words[1:]:
        height = max(1.0, lower - upper)
        if (
            left - right > _WIDE_GAP * height
            or abs(upper - top) >= height
            or (stop - begin == 1 and text[begin] == "|")
        ):
            yield start, end, Box(x0, y0, x1, y1)
            start, x0, y0, x1, y1 = begin, left, upper, far, lower
        else:
            if end - start == 1 and text[start] == "|":
                start, x0 = begin, left
            if left < x0:
                x0 = left
            if upper < y0:
                y0 = upper
            if far > x1:
                x1 = far
            if lower > y1:
                y1 = lower
        end, right, top = stop, far, upper
    yield start, end, Box(x0, y0, x1, y1)


def _split_by_signs(line: str, start: int) -> Iterator[tuple[int, int, None]]:
    at = 0
    for gap in [*_COLUMN_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        piece = line[at:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield start + at + lead, start + at + len(piece.rstrip()), None
        if gap:
            at = gap.end()


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _same_row(one: Box, other: Box) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.5 * min(one.y1 - one.y0, other.y1 - other.y0)


def _distance(box: Box, other: Box, way: int) -> float | None:
    """How far `other` lies below the box (way 1) or above it (-1), in points; None if it does not, or too far."""
    height = max(box.y1 - box.y0, other.y1 - other.y0)
    upper, lower = (other, box) if way < 0 else (box, other)
    distance = lower.y0 - upper.y1
    near = -0.4 * height <= distance <= _ROWS_DOWN * height and lower.y0 > upper.y0 + 0.4 * height
    return distance if near else None


def _same_column(one: Box, other: Box) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.3 * min(one.x1 - one.x0, other.x1 - other.x0) or abs(one.x0 - other.x0) < 6
