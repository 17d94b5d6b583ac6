"""Dates as papers print them: every usual form, months in six languages, and digits a scanner took for letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.records.dates import PartialDate

_DAMAGE = re.compile(r"\d[OoIl|]|[OoIl|]\d")  # a letter beside a digit
_MENDED = str.maketrans("OoIl|SB", "0011158")
_FLAT = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüçñ", "aaaaaaeeeeiiiiooooouuuucn")
_LETTERS = str.maketrans("01", "ol")
# 10.12.24.3 is an address, 2.1.10 cm a size; 10/12/24-0615 is a day with its clock.
_LONGER = re.compile(r"(?!-(?:[01]\d|2[0-3])[0-5]\d(?!\d|-))[-/.,]\d|\s?(?:cm|mm)\b")
_SPAN_AFTER = re.compile(r"-\d{1,2}[/.]\d{1,2}[/.]\d")
_SPAN_BEFORE = re.compile(r"\d[/.]\d{1,2}[/.](?:\d\d){1,2}-$")
_WHOLE_MONTH = 5  # letters of a month that is no abbreviation
_MONTH_WORD = re.compile(r"[a-z]{3,10}")
_CENTURY_TURN = 50  # two digits from here on are read as 19xx
_FIRST_YEAR, _LAST_YEAR = 1880, 2100
_KNOWN = 1.0


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """One date where it is printed. `other` is the day it would be with day and month the other way round, where
    the digits allow both; `sure` is how sure the reading is.
    """

    page: int
    start: int
    end: int
    date: PartialDate
    sure: float = _KNOWN
    short_year: bool = False
    other: PartialDate | None = None
    month_first: bool = False  # of digits: how they were read


@dataclass(frozen=True, slots=True)
class Numbers:
    """A date in digits before anybody decided which number is the month: `first` and `second` as printed."""

    page: int
    start: int
    end: int
    first: int
    second: int
    year: int
    short_year: bool
    dotted: bool

    @property
    def unclear(self) -> bool:
        """Whether both ways round give a day."""
        return self.first <= 12 and self.second <= 12 and self.first != self.second

    def date(self, month_first: bool) -> PartialDate | None:
        """The day, None when there is no such day."""
        month, day = (self.first, self.second) if month_first else (self.second, self.first)
        return partial_date(self.year, month, day)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The forms of a date, for one way of printing digits."""

    numbers: re.Pattern[str]
    day_before: re.Pattern[str]
    year_before: re.Pattern[str]
    day_year_after: re.Pattern[str]
    year_after: re.Pattern[str]
    day_after: re.Pattern[str]
    month_year: re.Pattern[str]


@lru_cache(maxsize=2)
def _shapes(damaged: bool) -> _Shapes:
    d = r"[\dOoIl|]" if damaged else r"\d"
    four = rf"[12Il|][09Oo]{d}{d}" if damaged else r"(?:19|20)\d\d"
    long, year = rf"(?P<year>{four})", rf"(?P<year>{four}|['’]?{d}{d})"
    year_of_line = rf"(?P<year>{four}|['’]{d}{d}|{d}{d}(?=\s*(?:$|[)|;,\n])))"
    return _Shapes(
        numbers=re.compile(
            rf"(?P<a>{d}{{1,4}})\s?(?P<sep>[-/.])\s?(?P<b>{d}{{1,2}})\s?(?P=sep)\s?(?P<c>{d}{{1,4}})(?=T\d|(?!\w))"
            r"|(?P<long>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:T?\d{4,6})?(?![\w-])"
        ),
        day_before=re.compile(
            rf"(?<![\w/])(?P<day>{d}{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?[\s\-/.,]{{0,2}}"
            rf"(?:(?:day )?of |de |d['’]|del )?$"
        ),
        year_before=re.compile(rf"(?<![\w/]){long}[\s\-/.]$"),
        day_year_after=re.compile(
            rf"\.?[\s\-/]{{0,2}}(?P<day>{d}{{1,2}})(?:st|nd|rd|th)?(?:\s?[,.]\s?|\s|-|/){year_of_line}(?![\d/]|[:.,]\d)"
        ),
        year_after=re.compile(rf"\.?,?[\s\-/.'’]{{0,2}}(?:(?:de|del|of) )?{year}(?![\w/]|:\d)"),
        day_after=re.compile(rf"[\s\-/.](?P<day>{d}{{1,2}})(?!\w)"),
        month_year=re.compile(rf"\.?,?(?: de| del|/|-| of)? ?{long}(?!\d|[-/]\d)"),
    )


def find_dates(texts: Sequence[str], rules: DateRules) -> tuple[list[PrintedDate], list[Numbers]]:
    """Return the dates with a plain reading and those in digits only, of the texts of the pages."""
    plain: list[PrintedDate] = []
    numbers: list[Numbers] = []
    for page, text in enumerate(texts):
        damaged = _DAMAGE.search(text) is not None
        plain.extend(_named(page, text, rules, _shapes(damaged)))
        for found in (_numbers(page, text, _shapes(kind)) for kind in ((False, True) if damaged else (False,))):
            for one in found:
                taken = any(_overlap(one, other) for other in plain if other.page == page)
                if taken or any(_overlap(one, other) for other in numbers if other.page == page):
                    continue
                if isinstance(one, Numbers):
                    numbers.append(one)
                else:
                    plain.append(one)
    return plain, numbers


