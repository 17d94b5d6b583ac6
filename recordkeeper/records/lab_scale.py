"""Where values and days lie on a chart: linear, or by powers of ten where values lie far apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from recordkeeper.records.lab_numbers import Decimal, bounds_of, decimal_of
from recordkeeper.records.labs import KeptResult, Series

_FAR_APART = 50.0  # times the least value: then powers of ten
_ROOM = 0.08  # of the height left above and below
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_TICKS = 6


class Ranged(Protocol):
    """A value with the bounds of its range."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """One value to draw: the day's number in the calendar, the value, and the bounds of the lab's own range."""

    day: int
    value: float
    low: float | None
    high: float | None
    point: KeptResult


def spots_of(series: Series) -> tuple[Spot, ...]:
    """The points of a line that have a day and a number, from the oldest."""
    return tuple(
        Spot(point.day.ordinal, point.result.value, *bounds(point), point)
        for point in series.points
        if point.day is not None and point.result.value is not None
    )


def bounds(point: KeptResult) -> tuple[float | None, float | None]:
    """The bounds of the range its paper prints."""
    decimal = decimal_of((point.result.range, point.result.printed))
    return bounds_of(point.result.range, Decimal.POINT if decimal is Decimal.UNKNOWN else decimal)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to a place between 0 (the foot) and 1."""

    low: float
    high: float
    by_tens: bool

    @classmethod
    def of(cls, spots: Iterable[Ranged]) -> Scale:
        """One that shows all these values, and their ranges where those are near enough."""
        spots = tuple(spots)
        values = [spot.value for spot in spots]
        edges = [edge for spot in spots for edge in (spot.low, spot.high) if edge is not None]
        positive = [value for value in values if value > 0]
        by_tens = len(positive) == len(values) > 0 and max(values) > _FAR_APART * min(values)
        shown = values + [edge for edge in edges if not by_tens or edge > 0]
        low, high = min(shown, default=0.0), max(shown, default=1.0)
        if by_tens:
            return cls(math.log10(low) - _ROOM, math.log10(high) + _ROOM, by_tens=True)
        room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
        return cls(min(low - room, 0.0) if low < 0 else max(0.0, low - room), high + room, by_tens=False)

    def place(self, value: float) -> float:
        """Where a value lies; what is outside is put at the edge."""
        at = math.log10(max(value, 1e-12)) if self.by_tens else value
        return min(max((at - self.low) / (self.high - self.low), 0.0), 1.0)

    def shows(self, value: float) -> bool:
        """Whether a value lies within."""
        if self.by_tens and value <= 0:
            return False
        return self.low <= (math.log10(value) if self.by_tens else value) <= self.high

    def ticks(self) -> tuple[float, ...]:
        """Round values to write beside the chart."""
        if self.by_tens:
            return tuple(10.0**power for power in range(math.ceil(self.low), math.floor(self.high) + 1))
        span = self.high - self.low
        rough = span / _MOST_TICKS
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(unit * each for each in _STEPS if unit * each >= rough)
        first = math.ceil(self.low / step)
        return tuple(round(number * step, 10) for number in range(first, math.floor(self.high / step) + 1))


def days_shown(days: Sequence[int], most: int) -> tuple[int, ...]:
    """Days to write under the chart: the first, the last, and some between, no more than `most`."""
    known = sorted(set(days))
    if len(known) <= most:
        return tuple(known)
    step = (len(known) - 1) / (most - 1)
    return tuple(known[round(number * step)] for number in range(most))
