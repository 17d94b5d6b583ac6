"""The days of specimens: which printed day is that of the collection, and for which results on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.date_roles import roles
from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.labs_headings import Day
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.printed_dates import PrintedDate
from recordkeeper.records.reading import PageText

_CLOCK = re.compile(
    r"(?:,?\s{1,3}(?:at\s|a las\s)?(\d{1,2})[:.h](?=\d)|-(?=\d{4}(?!\d))(\d\d))"
    r"(\d{2})(?::\d{2})?\s?([AaPp]\.?[Mm]\.?)?(?![\d/])"
)
_ROLES = frozenset({"collected", "received", "reported"})
_PLAIN = 0.5  # strength from which a label is believed


@dataclass(frozen=True, slots=True)
class Labelled:
    """A day with what happened on it, and where it stands: page index and offset."""

    page: int
    role: str
    day: Day


@dataclass(frozen=True, slots=True)
class Days:
    """All printed days of a document."""

    by_page: dict[int, tuple[Day, ...]]
    labelled: tuple[Labelled, ...]

    @classmethod
    def of(cls, pages: Sequence[PageText], rules: DateRules, country: str) -> Days:
        """Find the days on these pages."""
        texts = [page.text for page in pages]
        by_page: dict[int, list[Day]] = {}
        dates = read_dates(texts, rules, country)
        for printed in dates:
            by_page.setdefault(printed.page, []).append(_day(printed, texts[printed.page]))
        facts = roles(dates, Sheets(pages), rules)
        labelled = tuple(
            Labelled(fact.printed.page, fact.role, _day(fact.printed, texts[fact.printed.page]))
            for fact in facts
            if fact.role in _ROLES and fact.strength >= _PLAIN
        )
        return cls({page: tuple(days) for page, days in by_page.items()}, labelled)

    def at_words(self, page: int, starts: Sequence[tuple[int, int]]) -> dict[int, Day]:
        """The day each of these words (start, end) is part of, by its start."""
        found: dict[int, Day] = {}
        for day in self.by_page.get(page, ()):
            for start, end in starts:
                if start < day.end and day.start < end:
                    found[start] = day
        return found

    def spans(self, page: int) -> list[tuple[int, int]]:
        """Where days are printed on a page."""
        return [(day.start, day.end) for day in self.by_page.get(page, ())]

    def for_row(self, role: str, page: int, offset: int) -> Day | None:
        """The day of this role that holds for a row: the last one printed before it, else the first after it."""
        own = [one for one in self.labelled if one.role == role]
        before = [one for one in own if (one.page, one.day.start) <= (page, offset)]
        chosen = before[-1] if before else own[0] if own else None
        return chosen.day if chosen else None


def _day(printed: PrintedDate, text: str) -> Day:
    clock = _CLOCK.match(text, printed.end)
    return Day(printed.start, printed.end, printed.date, printed.sure, _time(clock) if clock else "")


def _time(clock: re.Match[str]) -> str:
    hour, minute = int(clock.group(1) or clock.group(2)), int(clock.group(3))
    half = (clock.group(4) or "")[:1].lower()
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""
