"""Dates as papers print them: every usual form, and whether 03/04/2024 is March or April."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.rules import DateRules, partial_date
from recordkeeper.records.dates import PartialDate

_NUMBERS = re.compile(
    r"(?<![\w.,/#$-])(?:"
    r"(?P<iso>(?:19|20)\d\d)\s?(?P<isosep>[-/.])\s?(?P<isomonth>0?[1-9]|1[0-2])\s?(?P=isosep)\s?(?P<isoday>0?[1-9]|[12]\d|3[01])"
    r"|(?P<first>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<second>\d{1,2})\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d|\d\d)"
    r")(?![\w%]|[-/.,]\d)(?!\s?(?:cm|mm)\b)"
    r"|(?<![\w-])(?P<long>(?:19|20)\d\d)(?P<longmonth>0[1-9]|1[0-2])(?P<longday>0[1-9]|[12]\d|3[01])(?:T?\d{4,6})?(?![\w-])"
    r"|(?<![\w.,/#$-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=T\d)"
)
_NAMED = re.compile(
    r"(?<![\w/])(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º)?[\s\-/.]{0,2}(?:(?:day )?of |de |del )?"
    r"(?P<month>[^\W\d_]{3,10})\.?,?[\s\-/.'’]{1,2}(?:(?:de|del) )?(?P<year>(?:19|20)\d\d|\d\d)(?![\d/:])"
    r"|(?<![^\W\d_])(?P<month2>[^\W\d_]{3,10})\.?[\s\-]{0,2}(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s?,\s?|\s|-)\s?(?P<year2>(?:19|20)\d\d|'?\d\d(?=\s*$|\s*[)|;]))(?![\d/:])"
    r"|(?<![\w/])(?P<year3>(?:19|20)\d\d)[\s\-/.](?P<month3>[^\W\d_]{3,10})[\s\-/.](?P<day3>\d{1,2})(?!\w)"
)
_MONTH_YEAR = re.compile(
    r"(?<![^\W\d_])(?P<month>[^\W\d_]{3,10})\.?,?(?: de| del|/)? ?(?P<year>(?:19|20)\d\d)(?!\d|[-/]\d)"
)
_CENTURY_TURN = 50  # two digits from here on are read as 19xx
_KNOWN = 1.0


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """One date where it is printed. `sure` is how sure the reading of its digits is."""

    page: int
    start: int
    end: int
    date: PartialDate
    sure: float = _KNOWN
    short_year: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    month_first: bool
    sure: float


def find_dates(texts: Sequence[str], rules: DateRules, country: str = "") -> tuple[PrintedDate, ...]:
    """Return every date in `texts` (one a page), in reading order. `country` helps where the digits do not say."""
    order = _number_order(texts, rules, country)
    found: list[PrintedDate] = []
    for page, text in enumerate(texts):
        here = [*_named(page, text, rules.months), *_numbers(page, text, order)]
        taken = [(date.start, date.end) for date in here]
        for match in _MONTH_YEAR.finditer(text):
            month = rules.months.get(plain_letters(match["month"]))
            if month and not any(start < match.end() and match.start() < end for start, end in taken):
                here.append(PrintedDate(page, *match.span(), PartialDate(int(match["year"]), month)))
        found.extend(sorted(here, key=lambda date: date.start))
    return tuple(found)


def _named(page: int, text: str, months: Mapping[str, int]) -> Iterator[PrintedDate]:
    for match in _NAMED.finditer(text):
        for tail in ("", "2", "3"):
            name = match[f"month{tail}"]
            month = months.get(plain_letters(name)) if name else None
            if month is None:
                continue
            digits = match[f"year{tail}"].lstrip("'")
            date = partial_date(_full_year(digits), month, int(match[f"day{tail}"]))
            if date:
                yield PrintedDate(page, *match.span(), date, short_year=len(digits) == 2)


def _numbers(page: int, text: str, order: _Order) -> Iterator[PrintedDate]:
    for match in _NUMBERS.finditer(text):
        if match["first"] is None:
            digits = [
                match["iso"] or match["long"],
                match["isomonth"] or match["longmonth"],
                match["isoday"] or match["longday"],
            ]
            if digits[0] is None:
                digits = match.group().split("-")
            date = partial_date(*(int(part) for part in digits))
            if date:
                yield PrintedDate(page, *match.span(), date)
            continue
        first, second = int(match["first"]), int(match["second"])
        if match["sep"] == "." and len(match["year"]) == 2 and match.group()[2:3] != ".":
            continue  # 1.5.10 is more often a paragraph than a day
        dotted = match["sep"] == "."
        month_first, sure = (False, 0.95) if dotted and order.sure < 0.9 else (order.month_first, order.sure)
        if first > 12 or second > 12 or first == second:
            month_first, sure = second > 12 or first == second, _KNOWN
        month, day = (first, second) if month_first else (second, first)
        date = partial_date(_full_year(match["year"]), month, day)
        if date:
            yield PrintedDate(page, *match.span(), date, sure, len(match["year"]) == 2)


def _number_order(texts: Sequence[str], rules: DateRules, country: str) -> _Order:
    month_first = day_first = unclear = 0
    for text in texts:
        for match in _NUMBERS.finditer(text):
            if match["first"] is None:
                continue
            first, second = int(match["first"]), int(match["second"])
            if first <= 12 < second <= 31:
                month_first += 1
            elif second <= 12 < first <= 31:
                day_first += 1
            elif first != second:
                unclear += 1
    if not unclear:
        return _Order(True, _KNOWN)
    if (month_first > 0) != (day_first > 0):
        return _Order(month_first > 0, 0.97)
    if month_first and day_first:
        return _Order(month_first > day_first, 0.6)
    if country:
        return _Order(country.upper() in rules.month_first_countries, 0.9)
    american = sum(len({*rules.month_first.findall(text)}) for text in texts[:3])
    european = sum(len({*rules.day_first.findall(text)}) for text in texts[:3])
    if american > european:
        return _Order(True, 0.88 if american > 1 and not european else 0.75)
    if european > american:
        return _Order(False, 0.88 if european > 1 and not american else 0.75)
    return _Order(True, 0.55)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return 1900 + year if year >= _CENTURY_TURN else 2000 + year


def in_the_past(date: PartialDate, latest: PartialDate | None) -> PartialDate:
    """Return a two-digit-year birth date in the century that puts it before `latest`."""
    if latest and date > latest:
        return partial_date(date.year - 100, date.month, date.day) or date
    return date
