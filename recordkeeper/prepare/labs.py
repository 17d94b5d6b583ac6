"""Results as lines over time: one line is one test, one unit and one lab. Nothing is converted or joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.labs import KeptResult, Series

GROUPS = (
    "markers",
    "blood_count",
    "kidney",
    "liver",
    "metabolic",
    "clotting",
    "iron",
    "vitamins",
    "lipids",
    "thyroid",
    "hormones",
    "proteins",
    "other",
    "",
)
_UNDATED = PartialDate(1)


def series_of(results: Iterable[KeptResult]) -> tuple[Series, ...]:
    """The lines these results make: tumour markers first, then the groups in their order."""
    ordered = sorted(results, key=_line)
    made = [_series(tuple(points)) for _, points in groupby(ordered, key=_line)]
    return tuple(sorted(made, key=lambda one: (GROUPS.index(one.test.group), one.test.key, one.unit, one.lab)))


def same_axis(one: Series, other: Series) -> bool:
    """Whether two lines may be drawn on one axis: the same test, in units that are exactly equal."""
    return one.test.key == other.test.key and bool(one.test.axis) and one.test.axis == other.test.axis


def charts_of(series: Sequence[Series]) -> tuple[tuple[Series, ...], ...]:
    """The lines that may share an axis, together; each of the others by itself."""
    charts: list[list[Series]] = []
    for line in series:
        mates = next((chart for chart in charts if same_axis(chart[0], line) or _alike(chart[0], line)), None)
        if mates is None:
            charts.append([line])
        else:
            mates.append(line)
    return tuple(map(tuple, charts))


def _alike(one: Series, other: Series) -> bool:
    """The same test in the same unit, a unit we do not know, from two labs."""
    return one.test.key == other.test.key and one.unit == other.unit


def _line(kept: KeptResult) -> tuple[str, str, str, str]:
    result = kept.result
    method = " ".join(result.method.casefold().split())
    lab = kept.lab or f"\0{kept.shown_in}"  # a lab nobody names is no other paper's
    return result.test.key, " ".join(result.unit.split()), lab, method


def _series(points: tuple[KeptResult, ...]) -> Series:
    dated = sorted(points, key=lambda one: (one.day or _UNDATED, one.result.taken.time, one.record, one.id))
    newest = dated[-1].result
    return Series(newest.test, newest.name, newest.unit, dated[-1].lab, tuple(dated))
