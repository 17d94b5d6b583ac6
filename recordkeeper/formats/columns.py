"""Pieces of lines on a page sorted into rows, and rows into columns where there are columns of running text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

_SAME_ROW = 0.5  # middles closer than this part of the smaller height stand on one line
_FEWEST_ROWS = 4  # rows that make a column
_FILLED = 0.7  # running text fills its column; labels and values do not
_FEWEST_WORDS = 4  # a line, on the average
_LEAST_WIDTH = 0.2  # of all that is printed


class Chunk(NamedTuple):
    """Some words in a row without a wide gap, as the reader sees the page; `members` are their indexes."""

    left: float
    top: float
    right: float
    bottom: float
    members: list[int]


Row = list[Chunk]


def in_columns(chunks: Sequence[Chunk]) -> list[Row]:
    """Return the rows in reading order; chunks inside a row are not sorted."""
    upright, sideways = _apart(chunks)
    rows = _rows(upright)
    return _columns_read_down(rows) + [[chunk] for chunk in sideways]


def _apart(chunks: Sequence[Chunk]) -> tuple[list[Chunk], list[Chunk]]:
    """Text along the margin, turned, is read last: it would stretch over many rows."""
    if len(chunks) < 3:
        return list(chunks), []
    usual = median(chunk.bottom - chunk.top for chunk in chunks)
    upright: list[Chunk] = []
    sideways: list[Chunk] = []
    for chunk in chunks:
        tall, wide = chunk.bottom - chunk.top, chunk.right - chunk.left
        (sideways if tall > 3 * usual and tall > 2 * wide else upright).append(chunk)
    return upright, sideways


def _rows(chunks: list[Chunk]) -> list[Row]:
    rows: list[Row] = []
    row: Row = []
    middle = height = 0.0
    for chunk in sorted(chunks, key=lambda each: (each.top + each.bottom, each.left)):
        tall = chunk.bottom - chunk.top
        its_middle = (chunk.top + chunk.bottom) / 2
        if row and its_middle - middle <= _SAME_ROW * min(tall, height):
            row.append(chunk)
            continue
        row = [chunk]
        rows.append(row)
        middle, height = its_middle, tall
    return rows


def _columns_read_down(rows: list[Row]) -> list[Row]:
    """Where some rows in a run share a gutter and both sides are running text, the left side is read first."""
    done: list[Row] = []
    at = 0
    while at < len(rows):
        end, gutter = _run_with_gutter(rows, at)
        if end - at >= _FEWEST_ROWS:
            left, right = _split(rows[at:end], gutter)
            if _is_running_text(left, rows) and _is_running_text(right, rows):
                done += _columns_read_down(left) + _columns_read_down(right)
                at = end
                continue
        done.append(rows[at])
        at += 1
    return done


def _run_with_gutter(rows: list[Row], start: int) -> tuple[int, float]:
    """How far from `start` on some upright line crosses no chunk, and where it stands.

    (start, 0) when row `start` has no gap.
    """
    if len(rows[start]) < 2:
        return start, 0.0
    ordered = sorted(rows[start], key=attrgetter("left"))
    best = start, 0.0
    for before, after in pairwise(ordered):
        low, high = before.right, after.left
        end = start
        while end < len(rows) and low < high:
            narrowed = _narrowed(rows[end], low, high)
            if narrowed is None:
                break
            low, high = narrowed
            end += 1
        if end > best[0]:
            best = end, (low + high) / 2
    return best


def _narrowed(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The gap left between `low` and `high` when `row` is taken into account; None when a chunk crosses it."""
    for chunk in row:
        if chunk.left < high and chunk.right > low:
            if chunk.right < high and chunk.left < low:
                low = chunk.right
            elif chunk.left > low and chunk.right > high:
                high = chunk.left
            else:
                return None
    return (low, high) if high > low else None


def _split(rows: list[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    left = [side for row in rows if (side := [chunk for chunk in row if chunk.left < gutter])]
    right = [side for row in rows if (side := [chunk for chunk in row if chunk.left >= gutter])]
    return left, right


def _is_running_text(column: list[Row], page: list[Row]) -> bool:
    if len(column) < _FEWEST_ROWS:
        return False
    left = min(chunk.left for row in column for chunk in row)
    right = max(chunk.right for row in column for chunk in row)
    page_left = min(chunk.left for row in page for chunk in row)
    page_right = max(chunk.right for row in page for chunk in row)
    if right - left < _LEAST_WIDTH * (page_right - page_left):
        return False
    filled = median(sum(chunk.right - chunk.left for chunk in row) / max(1.0, right - left) for row in column)
    words = median(sum(len(chunk.members) for chunk in row) for row in column)
    return filled >= _FILLED and words >= _FEWEST_WORDS
