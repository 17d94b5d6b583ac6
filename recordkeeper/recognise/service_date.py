"""Which of the printed dates is the day care happened, by the kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.birth_date import born_before, find_birth
from recordkeeper.recognise.date_candidates import COLUMN, PLAINLY, Candidate, candidates, plain_role
from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.date_roles import DatedFact, printed_words, roles
from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.printed_dates import PrintedDate, in_the_past
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead
from recordkeeper.records.kinds import DateOrder, DateRole, Kind
from recordkeeper.records.provenance import Reason

_MOST_OTHERS = 12
_TO_COME = frozenset({"expiry", "not"})
_A_GENERATION = 15  # years
_LAST_OF_SPAN = frozenset({Kind.RADIATION_SUMMARY, Kind.SYSTEMIC_THERAPY_RECORD})
_UNSURE_ORDER = 0.9  # below it both readings of 03/04/2024 are told
_WORTH_SAYING = (
    0.45  # of the dates less sure than this few are right: they are told among the others, none is chosen
)


@dataclass(frozen=True, slots=True)
class DatesFound:
    """The service date with its role and confidence, the other dates of the record, and a birth date if printed."""

    date: PartialDate | None = None
    role: DateRole | None = None
    confidence: float = 0.0
    others: tuple[DateRead, ...] = ()
    birth: DatedFact | None = None
    birth_date: PartialDate | None = None
    reasons: tuple[Reason, ...] = ()
    order: DateOrder | None = None  # how the service date's numbers were read, where that was not clear


def find_service_date(sheets: Sheets, kind: Kind, rules: Rules, country: str = "") -> DatesFound:
    """Return the service date of a record of `kind`; empty when no date can be one."""
    dates = read_dates([page.text for page in sheets.pages], rules.dates, country)
    facts = roles(dates, sheets, rules.dates)
    birth = find_birth(facts, sheets, rules.people)
    birth_date = None
    if birth:
        date, latest = birth.printed.date, born_before([one for one in facts if one.printed != birth.printed])
        birth_date = in_the_past(date, latest) if birth.printed.short_year else date
        facts = tuple(one for one in facts if one.role == "birth" or one.printed.date != date)
    found = [one for one in candidates(facts, sheets, kind, rules) if not _is_long_before(one.fact, facts)]
    best = _best(found, kind)
    others = _others(facts, best, birth_date, kind, rules)
    reasons = [_reason("birth_date", str(birth_date), birth, sheets)] if birth and birth_date else []
    if best is None:
        return DatesFound(others=others, birth=birth, birth_date=birth_date, reasons=tuple(reasons))
    confidence = _confidence(best, found, birth_date, kind)
    if confidence < _WORTH_SAYING * best.fact.printed.sure:
        others = _runners_up(found, others)
        return DatesFound(others=others, birth=birth, birth_date=birth_date, reasons=tuple(reasons))
    reasons.insert(0, _reason("service_date", str(best.fact.printed.date), best.fact, sheets))
    order = _order_read(best.fact.printed)
    return DatesFound(
        best.fact.printed.date, best.role, confidence, others, birth, birth_date, tuple(reasons), order
    )


def _runners_up(found: Sequence[Candidate], others: Sequence[DateRead]) -> tuple[DateRead, ...]:
    """The dates to choose from where none is plain enough: the likeliest first, then those of something else."""
    likely = sorted(found, key=lambda one: -one.confidence)
    days = [DateRead(one.fact.printed.date, one.role) for one in likely]
    return tuple(dict.fromkeys((*days, *others)))[:_MOST_OTHERS]


def _order_read(printed: PrintedDate) -> DateOrder | None:
    if not printed.other or printed.sure >= _UNSURE_ORDER:
        return None
    return DateOrder.MONTH_FIRST if printed.month_first else DateOrder.DAY_FIRST


def _is_long_before(fact: DatedFact, facts: Sequence[DatedFact]) -> bool:
    """Whether everything else on the page is a generation later: a birth date that no word names."""
    if fact.strength >= PLAINLY and fact.rule == "words before":
        return False
    latest = max((one.printed.date.year for one in facts if one.role not in (*_TO_COME, "birth")), default=0)
    return fact.printed.date.year < latest - _A_GENERATION


def _best(found: Sequence[Candidate], kind: Kind) -> Candidate | None:
    plain = [one for one in found if one.fact.strength >= 0.5]
    if not plain:
        return max(found, key=lambda one: one.confidence, default=None)
    top = max(one.rank * (0.7 + 0.3 * one.fact.strength) for one in plain)
    same = [one for one in plain if one.rank * (0.7 + 0.3 * one.fact.strength) >= top - 0.001]
    told = kind is Kind.LETTER and same[0].fact.seen
    latest = kind in _LAST_OF_SPAN or told or same[0].fact.rule == COLUMN
    return max(same, key=lambda one: one.fact.printed.date) if latest else same[0]


def _confidence(best: Candidate, found: Sequence[Candidate], birth: PartialDate | None, kind: Kind) -> float:
    confidence = best.confidence
    rivals = {
        one.fact.printed.date
        for one in found
        if one.role == best.role
        and (one.fact.role != "date" or best.fact.role == "date")
        and one.fact.strength >= best.fact.strength - 0.05
        and one.fact.printed.page == best.fact.printed.page
    }
    if len(rivals) > 1 and kind not in _LAST_OF_SPAN and best.fact.rule != COLUMN:
        confidence *= 0.8
    if birth and best.fact.printed.date < birth:
        confidence *= 0.3
    if not best.fact.printed.date.day:
        confidence *= 0.8
    return round(min(confidence, 0.99), 3)


def _others(
    facts: Sequence[DatedFact], best: Candidate | None, birth: PartialDate | None, kind: Kind, rules: Rules
) -> tuple[DateRead, ...]:
    """The other dates of the record, first the other reading of an unclear service date."""
    found: dict[DateRead, None] = {}
    if best and best.fact.printed.other and best.fact.printed.sure < _UNSURE_ORDER:
        found[DateRead(best.fact.printed.other, best.role)] = None
    for fact in facts:
        role = plain_role(fact, kind, rules)
        if role is None or fact.strength < 0.5:
            continue
        date = birth if role == DateRole.BIRTH and birth else fact.printed.date
        if not (best and date == best.fact.printed.date and role in (best.role, DateRole.UNLABELLED)):
            found[DateRead(date, role)] = None
    return tuple(found)[:_MOST_OTHERS]


def _reason(field: str, value: str, fact: DatedFact, sheets: Sheets) -> Reason:
    printed = fact.printed
    text = sheets.pages[printed.page].text
    start, words = printed.start, fact.words
    if fact.rule == "words before":
        label = text.rfind(words, max(0, start - 120), start)
        start = label if label >= 0 else start
    unclear = "; day and month may be the other way round" if printed.sure < _UNSURE_ORDER else ""
    why = reason(field, value, f"{fact.rule}: {fact.role}{unclear}", sheets, printed.page, start, printed.end)
    if fact.rule.startswith("label"):
        shown = f"{words} {printed_words(text, printed)}" if printed_words(text, printed) not in words else words
        return replace(why, words=shown)
    return why
