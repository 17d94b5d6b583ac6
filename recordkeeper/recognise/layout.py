"""Text as it lies on the page: cells (pieces of a line), what stands left of and above each, and page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import PageText, WordBox

_COLUMN_GAP = re.compile(r"\t+|\s{3,}|\s*[|]\s*")
_WIDE_GAP = 1.6  # in line heights: wider than any space between words of a sentence
_ROWS_DOWN = 2.6  # how far below its label a value may stand, in line heights


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of one text line. `start` and `end` are offsets into its page's text; `row` counts text lines."""

    page: int  # index into the document's pages, from 0
    row: int
    column: int  # which piece of its text line
    start: int
    end: int
    text: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one document with their cells in reading order."""

    pages: tuple[PageText, ...]
    cells: tuple[Cell, ...]
    by_page: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(cls, pages: Sequence[PageText]) -> Sheets:
        by_page = tuple(tuple(_cells(index, page)) for index, page in enumerate(pages))
        return cls(tuple(pages), tuple(cell for cells in by_page for cell in cells), by_page)

    def row_before(self, cell: Cell) -> Cell | None:
        """The cell that stands directly left of `cell`, on the page where it has boxes, else in the line."""
        best: Cell | None = None
        for other in self.by_page[cell.page]:
            if other is cell:
                continue
            if cell.box is None or other.box is None:
                fits = other.row == cell.row and other.column == cell.column - 1
            else:
                fits = _same_row(other.box, cell.box) and other.box.x1 <= cell.box.x0 + 1
            if fits and (best is None or _right_edge(other) > _right_edge(best)):
                best = other
        return best

    def row_after(self, cell: Cell) -> Cell | None:
        """The cell directly right of `cell`."""
        best: Cell | None = None
        for other in self.by_page[cell.page]:
            if other is cell:
                continue
            if cell.box is None or other.box is None:
                fits = other.row == cell.row and other.column == cell.column + 1
            else:
                fits = _same_row(other.box, cell.box) and other.box.x0 >= cell.box.x1 - 1
            if fits and (best is None or _left_edge(other) < _left_edge(best)):
                best = other
        return best

    def above(self, cell: Cell) -> Cell | None:
        """The cell right above `cell` in the same column."""
        return self._neighbour_in_column(cell, -1)

    def below(self, cell: Cell) -> Cell | None:
        """The cell right below `cell` in the same column."""
        return self._neighbour_in_column(cell, 1)

    def _neighbour_in_column(self, cell: Cell, way: int) -> Cell | None:
        if cell.box is None:
            return self._neighbour_by_order(cell, way)
        best: tuple[float, Cell] | None = None
        for other in self.by_page[cell.page]:
            if other is cell or other.box is None or not _same_column(other.box, cell.box):
                continue
            height = max(cell.box.y1 - cell.box.y0, other.box.y1 - other.box.y0)
            upper, lower = (other.box, cell.box) if way < 0 else (cell.box, other.box)
            distance = lower.y0 - upper.y1
            if -0.4 * height <= distance <= _ROWS_DOWN * height and lower.y0 > upper.y0 + 0.4 * height:
                rank = distance + 0.05 * abs(other.box.x0 - cell.box.x0)
                if best is None or rank < best[0]:
                    best = (rank, other)
        return best[1] if best else None

    def _neighbour_by_order(self, cell: Cell, way: int) -> Cell | None:
        cells = self.by_page[cell.page]
        rows = [other for other in cells if other.row == cell.row + way]
        here = sum(1 for other in cells if other.row == cell.row)
        if len(rows) == here or (rows and here == 1):
            return rows[min(cell.column, len(rows) - 1)] if len(rows) == here else rows[0]
        return None

    def box_of(self, page: int, start: int, end: int) -> Box | None:
        """One box around the words of text[start:end] on the page with index `page`, None without word boxes."""
        boxes = self.pages[page].words.between(start, end)
        return _around(boxes) if boxes else None

    def top(self, count: int) -> tuple[Cell, ...]:
        """The first `count` cells of the first page as a person reads it: from the top, then from the left."""
        if not self.by_page:
            return ()
        cells = [cell for cell in self.by_page[0] if cell.text.strip()]
        if all(cell.box is not None for cell in cells):
            cells.sort(key=lambda cell: (round(cell.box.y0 / 4), cell.box.x0) if cell.box else (0, 0.0))
        return tuple(cells[:count])


def _cells(index: int, page: PageText) -> Iterator[Cell]:
    words = list(page.words)
    at = 0
    position = 0
    for row, line in enumerate(page.text.split("\n")):
        start, end = at, at + len(line)
        at = end + 1
        in_line = []
        while position < len(words) and words[position].start < end:
            if words[position].start >= start:
                in_line.append(words[position])
            position += 1
        if in_line:
            pieces = _split_by_boxes(page.text, in_line)
        else:
            pieces = [(first, last, None) for first, last in _split_by_signs(line, start)]
        for column, (first, last, box) in enumerate(pieces):
            yield Cell(index, row, column, first, last, page.text[first:last], box)


def _split_by_boxes(text: str, words: list[WordBox]) -> list[tuple[int, int, Box | None]]:
    runs: list[list[WordBox]] = [[words[0]]]
    for word in words[1:]:
        last = runs[-1][-1]
        height = max(word.y1 - word.y0, 1.0)
        beside = abs(word.y0 - last.y0) < height
        if word.x0 - last.x1 > _WIDE_GAP * height or not beside or text[word.start : word.end] == "|":
            runs.append([word])
        else:
            runs[-1].append(word)
    pieces: list[tuple[int, int, Box | None]] = []
    for run in runs:
        first = run[1] if len(run) > 1 and text[run[0].start : run[0].end] == "|" else run[0]
        pieces.append((first.start, run[-1].end, _around([word.box for word in run])))
    return pieces


def _split_by_signs(line: str, start: int) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in [*_COLUMN_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        piece = line[at:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield start + at + lead, start + at + len(piece.rstrip())
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


def _same_column(one: Box, other: Box) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.3 * min(one.x1 - one.x0, other.x1 - other.x0) or abs(one.x0 - other.x0) < 6


def _right_edge(cell: Cell) -> float:
    return cell.box.x1 if cell.box else cell.end


def _left_edge(cell: Cell) -> float:
    return cell.box.x0 if cell.box else cell.start
