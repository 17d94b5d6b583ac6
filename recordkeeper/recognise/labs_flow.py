"""Flow sheets: names of tests as headings of columns, a day at the beginning of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.labs_columns import is_doubtful, place
from recordkeeper.recognise.labs_found import Found
from recordkeeper.recognise.labs_headings import DATED, Column, Day
from recordkeeper.recognise.labs_lines import Line, Word, folded
from recordkeeper.recognise.labs_names import is_known
from recordkeeper.recognise.labs_pieces import Cutter, Piece, What
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.labs import LabDoubt

_FEWEST = 2  # names we know
_KNOWN = 0.5  # of the cells of the heading
_FAR = 4.0  # letter heights
_LINES_ABOVE = 3  # of units and ranges under the heading
_VALUES = (What.NUMBER, What.WORD)


@dataclass(frozen=True, slots=True)
class Flow:
    """The heading of a flow sheet: the names of its columns."""

    names: tuple[tuple[Word, ...], ...]
    columns: tuple[Column, ...]
    edge: float  # where the first of them begins


def find_flow(line: Line, days: Mapping[int, Day], rules: LabRules) -> Flow | None:
    """The flow sheet a line heads: mostly names of tests, perhaps with "Date" before them."""
    cells = line.cells()
    if len(cells) < _FEWEST:
        return None
    if any(word.start in days for word in line.words):
        return None
    if rules.headings.get(folded(" ".join(word.text for word in cells[0]))) in ("collected", "reported"):
        cells = cells[1:]
    if len(cells) < _FEWEST:
        return None
    known = sum(is_known(cell, rules) for cell in cells)
    if known < _FEWEST or known < _KNOWN * len(cells):
        return None
    columns = tuple(Column(DATED, cell[0].x0, cell[-1].x1) for cell in cells)
    return Flow(tuple(map(tuple, cells)), columns, cells[0][0].x0)


def read_flow(
    flow: Flow,
    lines: Sequence[tuple[int, Line]],
    cutter: Cutter,
    days: Mapping[int, Day],
    page: int,
) -> list[Found]:
    """The results of the rows that begin with a day; units and ranges stand between them and the heading."""
    units: dict[int, Piece] = {}
    ranges: dict[int, Piece] = {}
    found: list[Found] = []
    for number, (at, line) in enumerate(lines):
        day = next((days[word.start] for word in line.words if word.start in days), None)
        first = line.words[0].start in days
        pieces = [
            piece for cell in line.cells() for piece in cutter.pieces(cell) if piece.x0 >= flow.edge - line.height
        ]
        placed = [one for one in place(pieces, flow.columns, line.height) if one.distance <= _FAR]
        if not first or day is None:
            if not found and number < _LINES_ABOVE:
                units.update({one.column: one.piece for one in placed if one.piece.what is What.UNIT})
                ranges.update({one.column: one.piece for one in placed if one.piece.what is What.SPAN})
            continue
        for one in placed:
            if one.piece.what not in _VALUES:
                continue
            made = Found(
                page, flow.names[one.column], (one.piece,), at, collected=day, headed=True, more=line.words[:1]
            )
            own = [other.piece for other in placed if other.column == one.column and other is not one]
            made.flag = tuple(piece for piece in own if piece.what is What.FLAG)
            made.unit = tuple(filter(None, (units.get(one.column),)))
            made.range = tuple(filter(None, (ranges.get(one.column),)))
            if is_doubtful(one) or any(piece.what in _VALUES for piece in own):
                made.doubts.add(LabDoubt.COLUMN)
            found.append(made)
    return found


def worth_reading(lines: Sequence[tuple[int, Line]], days: Mapping[int, Day]) -> bool:
    """Whether a row below begins with a day, as those of a flow sheet do."""
    return any(line.words[0].start in days for _, line in lines[: _LINES_ABOVE + 2])
