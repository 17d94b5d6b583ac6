"""How the print stands on a picture: which way its lines run, how they lean, how tall the letters are.

All of it is told from the ink alone, by throwing it along a direction on a ruler: along lines of print it falls
into sharp heaps with gaps between them, in any other direction it does not. A page photographed from aside leans
more at one end than at the other; that is measured in bands down the page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Ink = NDArray[np.bool_]
Numbers = NDArray[np.float32]

_INK = 165  # darker is ink, on paper of 245
_SIDE = 1100  # dots along the longer side suffice: small print is 4 dots tall then
_TILE = 12  # dots; print never fills half of a tile, edges and pictures do
_FULL = 0.55
FEWEST_DOTS = 60  # of ink: less is an empty page with some dust
_MOST_DOTS = 60_000  # tell as much as millions
_LEAN = 0.27  # tangent of 15 degrees
_STEPS = (0.0175, 0.004, 0.001)
_BAND_DOTS = 600
_CONTRAST = 8.0  # of the heaps at the right lean against those beside it, in a band with lines of print
_STRIPS = 6  # side by side, for what must not be blurred by a lean
_X_HEIGHT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Stance:
    """How lines lean at the middle of the page (downward to the right is positive, as a tangent), how much that
    changes a dot down the page, how sharp the heaps were, how the letters stand (below zero: on their feet, as
    far as can be told), how tall an x is in dots. All in dots of the picture it was told from."""

    lean: float
    change: float
    sharpness: float
    feet: float
    x_height: float


def ink_of(even: Image.Image) -> tuple[Ink, int]:
    """The ink of a picture of even light without rules, edges and black areas, and by how much it was reduced."""
    step = max(1, round(max(even.size) / _SIDE))
    ink = np.asarray(even.reduce(step) if step > 1 else even) < _INK
    long = max(40, min(ink.shape) // 16)
    return _without_full_tiles(ink & ~_in_runs(ink, long) & ~_in_runs(ink.T, long).T), step


def _in_runs(ink: Ink, long: int) -> Ink:
    """The dots that belong to unbroken upright runs of at least `long`."""
    height = ink.shape[0]
    if height < long:
        return np.zeros_like(ink)
    sums = np.pad(np.cumsum(ink, axis=0, dtype=np.int32), ((1, 0), (0, 0)))
    full = (sums[long:] - sums[:-long]) == long
    marks = np.zeros((height + 1, ink.shape[1]), np.int32)
    marks[: full.shape[0]] += full
    marks[long : long + full.shape[0]] -= full
    return np.asarray(np.cumsum(marks, axis=0)[:-1] > 0)


def _without_full_tiles(ink: Ink) -> Ink:
    height, width = ink.shape
    down, across = -(-height // _TILE), -(-width // _TILE)
    spare = np.pad(ink, ((0, down * _TILE - height), (0, across * _TILE - width)))
    full = spare.reshape(down, _TILE, across, _TILE).mean(axis=(1, 3)) > _FULL
    wide = np.pad(full, 1)
    full = full | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]
    kept: Ink = ink & ~np.repeat(np.repeat(full, _TILE, 0), _TILE, 1)[:height, :width]
    return kept


def stance_of(ink: Ink) -> Stance:
    """How print that runs from left to right would stand; ask for the picture on its side as well and compare."""
    height, width = ink.shape
    rows, columns = np.nonzero(ink)
    if len(rows) > _MOST_DOTS:
        some = np.random.default_rng(0).choice(len(rows), _MOST_DOTS, replace=False)
        rows, columns = rows[some], columns[some]
    down, across = rows.astype(np.float32), columns.astype(np.float32)
    lean, sharpness = _best_lean(down, across, 0.0, _LEAN, _STEPS)
    middle, change = _leans_down_the_page(down, across, lean, height, width)
    heaps = _strips(down, across, lean, width)
    return Stance(middle, change, sharpness, _feet(heaps), _x_height(heaps))


def _best_lean(
    down: Numbers, across: Numbers, middle: float, reach: float, steps: tuple[float, ...]
) -> tuple[float, float]:
    best = 0.0
    for step in steps:
        leans = np.arange(middle - reach, middle + reach + step / 2, step)
        sharp = [_sharpness(down, across, float(lean)) for lean in leans]
        at = int(np.argmax(sharp))
        middle, best, reach = float(leans[at]), sharp[at], step
    return middle, best


def _sharpness(down: Numbers, across: Numbers, lean: float) -> float:
    heaps = np.bincount(_rows(down, across, lean)).astype(np.float64)
    rank = max(4, len(heaps) // 60)
    if len(heaps) > rank:  # the edge of a page makes one giant heap: it counts no more than the tallest lines do
        heaps = np.minimum(heaps, np.partition(heaps, -rank)[-rank])
    steps = np.diff(heaps)
    return float((steps * steps).sum())


def _rows(down: Numbers, across: Numbers, lean: float) -> NDArray[np.int64]:
    rows: NDArray[np.int64] = np.rint(down - across * lean).astype(np.int64)
    rows -= rows.min()
    return rows


def _leans_down_the_page(
    down: Numbers, across: Numbers, lean: float, height: int, width: int
) -> tuple[float, float]:
    """The lean at mid-height and its change a dot down, by a line through what single bands show."""
    rows = down - (across - width / 2) * lean
    found: list[tuple[float, float, float]] = []
    for top in np.arange(8) * height / 9:
        inside = (rows >= top) & (rows < top + height * 2 / 9)
        if inside.sum() < _BAND_DOTS:
            continue
        here, beside = down[inside], across[inside]
        its_lean, sharp = _best_lean(here, beside, lean, 0.06, (0.005, 0.001))
        blurred = (_sharpness(here, beside, lean + 0.09) + _sharpness(here, beside, lean - 0.09)) / 2
        if sharp > _CONTRAST * blurred and abs(its_lean - lean) < 0.057:
            found.append((top + height / 9 - height / 2, its_lean, min(sharp / blurred, 50.0)))
    return _line_through(found, lean, height)


def _line_through(found: list[tuple[float, float, float]], lean: float, height: int) -> tuple[float, float]:
    """A weighted line fit that lets go of bands that do not fit, such as those with the edge of the paper."""
    if len(found) < 3:
        return lean, 0.0
    where, leans, weights = np.array(found).T
    middle, change = lean, 0.0
    for _ in range(4):
        change, middle = np.polyfit(where, leans, 1, w=np.sqrt(weights))
        off = np.abs(leans - middle - change * where)
        near = off <= max(0.006, 1.5 * float(np.median(off)))
        if near.all():
            break
        if near.sum() < 3:
            return lean, 0.0
        where, leans, weights = where[near], leans[near], weights[near]
    if abs(change) * height < 0.006:  # the same all over: a flat page
        return lean, 0.0
    return float(middle), float(change)


def _strips(down: Numbers, across: Numbers, lean: float, width: int) -> NDArray[np.int64]:
    """The heaps of strips side by side: strip, row."""
    rows = _rows(down, across, lean)
    long = int(rows.max()) + 1
    strip = np.minimum((across * _STRIPS / width).astype(np.int64), _STRIPS - 1)
    return np.bincount(strip * long + rows, minlength=_STRIPS * long).reshape(_STRIPS, long)


def _feet(heaps: NDArray[np.int64]) -> float:
    """Nearly all letters end on the baseline, fewer at one height above: the steeper side is down. -1 to 1."""
    steps = np.diff(heaps.astype(np.float64), axis=1) ** 3
    return float(steps.sum() / (np.abs(steps).sum() + 1.0))


def _x_height(heaps: NDArray[np.int64]) -> float:
    tall: list[int] = []
    for strip in heaps:
        inked = strip[strip > 0]
        top = float(np.percentile(inked, 90)) if len(inked) else 0.0
        if top < 6:  # dust
            continue
        edges = np.diff(np.pad((strip > 0.4 * top).astype(np.int8), 1))
        tall += [int(run) for run in np.nonzero(edges < 0)[0] - np.nonzero(edges > 0)[0] if run >= _X_HEIGHT_LEAST]
    return float(np.median(tall)) if tall else 0.0
