"""Which column each piece of a row belongs to: by where it stands, and by what it is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from recordkeeper.recognise.labs_headings import DATED, UNKNOWN, Column
from recordkeeper.recognise.labs_pieces import Piece, What

_INF = 1e9
_CLOSE = 0.9  # a second column that fits a number nearly as well leaves a doubt
_SECOND_NUMBER = 3.0  # what it costs to put two numbers in one cell
_OVERLAP = 0.4  # of the distance counts where piece and heading overlap
_MOST = 8.0  # letter heights: farther away does not matter more

_VALUE = {
    What.NUMBER: 0.0,
    What.WORD: 0.3,
    What.SPAN: 2.0,
    What.UNIT: 1.0,
    What.FLAG: 0.7,
    What.TEXT: 2.5,
    What.DATE: 6,
}
_RANGE = {
    What.SPAN: 0.0,
    What.NUMBER: 3.0,
    What.WORD: 0.8,
    What.TEXT: 1.0,
    What.UNIT: 1.0,
    What.FLAG: 2.0,
    What.DATE: 6,
}
_ANY = {
    What.TEXT: 0.5,
    What.DATE: 0.5,
    What.WORD: 2.0,
    What.FLAG: 2.5,
    What.NUMBER: 2.5,
    What.SPAN: 3.0,
    What.UNIT: 3.0,
}
_BOUND = {
    What.NUMBER: 0.0,
    What.SPAN: 3.0,
    What.WORD: 4.0,
    What.TEXT: 4.0,
    What.FLAG: 4.0,
    What.UNIT: 2.0,
    What.DATE: 6,
}
_FITS = {
    "value": _VALUE,
    "in_range": _VALUE,
    "out_of_range": _VALUE,
    DATED: _VALUE,
    "previous": {**_VALUE, What.DATE: 1.0, What.TEXT: 2.0},
    "unit": {
        What.UNIT: 0.0,
        What.TEXT: 2.0,
        What.FLAG: 3.0,
        What.WORD: 3.0,
        What.NUMBER: 6.0,
        What.SPAN: 6.0,
        What.DATE: 6,
    },
    "range": _RANGE,
    "low": _BOUND,
    "high": _BOUND,
    "flag": {
        What.FLAG: 0.0,
        What.WORD: 0.8,
        What.TEXT: 1.5,
        What.UNIT: 5.0,
        What.NUMBER: 6.0,
        What.SPAN: 5.0,
        What.DATE: 6,
    },
    UNKNOWN: {**dict.fromkeys(What, 1.0), What.NUMBER: 0.3, What.TEXT: 0.5},
    "collected": {**_ANY, What.DATE: 0.0},
    "received": {**_ANY, What.DATE: 0.0},
    "reported": {**_ANY, What.DATE: 0.0},
    "name": {
        What.TEXT: 0.0,
        What.NUMBER: 4.0,
        What.WORD: 3.0,
        What.FLAG: 4.0,
        What.UNIT: 4.0,
        What.SPAN: 5.0,
        What.DATE: 6,
    },
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece with its column (an index) and by how much that column fits better than the next of another sort."""

    piece: Piece
    column: int
    margin: float
    distance: float  # letter heights from its column


def place(pieces: Sequence[Piece], columns: Sequence[Column], height: float) -> list[Placed]:
    """Put each piece in a column, never crossing over; the cheapest way for the row as a whole."""
    if not pieces or not columns:
        return []
    sides = [(piece.x0, piece.x1) for piece in pieces]
    distances = [[_distance(left, right, column, height) for column in columns] for left, right in sides]
    costs = [
        [away + _fit(piece, column) for away, column in zip(row, columns, strict=True)]
        for piece, row in zip(pieces, distances, strict=True)
    ]
    chosen = _cheapest(pieces, costs)
    return [
        Placed(piece, at, _margin(row, at), away[at])
        for piece, row, away, at in zip(pieces, costs, distances, chosen, strict=True)
    ]


def settled(columns: Sequence[Column], rows: Sequence[Sequence[Placed]]) -> tuple[Column, ...]:
    """The columns where the rows have them: headings stand left of numbers, over their middle, or right."""
    found = []
    for at, column in enumerate(columns):
        own = [one.piece for row in rows for one in row if one.column == at and _fit(one.piece, column) < 1]
        if len(own) >= 3:
            left, right = median(piece.x0 for piece in own), median(piece.x1 for piece in own)
            column = replace(column, x0=left, x1=right)
        found.append(column)
    return tuple(found) if all(a.x0 <= b.x1 for a, b in itertools.pairwise(found)) else tuple(columns)


def _fit(piece: Piece, column: Column) -> float:
    cost = _FITS.get(column.role, _ANY)[piece.what]
    if column.role == "range" and piece.what is What.NUMBER and piece.comparator:
        return 0.5
    return float(cost)


def _distance(left: float, right: float, column: Column, height: float) -> float:
    away = min(abs(left - column.x0), abs(right - column.x1), abs(left + right - column.x0 - column.x1) / 2)
    if left < column.x1 and right > column.x0:
        away *= _OVERLAP
    return min(away / height, _MOST)


def _cheapest(pieces: Sequence[Piece], costs: Sequence[Sequence[float]]) -> list[int]:
    """Columns that never go back, with the least cost; a second number in one column is dear."""
    width = len(costs[0])
    best = [list(costs[0])]
    came = [[0] * width]
    for at in range(1, len(pieces)):
        row, back = [], []
        for column in range(width):
            options = []
            for before in range(column + 1):
                step = best[-1][before]
                if before == column and pieces[at].what is What.NUMBER and pieces[at - 1].what is What.NUMBER:
                    step += _SECOND_NUMBER
                options.append((step, before))
            cost, before = min(options)
            row.append(cost + costs[at][column])
            back.append(before)
        best.append(row)
        came.append(back)
    column = min(range(width), key=lambda each: best[-1][each])
    chosen = [column]
    for at in range(len(pieces) - 1, 0, -1):
        column = came[at][column]
        chosen.append(column)
    return chosen[::-1]


def _margin(row: Sequence[float], at: int) -> float:
    """How much dearer the next best column is."""
    return min((cost for other, cost in enumerate(row) if other != at), default=_INF) - row[at]


def is_doubtful(placed: Placed) -> bool:
    """Whether a number could as well stand in another column."""
    return placed.margin < _CLOSE
