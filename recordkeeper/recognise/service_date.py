"""Which of the printed dates is the day care happened, by the kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.birth_date import born_before, find_birth
from recordkeeper.recognise.date_columns import is_column, is_item
from recordkeeper.recognise.date_labels import NOBODYS
from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.date_roles import BY_ITSELF, DatedFact, printed_words, roles
from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.head_lines import head_line, is_place, is_title
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.printed_dates import PrintedDate, in_the_past
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead
from recordkeeper.records.kinds import DateOrder, DateRole, Kind
from recordkeeper.records.provenance import Reason

_MOST_OTHERS = 12
_OWN = frozenset({"service", "date"})  # roles that mean the kind's own
_BY_RANK = (1.0, 0.97, 0.95, 0.9, 0.85, 0.82, 0.8, 0.6)  # how often the n-th choice of role is the day asked for
_LETTERS = frozenset({Kind.LETTER, Kind.INSURANCE, Kind.CONSENT, Kind.OTHER})  # those that are dated themselves
_TO_COME = frozenset({"expiry", "not"})
_A_GENERATION = 15  # years
_PLAIN = 0.9  # strength from which a label stands by itself, not in a sentence
_LAST_OF_SPAN = frozenset({Kind.RADIATION_SUMMARY, Kind.SYSTEMIC_THERAPY_RECORD})
_UNSURE_ORDER = 0.9  # below it both readings of 03/04/2024 are told
_DATE, _DATE_OF_SPECIMEN = 0.93, 0.85  # how much the bare word "date" says; a specimen's papers have many
_REPORTS = frozenset(
    {
        Kind.PATHOLOGY_REPORT,
        Kind.CYTOLOGY_REPORT,
        Kind.HEMATOPATHOLOGY_REPORT,
        Kind.MOLECULAR_REPORT,
        Kind.GERMLINE_REPORT,
        Kind.LAB_REPORT,
        Kind.IMAGING_REPORT,
    }
)  # what their histories tell is never of the report itself
_WORTH_SAYING = 0.15  # a date from amid a sentence, that no word names, is better not given
_TOP_LINES = 4  # in which a date by itself is seldom of anything but the paper
_COLUMN = "the latest column of results"
_BESIDE = 0.88  # how often the day beside the name of the place is it
_LONELY = 0.8  # how often the only date at the head, that no word names, is the day asked for


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    fact: DatedFact
    role: DateRole
    rank: float
    confidence: float


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
    candidates = [one for one in _candidates(facts, sheets, kind, rules) if not _is_long_before(one.fact, facts)]
    best = _best(candidates, kind)
    others = _others(facts, best, birth_date, kind, rules)
    reasons = [_reason("birth_date", str(birth_date), birth, sheets)] if birth and birth_date else []
    if best is None:
        return DatesFound(others=others, birth=birth, birth_date=birth_date, reasons=tuple(reasons))
    confidence = _confidence(best, candidates, birth_date, kind)
    if confidence < _WORTH_SAYING:
        others = (DateRead(best.fact.printed.date, DateRole.UNLABELLED), *others)[:_MOST_OTHERS]
        return DatesFound(others=others, birth=birth, birth_date=birth_date, reasons=tuple(reasons))
    reasons.insert(0, _reason("service_date", str(best.fact.printed.date), best.fact, sheets))
    order = _order_read(best.fact.printed)
    return DatesFound(
        best.fact.printed.date, best.role, confidence, others, birth, birth_date, tuple(reasons), order
    )


def _order_read(printed: PrintedDate) -> DateOrder | None:
    if not printed.other or printed.sure >= _UNSURE_ORDER:
        return None
    return DateOrder.MONTH_FIRST if printed.month_first else DateOrder.DAY_FIRST


def _candidates(facts: Sequence[DatedFact], sheets: Sheets, kind: Kind, rules: Rules) -> list[_Candidate]:
    order = rules.dates.order.get(kind, rules.dates.order[Kind.OTHER])
    found = []
    for fact in facts:
        if _is_of_another_paper(fact, kind):
            continue
        role, rank_of_role = _plain_role(fact, kind, rules), 0.0
        if role == DateRole.UNLABELLED:
            fact, role, rank_of_role = _unlabelled(fact, facts, sheets, kind, rules)
        if role is None or role not in order or (fact.story and not _may_be_told(role, kind, rules)):
            continue
        rank = max(rank_of_role, _BY_RANK[min(order.index(role), len(_BY_RANK) - 1)])
        early = 1.0 if fact.printed.page == 0 else 0.9
        weak = 1.0 if fact.role != "date" else _DATE_OF_SPECIMEN if DateRole.RECEIVED in order else _DATE
        found.append(_Candidate(fact, role, rank * early * weak, rank * weak * fact.strength * fact.printed.sure))
    return found


def _is_long_before(fact: DatedFact, facts: Sequence[DatedFact]) -> bool:
    """Whether everything else on the page is a generation later: a birth date that no word names."""
    if fact.strength >= _PLAIN and fact.rule == "words before":
        return False
    latest = max((one.printed.date.year for one in facts if one.role not in (*_TO_COME, "birth")), default=0)
    return fact.printed.date.year < latest - _A_GENERATION


def _is_of_another_paper(fact: DatedFact, kind: Kind) -> bool:
    """Whether a report names another one by its date: "interpretation of an outside CT dated 7 March"."""
    return kind not in _LETTERS and fact.words.casefold() == "dated" and fact.strength < _PLAIN


def _unlabelled(
    fact: DatedFact, facts: Sequence[DatedFact], sheets: Sheets, kind: Kind, rules: Rules
) -> tuple[DatedFact, DateRole, float]:
    """What a date without a label is, with its strength and rank: much, in the title line or alone at the head."""
    if kind is Kind.INSURANCE and is_item(fact, sheets):
        return replace(fact, strength=0.88, rule="the date of an item"), DateRole.VISIT, 0.0
    if kind is Kind.LAB_REPORT and is_column(fact, facts, sheets):
        return replace(fact, strength=0.8, rule=_COLUMN), DateRole.COLLECTED, 0.0
    line = head_line(fact.printed, sheets)
    if line is None:
        return fact, DateRole.UNLABELLED, 0.0
    if is_title(line, kind, rules):
        return replace(fact, strength=0.9, rule="the date in the title"), rules.kinds.main_dates[kind], 0.0
    alone = not _rivals(fact, facts)
    if is_place(line, rules):
        strength = 0.92 if alone else 0.7
        return replace(fact, strength=strength, rule="the date beside the place"), DateRole.UNLABELLED, _BESIDE
    if fact.rule == BY_ITSELF:
        top = sheets.pages[0].text.count("\n", 0, fact.printed.start) < _TOP_LINES
        strength = 0.93 if kind is Kind.LETTER or alone else 0.85 if top else 0.6
        return replace(fact, strength=strength), DateRole.LETTER, 0.0
    if alone:
        return replace(fact, strength=0.9), DateRole.UNLABELLED, _LONELY
    return replace(fact, strength=max(fact.strength, 0.5)), DateRole.UNLABELLED, 0.0


def _rivals(fact: DatedFact, facts: Sequence[DatedFact]) -> set[PartialDate]:
    """The other days something happened on, as far as the page says it plainly."""
    dates = {
        one.printed.date
        for one in facts
        if one.strength >= 0.3 and one.role not in NOBODYS and not one.story and one.words.casefold() != "dated"
    }
    return dates - {fact.printed.date}


def _may_be_told(role: DateRole, kind: Kind, rules: Rules) -> bool:
    """Whether a day told in a history or a plan may be the record's own: only the visit or stay itself may."""
    return kind not in _REPORTS and role == rules.kinds.main_dates[kind]


