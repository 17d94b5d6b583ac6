"""A person's own measurements on one image. Places are columns and rows; the first pixel reaches from 0 to 1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recordkeeper.preview.facts import Facts

if TYPE_CHECKING:
    from recordkeeper.preview.slices import Slice

Point = tuple[float, float]
_ABOUT = 1 + 1e-9
LENGTH, ANGLE, AREA = "length", "angle", "area"
POINTS = {LENGTH: 2, ANGLE: 3, AREA: 2}  # how many places each is made of


@dataclass(frozen=True, slots=True)
class Shape:
    """What a person drew: a line; an angle with its corner in the middle; an ellipse by two corners of its box."""

    kind: str
    points: tuple[Point, ...]

    @property
    def whole(self) -> bool:
        return len(self.points) == POINTS[self.kind]


@dataclass(frozen=True, slots=True)
class Inside:
    """What an ellipse holds: its size, and its values in the image's units (None for colour)."""

    square_mm: float
    pixels: int
    mean: float | None
    least: float | None
    most: float | None


def length(facts: Facts, one: Point, other: Point) -> float | None:
    """Millimetres between two places; None where the file does not say how large a pixel is."""
    region = facts.region(one, other)
    if region is None:
        return None
    return math.hypot((other[0] - one[0]) * region.across, (other[1] - one[1]) * region.down)


def angle(facts: Facts, one: Point, corner: Point, other: Point) -> float | None:
    """Degrees at `corner`, 0 to 180; None without calibration, or where a side has no length."""
    region = facts.region(one, corner, other)
    if region is None:
        return None
    sides = [((end[0] - corner[0]) * region.across, (end[1] - corner[1]) * region.down) for end in (one, other)]
    if any(side == (0.0, 0.0) for side in sides):
        return None
    (a, b), (c, d) = sides
    return abs(math.degrees(math.atan2(a * d - b * c, a * c + b * d)))


def inside(image: Slice, one: Point, other: Point) -> Inside | None:
    """What the ellipse in the box of two corners holds: pixels whose middle is in it. None without calibration."""
    region = image.facts.region(one, other)
    if region is None:
        return None
    (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    size = math.pi / 4 * (right - left) * region.across * (bottom - top) * region.down
    values = _values(image, left, top, right, bottom)
    if image.levels[0].ndim == 3 or not values.size:
        return Inside(size, int(values.size), None, None, None)
    return Inside(size, int(values.size), float(values.mean()), float(values.min()), float(values.max()))


def _values(image: Slice, left: float, top: float, right: float, bottom: float) -> np.ndarray:
    columns, rows = image.size
    first, last = max(0, math.floor(left)), min(columns, math.ceil(right))
    above, below = max(0, math.floor(top)), min(rows, math.ceil(bottom))
    if first >= last or above >= below or right <= left or bottom <= top:
        return np.empty(0)
    across = (np.arange(first, last) + 0.5 - (left + right) / 2) / ((right - left) / 2)
    down = (np.arange(above, below) + 0.5 - (top + bottom) / 2) / ((bottom - top) / 2)
    within = across[None, :] ** 2 + down[:, None] ** 2 <= 1.0
    pixels = image.levels[0][above:below, first:last]
    shades = pixels if pixels.ndim == 2 else pixels[..., 0]
    found: np.ndarray = shades[within].astype(np.float64) * image.step + image.low
    return found


def bar(millimetres_a_pixel: float, room: float) -> tuple[float, float]:
    """A scale bar of a round length that fits into `room` pixels: (millimetres, pixels); (0, 0) for none."""
    if millimetres_a_pixel <= 0 or room <= 0:
        return 0.0, 0.0
    most = room * millimetres_a_pixel
    step = 10.0 ** math.floor(math.log10(most))
    chosen = max(times * step for times in (0.5, 1.0, 2.0, 5.0) if times * step <= most * _ABOUT)
    return chosen, chosen / millimetres_a_pixel
