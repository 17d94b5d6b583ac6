"""Rows of dots that lead from a name to its value, taken out of a flattened picture: no reader reads over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_DARK = 150  # of 255: ink on an evened page
_DOT = 0.5  # x-heights: no dot is larger
_AROUND = 2  # dots of white paper around each
_STEP = 1.7  # x-heights from one dot to the next, at most; typewriters set them farthest apart
_FEWEST = 5  # dots that make a row: an ellipsis has three
_BELOW = 0.5  # x-heights of white paper below: the dot of an i has its stem there
_PAPER = 245

Marks = NDArray[np.bool_]
Sums = NDArray[np.int32]


def unled(flat: Image.Image, x_height: float) -> Image.Image:
    """The picture without rows of dots; itself where it has none. `x_height` is in its dots."""
    grey = np.asarray(flat)
    size, step = max(3, round(_DOT * x_height)), round(_STEP * x_height)
    ink = grey < _DARK
    dots = _on_line(_dots(ink, size), ink, size, round(_BELOW * x_height))
    if dots.sum() < _FEWEST:
        return flat
    rows = _in_rows(dots, step)
    if not rows.any():
        return flat
    clean = grey.copy()
    clean[_spread(rows, size // 2 + 1)] = _PAPER
    return Image.fromarray(clean)


def _dots(ink: Marks, size: int) -> Marks:
    """One mark in the middle of each speck of ink of at most `size` dots that has white paper around it."""
    whole = size + 2 * _AROUND
    sums = np.pad(ink, ((whole + 1, whole), (whole + 1, whole))).cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    inner, outer = _boxes(sums, size, whole, ink.shape), _boxes(sums, whole, whole, ink.shape)
    alone = ink & (inner > 0) & (inner == outer)
    first: Marks = alone.copy()
    first[1:] &= ~alone[:-1]  # of each speck the upper left dot alone counts
    first[:, 1:] &= ~alone[:, :-1]
    first[1:, 1:] &= ~alone[:-1, :-1]
    first[1:, :-1] &= ~alone[:-1, 1:]
    return first


def _on_line(dots: Marks, ink: Marks, size: int, below: int) -> Marks:
    """Those of the marks that have nothing right below them."""
    found = dots.copy()
    for down, across in zip(*(side.tolist() for side in np.nonzero(dots)), strict=True):
        under = ink[down + size : down + size + below, across : across + max(1, size // 2)]
        found[down, across] = not under.any()
    return found


def _boxes(sums: Sums, size: int, margin: int, shape: tuple[int, int]) -> Sums:
    """How much ink a square of `size` around each dot holds."""
    half = size // 2
    top = left = margin + 1 - half - 1
    height, width = shape
    down, across = slice(top, top + height), slice(left, left + width)
    below, right = slice(top + size, top + size + height), slice(left + size, left + size + width)
    found: Sums = sums[below, right] - sums[down, right] - sums[below, across] + sums[down, across]
    return found


def _in_rows(dots: Marks, step: int) -> Marks:
    """Those of the marks that stand in rows: each at most `step` from the next, on one level give or take one."""
    found = np.zeros_like(dots)
    downs, acrosses = np.nonzero(dots)
    by_level: dict[int, list[int]] = {}
    for down, across in zip(downs.tolist(), acrosses.tolist(), strict=True):
        by_level.setdefault(down, []).append(across)
    for level in by_level:
        near = sorted((across, row) for row in (level - 1, level, level + 1) for across in by_level.get(row, ()))
        run: list[tuple[int, int]] = []
        for place in [*near, (10**9, level)]:
            if run and place[0] - run[-1][0] > step:
                if len(run) >= _FEWEST:
                    for across, row in run:
                        found[row, across] = True
                run = []
            run.append(place)
    return found


def _spread(marks: Marks, reach: int) -> Marks:
    """Each mark and the dots around it up to `reach`, a little more to the right and below: it is an upper left."""
    wide = np.zeros_like(marks)
    height, width = marks.shape
    for down, across in zip(*(side.tolist() for side in np.nonzero(marks)), strict=True):
        wide[
            max(0, down - reach) : min(height, down + 2 * reach),
            max(0, across - reach) : min(width, across + 2 * reach),
        ] = True
    return wide