def _plain_role(fact: DatedFact, kind: Kind, rules: Rules) -> DateRole | None:
    if fact.role in _OWN:
        return rules.kinds.main_dates[kind]
    return None if fact.role == "not" else DateRole(fact.role)


def _best(candidates: Sequence[_Candidate], kind: Kind) -> _Candidate | None:
    plain = [one for one in candidates if one.fact.strength >= 0.5]
    if not plain:
        return max(candidates, key=lambda one: one.confidence, default=None)
    top = max(one.rank * (0.7 + 0.3 * one.fact.strength) for one in plain)
    same = [one for one in plain if one.rank * (0.7 + 0.3 * one.fact.strength) >= top - 0.001]
    latest = kind in _LAST_OF_SPAN or same[0].fact.rule == _COLUMN
    return max(same, key=lambda one: one.fact.printed.date) if latest else same[0]


def _confidence(best: _Candidate, candidates: Sequence[_Candidate], birth: PartialDate | None, kind: Kind) -> float:
    confidence = best.confidence
    rivals = {
        one.fact.printed.date
        for one in candidates
        if one.role == best.role
        and (one.fact.role != "date" or best.fact.role == "date")
        and one.fact.strength >= best.fact.strength - 0.05
        and one.fact.printed.page == best.fact.printed.page
    }
    if len(rivals) > 1 and kind not in _LAST_OF_SPAN and best.fact.rule != _COLUMN:
        confidence *= 0.8
    if birth and best.fact.printed.date < birth:
        confidence *= 0.3
    if not best.fact.printed.date.day:
        confidence *= 0.8
    return round(min(confidence, 0.99), 3)


def _others(
    facts: Sequence[DatedFact], best: _Candidate | None, birth: PartialDate | None, kind: Kind, rules: Rules
) -> tuple[DateRead, ...]:
    """The other dates of the record, first the other reading of an unclear service date."""
    found: dict[DateRead, None] = {}
    if best and best.fact.printed.other and best.fact.printed.sure < _UNSURE_ORDER:
        found[DateRead(best.fact.printed.other, best.role)] = None
    for fact in facts:
        role = _plain_role(fact, kind, rules)
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
