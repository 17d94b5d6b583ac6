"""Days printed without their year, "CT of 12 Jan": the last such day before the newest date of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from recordkeeper.recognise.facts_text import Leaf
from recordkeeper.recognise.printed_dates import PrintedDate
from recordkeeper.records.dates import PartialDate

_NO_YEAR = r"(?!\.?,?\s{0,2}(?:(?:de|del|of)\s)?['’]?\d)"
_WHOLE = 5  # letters of a month that is no other word
_EARLIEST = 1950  # a paper's newest day before that is its patient's birth


def days_without_year(
    leaf: Leaf, printed: Sequence[PrintedDate], months: Mapping[str, int]
) -> Iterator[PrintedDate]:
    """The days of a page that name no year. `printed` are the dates of the whole document; none, no year."""
    newest = max((one.date for one in printed if one.date.day and one.date.year > _EARLIEST), default=None)
    if newest is None:
        return
    here = [one for one in printed if one.page == leaf.index]
    for match in _shape(tuple(months)).finditer(leaf.flat):
        if any(match.start() < one.end and one.start < match.end() for one in here):
            continue
        month = "month" if match["month"] else "month_first"
        if len(match[month]) < _WHOLE and not leaf.text[match.start(month)].isupper():
            continue  # "may 5", "set 2"
        day = int(match["before"] or match["after"])
        date = _last(day, months[match[month]], newest)
        if date is not None:
            yield PrintedDate(leaf.index, match.start(), match.end(), date, sure=0.5)


def _last(day: int, month: int, newest: PartialDate) -> PartialDate | None:
    """The last such day that is not after `newest`; None when there is none, such as 31 February."""
    for year in range(newest.year, newest.year - 5, -1):  # 29 February needs up to four years
        try:
            date = PartialDate(year, month, day)
        except ValueError:
            continue
        if date <= newest:
            return date
    return None


@lru_cache(maxsize=4)
def _shape(names: tuple[str, ...]) -> re.Pattern[str]:
    """A day and a month in either order, with no year behind."""
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    ordinal = r"(?:st|nd|rd|th|\.|º)?"
    return re.compile(
        rf"(?<![\w/.-])(?P<before>\d{{1,2}}){ordinal}\s(?:of\s|de\s)?(?P<month>{either})\b{_NO_YEAR}"
        rf"|\b(?P<month_first>{either})\.?\s(?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?![/:.]\d|\s?(?:mg|ml|mm|cm|%)){_NO_YEAR}"
    )
