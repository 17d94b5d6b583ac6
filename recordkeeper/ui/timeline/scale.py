"""Where a date stands on a line, and which years or months are written beside it. No Qt here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate

_PADDING = 20  # days on either side, so that nothing stands on the edge
_MOST_TICKS = 14
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between ticks


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

    def share(self, date: PartialDate) -> float:
        """How far along the line a date stands, from 0 to 1; the middle of what is known of it."""
        day = date.ordinal + (0 if date.day else 15 if date.month else 182)
        return min(1.0, max(0.0, (day - self.first) / (self.last - self.first)))

    def begin(self, date: PartialDate) -> float:
        """How far along the line a month or year begins."""
        return (date.ordinal - self.first) / (self.last - self.first)

    def ticks(self) -> list[PartialDate]:
        """Months at even distances, so many as can be read; whole years where the line is long."""
        begin, end = dt.date.fromordinal(max(1, self.first)), dt.date.fromordinal(self.last)
        months = (end.year - begin.year) * 12 + end.month - begin.month
        step = next((step for step in _STEPS if months / step <= _MOST_TICKS), _STEPS[-1])
        start = begin.year * 12 + begin.month - 1
        start += -start % step  # whole years and quarters begin where people look for them
        counted = range(start, end.year * 12 + end.month, step)
        found = (PartialDate(month // 12, month % 12 + 1 if step % 12 else 0) for month in counted)
        return [date for date in found if self.first <= date.ordinal <= self.last]