def _overlap(one: PrintedDate | Numbers, other: PrintedDate | Numbers) -> bool:
    return one.start < other.end and other.start < one.end


def _named(page: int, text: str, rules: DateRules, shapes: _Shapes) -> Iterator[PrintedDate]:
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is two
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    low = low if low.isascii() else low.translate(_FLAT)
    letters = low.translate(_LETTERS)
    spots = sorted({at for stem in rules.month_stems for at in _places(letters, stem)})
    for at in spots:
        if at and low[at - 1].isalpha():
            continue
        word = _MONTH_WORD.match(letters, at)
        month = _month(word.group(), rules.months) if word else None
        if word and month:
            found = _around_month(page, text, at, at + len(month[0]), month[1], shapes)
            if found:
                yield found


def _month(word: str, months: Mapping[str, int]) -> tuple[str, int] | None:
    """The month a word is, or begins with when a scanner lost the space ("mar2o24") or saw a letter too many."""
    if word in months:
        return word, months[word]
    if len(word) > 3 and word[:3] in months and word[3:] in ("o", "l"):
        return word[:3], months[word[:3]]
    if len(word) > _WHOLE_MONTH and word[:-1] in months:
        return word, months[word[:-1]]  # a letter too many: "Marchr 16"
    return None


def _places(text: str, stem: str) -> Iterator[int]:
    at = text.find(stem)
    while at >= 0:
        yield at
        at = text.find(stem, at + 1)


def _around_month(page: int, text: str, start: int, end: int, month: int, shapes: _Shapes) -> PrintedDate | None:
    before, left = text[max(0, start - 18) : start], max(0, start - 18)
    day = shapes.day_before.search(before)
    year = shapes.year_after.match(text, end)
    if day and year:
        return _made(page, left + day.start(), year.end(), year["year"], month, day["day"])
    both = shapes.day_year_after.match(text, end)
    if both:
        found = _made(page, start, both.end(), both["year"], month, both["day"])
        if found:
            return found
    year = shapes.year_before.search(before)
    after = shapes.day_after.match(text, end)
    if year and after:
        return _made(page, left + year.start(), after.end(), year["year"], month, after["day"])
    alone = shapes.month_year.match(text, end)
    if alone:
        whole = _year(alone["year"])
        return PrintedDate(page, start, alone.end(), PartialDate(whole, month)) if whole else None
    return None


def _made(page: int, start: int, end: int, year: str, month: int, day: str) -> PrintedDate | None:
    whole = _year(year)
    days = day.translate(_MENDED)
    date = partial_date(whole, month, int(days)) if whole and days.isdigit() else None
    return PrintedDate(page, start, end, date, short_year=len(year.lstrip("'’")) == 2) if date else None


def _numbers(page: int, text: str, shapes: _Shapes) -> Iterator[PrintedDate | Numbers]:
    for match in shapes.numbers.finditer(text):
        start, end = match.span()
        if start and _goes_before(text, start):
            continue
        if match["long"]:
            digits = match["long"]
            date = partial_date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            if date:
                yield PrintedDate(page, start, end, date)
            continue
        if _goes_on(text, end):
            continue
        a, b, c = (match[name].translate(_MENDED) for name in "abc")
        if not (a + b + c).isdigit() or sum(sign.isdigit() for sign in match.group()) < 3:
            continue
        yield from _read(page, start, end, (a, b, c), match["sep"] or " ")


def _goes_before(text: str, start: int) -> bool:
    """Whether what looks like a date is the end of something longer; the end of a span is not."""
    sign = text[start - 1]
    return sign.isalnum() or (
        sign in ".,/#$-_" and not (sign == "-" and _SPAN_BEFORE.search(text[max(0, start - 12) : start]))
    )


def _goes_on(text: str, end: int) -> bool:
    """Whether what looks like a date is part of something longer: a size, a percentage, a number."""
    after = text[end : end + 9]
    if after[:1] in ("%", "_"):
        return True
    return _LONGER.match(after) is not None and not _SPAN_AFTER.match(after)


def _read(
    page: int, start: int, end: int, parts: tuple[str, str, str], sep: str
) -> Iterator[PrintedDate | Numbers]:
    a, b, c = parts
    if len(a) == 4:
        year = _year(a)
        date = partial_date(year, int(b), int(c)) if year and len(c) <= 2 else None
        if date:
            yield PrintedDate(page, start, end, date)
        return
    year = _year(c) if len(c) in (2, 4) else None
    if len(a) > 2 or year is None or sep == ",":
        return
    if sep == "." and len(c) == 2 and len(a) != 2:
        return  # 1.5.10 is more often a paragraph than a day
    found = Numbers(page, start, end, int(a), int(b), year, len(c) == 2, sep == ".")
    if found.date(month_first=True) or found.date(month_first=False):
        yield found


def _year(digits: str) -> int | None:
    digits = digits.lstrip("'’").translate(_MENDED)
    if not digits.isdigit():
        return None
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year >= _CENTURY_TURN else 2000
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def partial_date(year: int, month: int, day: int) -> PartialDate | None:
    """Return the date, or None when there is no such day."""
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def in_the_past(date: PartialDate, latest: PartialDate | None) -> PartialDate:
    """Return a two-digit-year birth date in the century that puts it before `latest`."""
    if latest and date > latest:
        return partial_date(date.year - 100, date.month, date.day) or date
    return date
