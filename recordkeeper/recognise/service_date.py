"""Which of the printed dates is the day care happened, by the kind of record."""

from __future__ import annotations

from dataclasses import dataclass, replace

from recordkeeper.recognise.date_roles import DatedFact, printed_words, roles
from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.printed_dates import find_dates, in_the_past
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.provenance import Reason

_MOST_OTHERS = 12
_OWN = frozenset({"service", "date"})  # roles that mean the kind's own
_BY_RANK = (1.0, 0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6)  # how often the n-th choice of role is the day asked for
_LAST_OF_SPAN = frozenset({Kind.RADIATION_SUMMARY})


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    fact: DatedFact
    role: DateRole
    rank: float
    confidence: float


def find_service_date(sheets: Sheets, kind: Kind, rules: Rules, country: str = "") -> DatesFound:
    """Return the service date of a record of `kind`; empty when no date can be one."""
    dates = find_dates([page.text for page in sheets.pages], rules.dates, country)
    facts = roles(dates, sheets, rules.dates)
    birth = max((fact for fact in facts if fact.role == "birth"), key=lambda fact: fact.strength, default=None)
    latest = max((fact.printed.date for fact in facts if fact.role not in ("birth", "expiry", "not")), default=None)
    birth_date = None
    if birth:
        date = birth.printed.date
        birth_date = in_the_past(date, latest) if birth.printed.short_year else date
    facts = tuple(
        fact for fact in facts if fact.role == "birth" or not birth or fact.printed.date != birth.printed.date
    )
    candidates = _candidates(facts, sheets, kind, rules)
    best = _best(candidates, kind)
    reasons: list[Reason] = []
    if birth and birth_date:
        reasons.append(_reason("birth_date", str(birth_date), birth, sheets))
    others = _others(facts, best, birth_date, kind, rules)
    if best is None:
        return DatesFound(others=others, birth=birth, birth_date=birth_date, reasons=tuple(reasons))
    confidence = _confidence(best, candidates, birth_date, kind)
    reasons.insert(0, _reason("service_date", str(best.fact.printed.date), best.fact, sheets))
    return DatesFound(best.fact.printed.date, best.role, confidence, others, birth, birth_date, tuple(reasons))


def _candidates(facts: tuple[DatedFact, ...], sheets: Sheets, kind: Kind, rules: Rules) -> list[_Candidate]:
    order = rules.dates.order.get(kind, rules.dates.order[Kind.OTHER])
    found = []
    for fact in facts:
        role = _plain_role(fact, kind, rules)
        if role == DateRole.UNLABELLED and _heads_page(fact, sheets):
            role, fact = DateRole.LETTER, replace(fact, strength=_letter_strength(fact, facts, kind))
        if role is None or role not in order:
            continue
        place = order.index(role)
        rank = _BY_RANK[min(place, len(_BY_RANK) - 1)]
        early = 1.0 if fact.printed.page == 0 else 0.9
        weak = 0.85 if fact.role == "date" else 1.0
        found.append(_Candidate(fact, role, rank * early * weak, rank * weak * fact.strength * fact.printed.sure))
    return found


def _letter_strength(fact: DatedFact, facts: tuple[DatedFact, ...], kind: Kind) -> float:
    """How likely a date alone at the top is the day asked for: very, for a letter; else if no date rivals it."""
    if kind is Kind.LETTER:
        return 0.93
    plain = {one.printed.date for one in facts if one.strength >= 0.5 and one.role not in ("birth", "not")}
    return 0.93 if plain <= {fact.printed.date} else 0.6


def _plain_role(fact: DatedFact, kind: Kind, rules: Rules) -> DateRole | None:
    if fact.role in _OWN:
        return rules.kinds.main_dates[kind]
    return None if fact.role == "not" else DateRole(fact.role)


def _heads_page(fact: DatedFact, sheets: Sheets) -> bool:
    """Whether the date stands alone on one of the first lines, as a letter's does."""
    if fact.printed.page:
        return False
    text = sheets.pages[0].text
    return text.count("\n", 0, fact.printed.start) < 14 and fact.rule == "a date by itself"


def _best(candidates: list[_Candidate], kind: Kind) -> _Candidate | None:
    plain = [one for one in candidates if one.fact.strength >= 0.5]
    if not plain:
        return max(candidates, key=lambda one: one.confidence, default=None)
    top = max(one.rank * (0.7 + 0.3 * one.fact.strength) for one in plain)
    same = [one for one in plain if one.rank * (0.7 + 0.3 * one.fact.strength) >= top - 0.001]
    return max(same, key=lambda one: one.fact.printed.date) if kind in _LAST_OF_SPAN else same[0]


def _confidence(best: _Candidate, candidates: list[_Candidate], birth: PartialDate | None, kind: Kind) -> float:
    confidence = best.confidence
    rivals = {
        one.fact.printed.date
        for one in candidates
        if one.role == best.role
        and (one.fact.role != "date" or best.fact.role == "date")
        and one.fact.strength >= best.fact.strength - 0.05
        and one.fact.printed.page == best.fact.printed.page
    }
    if len(rivals) > 1 and kind not in _LAST_OF_SPAN:
        confidence *= 0.8
    if birth and best.fact.printed.date < birth:
        confidence *= 0.3
    if not best.fact.printed.date.day:
        confidence *= 0.8
    return round(min(confidence, 0.99), 3)


def _others(
    facts: tuple[DatedFact, ...], best: _Candidate | None, birth: PartialDate | None, kind: Kind, rules: Rules
) -> tuple[DateRead, ...]:
    found: dict[DateRead, None] = {}
    for fact in facts:
        role = _plain_role(fact, kind, rules)
        if role is None or (role == DateRole.UNLABELLED and fact.strength < 0.5) or fact.strength < 0.5:
            continue
        date = birth if role == DateRole.BIRTH and birth else fact.printed.date
        if not (best and date == best.fact.printed.date and role in (best.role, DateRole.UNLABELLED)):
            found[DateRead(date, role)] = None
    return tuple(found)[:_MOST_OTHERS]


def _reason(field: str, value: str, fact: DatedFact, sheets: Sheets) -> Reason:
    printed = fact.printed
    text = sheets.pages[printed.page].text
    start = printed.start
    words = fact.words
    if fact.rule == "words before":
        label = text.rfind(words, max(0, start - 120), start)
        start = label if label >= 0 else start
    why = reason(field, value, f"{fact.rule}: {fact.role}", sheets, printed.page, start, printed.end)
    if fact.rule.startswith("label"):
        shown = f"{words} {printed_words(text, printed)}" if printed_words(text, printed) not in words else words
        return Reason(why.field, why.value, why.rule, shown, why.page, why.box)
    return why
