"""The piece of a page around the words that decided a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recordkeeper.catalogue.pages import Leaf
from recordkeeper.library.folder import Library
from recordkeeper.preview.page import PagePlace, paint
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.provenance import Box, Reason
from recordkeeper.records.reading import Picture
from recordkeeper.work.pool import WorkerFailure, Workers

DPI = 150.0
_POINTS_PER_INCH = 72.0
_AROUND = (120.0, 2.5)  # points left standing beside the words, and above and below them
_CHANNELS = {"L": 1, "RGB": 3}


@dataclass(frozen=True, slots=True)
class Crop:
    """A strip of a page; the words stand from pixel `first` to `last` of its width."""

    picture: Picture
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Crops:
    """The crops of one record by field."""

    record: str
    pictures: Mapping[str, Crop]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field's words and the page they stand on."""

    field: str
    leaf: Leaf
    box: Box


def wanted(reasons: Sequence[tuple[str, Reason]], leaves: Sequence[Leaf]) -> tuple[Wanted, ...]:
    """The crops to make for (field, reason); a place shown for one field is not shown again for another."""
    by_place = {(leaf.file.sha256, leaf.page): leaf for leaf in leaves}
    found: list[Wanted] = []
    seen: set[tuple[str, int, Box]] = set()
    for field, reason in reasons:
        leaf = by_place.get((reason.file or "", reason.page or 0))
        if leaf is None or reason.box is None or (leaf.file.sha256, leaf.page, reason.box) in seen:
            continue
        seen.add((leaf.file.sha256, leaf.page, reason.box))
        found.append(Wanted(field, leaf, reason.box))
    return tuple(found)


def cut_all(library: Library, workers: Workers, record: str, crops: Sequence[Wanted]) -> Crops:
    """The crops, the words tinted; each page is painted once. What cannot be painted is left out."""
    found: dict[str, Crop] = {}
    for leaf in dict.fromkeys(crop.leaf for crop in crops):
        here = [crop for crop in crops if crop.leaf == leaf]
        place = PagePlace(leaf.file, leaf.format, leaf.page, leaf.turn)
        try:
            page = paint(library, workers, place, dpi=DPI, marks=tuple(crop.box for crop in here))
        except (WorkerFailure, PlaceProblem):
            continue  # the words themselves are shown all the same
        found.update((crop.field, cut(page, leaf, crop.box)) for crop in here)
    return Crops(record, found)


def cut(page: Picture, leaf: Leaf, box: Box) -> Crop:
    """The part of a painted page around a box of the unturned page."""
    tall = page.width if page.turned in (90, 270) else page.height
    wide = page.height if page.turned in (90, 270) else page.width
    scale_x = wide / leaf.width if leaf.width else DPI / _POINTS_PER_INCH
    scale_y = tall / leaf.height if leaf.height else DPI / _POINTS_PER_INCH
    around = (box.x0 * scale_x, box.y0 * scale_y, box.x1 * scale_x, box.y1 * scale_y)
    x0, y0, x1, y1 = turned(around, wide, tall, page.turned)
    beside, above = (points * DPI / _POINTS_PER_INCH for points in _AROUND)
    left, right = _span(x0 - beside, x1 + beside, page.width)
    top, bottom = _span(y0 - above, y1 + above, page.height)
    step = _CHANNELS[page.mode]
    rows = (
        page.pixels[(y * page.width + left) * step : (y * page.width + right) * step] for y in range(top, bottom)
    )
    picture = Picture(right - left, bottom - top, page.mode, b"".join(rows))
    first, last = _span(x0, x1, page.width)
    return Crop(picture, first - left, last - left)


def turned(
    box: tuple[float, float, float, float], wide: float, tall: float, degrees: int
) -> tuple[float, float, float, float]:
    """A rectangle of a page of `wide` × `tall` as it stands when the page is turned clockwise."""
    x0, y0, x1, y1 = box
    if degrees == 90:
        return tall - y1, x0, tall - y0, x1
    if degrees == 180:
        return wide - x1, tall - y1, wide - x0, tall - y0
    if degrees == 270:
        return y0, wide - x1, y1, wide - x0
    return box


def _span(low: float, high: float, most: int) -> tuple[int, int]:
    """Whole pixels within the page, at least one."""
    first = min(max(int(low), 0), most - 1)
    return first, min(max(int(high) + 1, first + 1), most)
