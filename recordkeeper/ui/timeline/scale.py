"""Where a date stands on a line, and which years, months or days are written beside it. No Qt here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate

_PADDING = 20  # days on either side, so that nothing stands on the edge
_MOST_TICKS = 14
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between ticks
_DAY_STEPS = (1, 2, 7)  # days between ticks, where a month is wide
_BY_DAYS = 92  # days; a shorter line has ticks at days
LEAST = 10  # days of the shortest line
_MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Scale:
    """The first and the last day of a line."""

    first: int
    last: int

    @classmethod
    def of(cls, dates: Sequence[PartialDate]) -> Scale:
        """The line that holds all of these dates; at least one."""
        days = [date.ordinal for date in dates]
        return cls(min(days) - _PADDING, max(days) + _PADDING)

    @property
    def days(self) -> int:
        return self.last - self.first

    def share(self, date: PartialDate) -> float:
        """How far along the line a date stands, from 0 to 1; the middle of what is known of it."""
        return min(1.0, max(0.0, self.beyond(date)))

    def beyond(self, date: PartialDate) -> float:
        """The same, below 0 or above 1 for a date that is not on the line."""
        return (_middle(date) - self.first) / self.days

    def begin(self, date: PartialDate) -> float:
        """How far along the line a month or year begins."""
        return (date.ordinal - self.first) / self.days

    def holds(self, date: PartialDate, end: PartialDate | None = None) -> bool:
        """Whether a date stands on the line, or something of what lasted from it to `end`."""
        return _middle(date) <= self.last and _middle(end or date) >= self.first

    def zoomed(self, factor: float, at: float, whole: Scale) -> Scale:
        """A line `factor` times as long, in which what stood `at` (0 to 1) still does; within `whole`."""
        days = min(whole.days, max(min(LEAST, whole.days), round(self.days * factor)))
        first = round(self.first + at * (self.days - days))
        return Scale(first, first + days).within(whole)

    def moved(self, days: int, whole: Scale) -> Scale:
        """As long a part of the line, later by some days (earlier: below zero), within `whole`."""
        return Scale(self.first + days, self.last + days).within(whole)

    def within(self, whole: Scale) -> Scale:
        """Moved, if need be, so that it does not reach beyond `whole`."""
        first = max(whole.first, min(self.first, whole.last - self.days))
        return Scale(first, min(whole.last, first + self.days))

    def between(self, one: float, other: float) -> Scale:
        """The part between two shares of the line, in whichever order, at least LEAST days long."""
        low, high = sorted((min(1.0, max(0.0, one)), min(1.0, max(0.0, other))))
        first, last = round(self.first + low * self.days), round(self.first + high * self.days)
        short = max(0, min(LEAST, self.days) - (last - first))
        return Scale(first - short // 2, last + short - short // 2).within(self)

    def ends(self) -> tuple[PartialDate, PartialDate]:
        """Its first and last day as dates."""
        return _date(self.first), _date(self.last)

    def ticks(self) -> list[PartialDate]:
        """Days, months or years at even distances, so many as can be read."""
        if self.days <= _BY_DAYS:
            return list(self._day_ticks())
        begin, end = _day(self.first), _day(self.last)
        months = (end.year - begin.year) * 12 + end.month - begin.month
        step = next((step for step in _STEPS if months / step <= _MOST_TICKS), _STEPS[-1])
        start = begin.year * 12 + begin.month - 1
        start += -start % step  # whole years and quarters begin where people look for them
        counted = range(start, end.year * 12 + end.month, step)
        found = (PartialDate(month // 12, month % 12 + 1 if step % 12 else 0) for month in counted)
        return [date for date in found if self.first <= date.ordinal <= self.last]

    def _day_ticks(self) -> Iterator[PartialDate]:
        step = next((step for step in _DAY_STEPS if self.days / step <= _MOST_TICKS), _DAY_STEPS[-1])
        start = self.first + -(self.first - 1) % step  # day 1 is a Monday (datetime.date.toordinal)
        return (_date(day) for day in range(start, self.last + 1, step))

    def counts(self, dates: Sequence[PartialDate]) -> list[int]:
        """How many of the dates stand in each of up to 60 equal parts of the line."""
        bars = min(_MOST_BARS, max(1, self.days))
        found = [0] * bars
        for date in dates:
            found[min(bars - 1, int(self.share(date) * bars))] += 1
        return found


def _middle(date: PartialDate) -> int:
    return date.ordinal + (0 if date.day else 15 if date.month else 182)


def _day(number: int) -> dt.date:
    return dt.date.fromordinal(min(max(1, number), dt.date.max.toordinal()))


def _date(number: int) -> PartialDate:
    return PartialDate.of(_day(number))
