"""Dates as records carry them: sometimes only a year, or a year and a month."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar date known to the day, the month or only the year. Orders with the vaguer date first."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"no such year: {self.year}")
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        dt.date(self.year, self.month or 1, self.day or 1)  # raises ValueError for 31 February

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ISO 8601 "2024", "2024-03" or "2024-03-05"; ValueError for anything else."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO date: {text!r}")
        year, month, day = (int(part or 0) for part in match.groups())
        if (match.group(2) is not None and not month) or (match.group(3) is not None and not day):
            raise ValueError(f"not an ISO date: {text!r}")
        return cls(year, month, day)

    @classmethod
    def of(cls, date: dt.date) -> PartialDate:
        return cls(date.year, date.month, date.day)

    def __str__(self) -> str:
        if self.day:
            return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"

    @property
    def ordinal(self) -> int:
        """The day's number in the calendar, for counting days; the first of what is not known."""
        return dt.date(self.year, self.month or 1, self.day or 1).toordinal()

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both can be the same day, as far as each of them is known."""
        return (
            self.year == other.year
            and (not self.month or not other.month or self.month == other.month)
            and (not self.day or not other.day or self.day == other.day)
        )
