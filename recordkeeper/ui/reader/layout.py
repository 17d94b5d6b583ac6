"""Where the sheets of a record lie, one under the other, and what lies at a point. Plain numbers, no widgets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from recordkeeper.records.provenance import Box

A4 = (595.0, 842.0)  # points (ISO 216); a page whose size nobody knows is taken for one
PIXELS_A_POINT = 96 / 72  # a sheet at 100 %: 96 pixels an inch
GAP = 12  # pixels between sheets
EDGE = 12  # pixels around them
LEAST_ZOOM, MOST_ZOOM = 0.25, 4.0
_WIDEST_FIT = 3.0  # a stamp-sized picture is not blown up to the width of the window
_LARGE = 1000.0  # points; a page whose short side is longer counts dots, not points (photos, many scans)

Size = tuple[float, float]


def paper_size(width: float, height: float) -> Size:
    """The size in points at which a page of this size is shown at 100 %: photos become as large as a letter."""
    if width <= 0 or height <= 0:
        return A4
    short = min(width, height)
    scale = A4[0] / short if short > _LARGE else 1.0
    return width * scale, height * scale


def turned(size: Size, turns: int) -> Size:
    """The size after clockwise quarter turns."""
    return (size[1], size[0]) if turns % 2 else size


def box_on_sheet(box: Box, size: Size, turns: int) -> Box:
    """A box in points of an unturned page of `size`, as fractions (0 to 1) of the sheet turned clockwise."""
    width, height = size
    x0, y0, x1, y1 = box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height
    match turns % 4:
        case 1:
            return Box(1 - y1, x0, 1 - y0, x1)
        case 2:
            return Box(1 - x1, 1 - y1, 1 - x0, 1 - y0)
        case 3:
            return Box(y0, 1 - x1, y1, 1 - x0)
        case _:
            return Box(x0, y0, x1, y1)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a sheet: which one (from 0), and where on it as fractions of its width and height."""

    sheet: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets in pixels: their tops, widths and heights. `width` and `height` are those of all together."""

    tops: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    heights: tuple[int, ...] = ()
    width: int = 0
    height: int = 0

    @classmethod
    def of(cls, sizes: Sequence[Size], room: int, zoom: float | None) -> Layout:
        """Sheets of `sizes` (points) in a view `room` pixels wide; without a zoom each is as wide as the view."""
        scales = [zoom_of(size, room) if zoom is None else zoom for size in sizes]
        widths = tuple(max(1, round(w * PIXELS_A_POINT * z)) for (w, _), z in zip(sizes, scales, strict=True))
        heights = tuple(max(1, round(h * PIXELS_A_POINT * z)) for (_, h), z in zip(sizes, scales, strict=True))
        *tops, end = accumulate((height + GAP for height in heights), initial=EDGE)
        widest = max(widths, default=0) + 2 * EDGE
        return cls(tuple(tops), widths, heights, max(room, widest), end - GAP + EDGE if tops else 0)

    def rect(self, sheet: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a sheet; sheets stand in the middle."""
        width = self.widths[sheet]
        return (self.width - width) // 2, self.tops[sheet], width, self.heights[sheet]

    def between(self, top: int, bottom: int) -> range:
        """The sheets of which something lies between two heights."""
        if not self.tops:
            return range(0)
        first = max(0, bisect_right(self.tops, top) - 1)
        if self.tops[first] + self.heights[first] <= top:
            first += 1
        return range(first, bisect_left(self.tops, bottom))

    def at(self, x: float, y: float) -> Spot:
        """The spot nearest to a point; fractions beyond 0 and 1 lie beside the sheet. There must be sheets."""
        sheet = max(0, bisect_right(self.tops, y + GAP / 2) - 1)
        left, top, width, height = self.rect(sheet)
        return Spot(sheet, (x - left) / width, (y - top) / height)

    def point(self, spot: Spot) -> tuple[float, float]:
        """Where a spot lies."""
        left, top, width, height = self.rect(spot.sheet)
        return left + spot.x * width, top + spot.y * height


def zoom_of(size: Size, room: int) -> float:
    """The zoom at which a sheet fills a view `room` pixels wide."""
    return min(_WIDEST_FIT, max(1, room - 2 * EDGE) / (size[0] * PIXELS_A_POINT))
