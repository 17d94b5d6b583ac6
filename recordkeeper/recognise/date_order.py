"""Whether 03/04/2024 is March or April: from other dates, the paper's word or signs, or the patient's country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.printed_dates import Numbers, PrintedDate, find_dates
from recordkeeper.recognise.words import words_of
from recordkeeper.records.dates import PartialDate

_CLEAR = 0.97  # another date of the file can be read one way only
_NAMED = 0.95  # the same day is printed with the month's name
_SIGNS = 0.93  # several signs of one side of the sea, none of the other
_COUNTRY = 0.92
_CLOSE = 0.85  # one way round the dates lie close together, the other way far apart
_LEANING = 0.78
_GUESS = 0.5
_DOTTED = 0.97  # 03.04.2024: nobody prints the month first with full stops
_LOOKED_AT = 4000  # characters of the first pages in which signs are looked for
_FEWEST_WORDS = 1
_MUCH_CLOSER = 5  # times
_MACHINES = frozenset({"faxed", "printed"})
_NEAR = 45  # days between the first and the last date of one visit to a laboratory or hospital


@dataclass(frozen=True, slots=True)
class _Order:
    month_first: bool
    sure: float


def read_dates(texts: Sequence[str], rules: DateRules, country: str = "") -> tuple[PrintedDate, ...]:
    """Return every date in `texts` (one a page), in reading order, with the likelier reading of unclear digits."""
    plain, numbers = find_dates(texts, rules)
    order = (
        _order(plain, numbers, texts, rules, country) if any(one.unclear for one in numbers) else _Order(True, 1.0)
    )
    found = [*plain, *(date for one in numbers if (date := _settled(one, order)))]
    return tuple(sorted(found, key=lambda date: (date.page, date.start)))


def _settled(one: Numbers, order: _Order) -> PrintedDate | None:
    month_first, sure = order.month_first, order.sure
    if one.unclear and one.dotted:
        month_first, sure = False, _DOTTED
    date, other = one.date(month_first), one.date(not month_first)
    if one.first == one.second:
        other, sure = None, 1.0
    elif not one.unclear:
        date, other, sure = date or other, None, 1.0
    if not date:
        return None
    return PrintedDate(one.page, one.start, one.end, date, sure, one.short_year, other, month_first)


def _order(
    plain: Sequence[PrintedDate], numbers: Sequence[Numbers], texts: Sequence[str], rules: DateRules, country: str
) -> _Order:
    slashed = [one for one in numbers if not one.dotted]
    slashed = [one for one in slashed if not _is_of_a_machine(one, texts, rules)] or slashed
    month_first = sum(1 for one in slashed if one.first <= 12 < one.second)
    day_first = sum(1 for one in slashed if one.second <= 12 < one.first)
    if month_first and day_first:
        return _Order(month_first > day_first, 0.6)
    if month_first or day_first:
        return _Order(month_first > 0, _CLEAR)
    if form := _by_form(texts, rules):
        return form
    steps = (
        _as_named(plain, slashed),
        _by_language(texts, rules),
        _by_signs(texts, rules),
        _by_country(rules, country),
        _by_closeness(slashed),
    )
    found = [step for step in steps if step]
    best = max(found, key=lambda one: one.sure, default=_Order(True, _GUESS))
    by_language, by_country = steps[1], steps[3]
    if by_language and by_country and by_country.month_first and best in (by_language, by_country):
        return _Order(best.month_first, _GUESS)  # Spanish papers of the States are printed either way
    if any(one.month_first is not best.month_first and one.sure >= _CLOSE for one in found):
        return _Order(best.month_first, _LEANING)  # two good signs gainsay each other
    return best


def _is_of_a_machine(one: Numbers, texts: Sequence[str], rules: DateRules) -> bool:
    """Whether a fax machine or a browser printed the date's line: it may stand on another side of the sea."""
    text = texts[one.page]
    end = text.find("\n", one.end)
    return rules.line_role(text[text.rfind("\n", 0, one.start) + 1 : end if end >= 0 else len(text)]) in _MACHINES


def _by_form(texts: Sequence[str], rules: DateRules) -> _Order | None:
    """A paper that says so itself: "(dd-mm-yyyy)"."""
    text = "\n".join(texts)
    month_first, day_first = (bool(form.search(text)) for form in (rules.month_first_form, rules.day_first_form))
    return _Order(month_first, _CLEAR) if month_first != day_first else None


def _as_named(plain: Sequence[PrintedDate], numbers: Sequence[Numbers]) -> _Order | None:
    named = {one.date for one in plain if one.date.day}
    one_way = sum(1 for one in numbers if one.unclear and one.date(month_first=True) in named)
    other_way = sum(1 for one in numbers if one.unclear and one.date(month_first=False) in named)
    return _Order(one_way > 0, _NAMED) if (one_way > 0) != (other_way > 0) else None


def _by_country(rules: DateRules, country: str) -> _Order | None:
    return _Order(country.upper() in rules.month_first_countries, _COUNTRY) if country else None


def _by_language(texts: Sequence[str], rules: DateRules) -> _Order | None:
    """A text that is not English prints the day first."""
    words = words_of("\n".join(texts[:3])[:_LOOKED_AT])
    english = sum(word in rules.english for word in words)
    other = sum(word in rules.not_english for word in words)
    return _Order(False, _SIGNS) if other > max(_FEWEST_WORDS, 3 * english) else None


def _by_signs(texts: Sequence[str], rules: DateRules) -> _Order | None:
    text = "\n".join(texts[:3])[:_LOOKED_AT]
    words = words_of(text)
    american = len({words[hit.first] for hit in rules.month_first.find(words)})
    european = len({words[hit.first] for hit in rules.day_first.find(words)})
    american += sum(1 for sign in rules.month_first_signs if sign.search(text))
    european += sum(1 for sign in rules.day_first_signs if sign.search(text))
    if american == european:
        return None
    plainly = min(american, european) == 0 and max(american, european) > 1
    return _Order(american > european, _SIGNS if plainly else _LEANING)


def _by_closeness(numbers: Sequence[Numbers]) -> _Order | None:
    """Collected, received and reported lie days apart; read the wrong way round they lie months apart."""
    latest = max((one.year for one in numbers), default=0)
    recent = [one for one in numbers if one.unclear and one.year >= latest - 1]
    spans = [_span(one.date(month_first) for one in recent) for month_first in (True, False)]
    if len({(one.first, one.second) for one in recent}) < 2 or None in spans:
        return None
    american, european = (span or 0 for span in spans)
    near, far = min(american, european), max(american, european)
    if near > _NEAR or far < _MUCH_CLOSER * max(near, 5):
        return None
    return _Order(american < european, _CLOSE)


def _span(dates: Iterator[PartialDate | None]) -> int | None:
    days = [date.year * 372 + date.month * 31 + date.day for date in dates if date]
    return max(days) - min(days) if days else None
