"""Tumor markers as they stand in the timeline: one curve a test, each value a dated event with its page.

Drawn are the tests a person pinned and those of the group of tumor markers; never a number nobody is sure of, and
never two units on one scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.prepare.labs import charts_of, series_of
from recordkeeper.prepare.labs_table import test_name
from recordkeeper.records.lab_scale import Scale, Spot, spots_of
from recordkeeper.records.labs import KeptResult, LabStatus, Series
from recordkeeper.records.story import Event
from recordkeeper.wording.words import Words

MARKERS = "markers"  # the lane of all of them together, and how the lane of each begins
_GROUP = "markers"  # of analytes.toml
_LEAST = 2  # values that make a curve


@dataclass(frozen=True, slots=True)
class MarkerCurve:
    """One test: its lane, name and unit, where its values lie, and a line for each unit and lab, oldest first."""

    lane: str
    name: str
    unit: str
    scale: Scale
    labs: tuple[str, ...]
    lines: tuple[tuple[Event, ...], ...]

    @property
    def events(self) -> Iterator[Event]:
        """All its values."""
        return (event for line in self.lines for event in line)


def marker_curves(results: Iterable[KeptResult], pins: Sequence[str], words: Words) -> tuple[MarkerCurve, ...]:
    """The curves, pinned tests first in their order. `pins` are keys of tests."""
    charts = [
        chart
        for chart in charts_of(series_of(results))
        if chart[0].test.group == _GROUP or chart[0].test.key in pins
    ]
    charts.sort(key=lambda chart: pins.index(chart[0].test.key) if chart[0].test.key in pins else len(pins))
    made = (_curve(f"{MARKERS} {number}", chart, words) for number, chart in enumerate(charts))
    return tuple(curve for curve in made if sum(map(len, curve.lines)) >= _LEAST)


def _curve(lane: str, chart: Sequence[Series], words: Words) -> MarkerCurve:
    spots = [(line, tuple(_sure(line))) for line in chart]
    drawn = [(line, kept) for line, kept in spots if kept]
    name = test_name(chart[0], words)
    units = dict.fromkeys(line.unit for line, _ in drawn if line.unit)
    return MarkerCurve(
        lane,
        name,
        " = ".join(units),
        Scale.of(spot for _, kept in drawn for spot in kept),
        tuple(line.lab for line, _ in drawn),
        tuple(tuple(_event(lane, name, spot) for spot in kept) for _, kept in drawn),
    )


def _sure(line: Series) -> Iterator[Spot]:
    return (spot for spot in spots_of(line) if spot.point.status is not LabStatus.TO_REVIEW)


def _event(lane: str, name: str, spot: Spot) -> Event:
    """A value as printed, on its day."""
    point = spot.point
    assert point.day is not None  # spots have one
    what = f"{name}: {' '.join(part for part in (point.result.printed, point.result.unit) if part)}"
    page = point.result.page if point.record else None
    return Event(point.day, lane, what, point.shown_in, page, point.result.test.key, value=spot.value)
