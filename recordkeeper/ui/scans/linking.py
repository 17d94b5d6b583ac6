"""Which image of one series goes with an image of another: the same place in the body, else the same way along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recordkeeper.recognise.stacks import normal

if TYPE_CHECKING:
    from recordkeeper.records.imaging import Placed, Vector
    from recordkeeper.ui.scans.reading import SeriesShown

_PARALLEL = 0.98  # of the cosine between two planes: some eleven degrees


def partner(
    one: SeriesShown, index: int, other: SeriesShown, *, anchors: tuple[int, int], same_frame: bool
) -> int | None:
    """The image of `other` that goes with image `index` of `one`.

    In one frame of reference (PS3.3 C.7.4.1) that of the nearest place, where the planes are parallel; else as far
    from its anchor as `one` is from its own, in millimetres where both series say their spacing. None where their
    planes cross: no image of one is an image of the other.
    """
    cosine = _cosine(one, other)
    if cosine is not None and abs(cosine) < _PARALLEL:
        return None
    found = _nearest(one, index, other) if same_frame else None
    if found is None:
        steps = index - anchors[0]
        along = steps * one.spacing / other.spacing if one.spacing > 0 and other.spacing > 0 else steps
        turned = -1 if _opposite(one, other) else 1
        found = anchors[1] + round(turned * along)
    return max(0, min(len(other.places) - 1, found))


def most_alike(one: SeriesShown, others: Sequence[SeriesShown]) -> int | None:
    """Which of another study's series to lay beside `one`: of its sort, plane, name and spacing, in this order."""

    def likeness(at: int) -> tuple[bool, float, float, int]:
        other = others[at]
        ours, theirs = (set(series.name.casefold().split()) for series in (one, other))
        names = len(ours & theirs) / max(1, len(ours | theirs))
        return parallel(one, other), names, -abs(one.spacing - other.spacing), len(other.places)

    same = [at for at, other in enumerate(others) if other.modality == one.modality]
    return max(same, key=likeness, default=None)


def parallel(one: SeriesShown, other: SeriesShown) -> bool:
    """Whether both series are cut along one plane."""
    cosine = _cosine(one, other)
    return cosine is not None and abs(cosine) >= _PARALLEL


def _nearest(one: SeriesShown, index: int, other: SeriesShown) -> int | None:
    if not parallel(one, other):
        return None
    here = one.instances[index].placed
    through = normal(other.instances[0].placed.orientation)
    wanted = _along(through, here)
    places = [_along(through, instance.placed) for instance in other.instances]
    if wanted is None or any(place is None for place in places):
        return None
    return min(range(len(places)), key=lambda at: abs((places[at] or 0.0) - wanted))


def _opposite(one: SeriesShown, other: SeriesShown) -> bool:
    cosine = _cosine(one, other)
    return cosine is not None and cosine <= -_PARALLEL


def _cosine(one: SeriesShown, other: SeriesShown) -> float | None:
    planes = [series.instances[0].placed.orientation for series in (one, other) if series.instances]
    if len(planes) < 2 or any(len(plane) != 6 for plane in planes):
        return None
    first, second = (normal(plane) for plane in planes)
    return sum(a * b for a, b in zip(first, second, strict=True))


def _along(through: Vector, placed: Placed) -> float | None:
    if len(placed.position) != 3:
        return None
    return sum(n * p for n, p in zip(through, placed.position, strict=True))
