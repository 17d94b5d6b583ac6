"""The printed dates that may be the day care happened, each with what it is and how much speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.date_columns import is_column, is_item
from recordkeeper.recognise.date_labels import NOBODYS
from recordkeeper.recognise.date_roles import BY_ITSELF, SPAN, DatedFact
from recordkeeper.recognise.head_lines import head_line, is_place, is_title, names_only
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.words import words_of
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import DateRole, Kind

COLUMN = "the latest column of results"
PLAINLY = 0.9  # strength from which a label stands by itself, not in a sentence
LETTERS = frozenset({Kind.LETTER, Kind.INSURANCE, Kind.CONSENT, Kind.OTHER})  # those that are dated themselves
_OWN = frozenset({"service", "date"})  # roles that mean the kind's own
_BY_RANK = (1.0, 0.97, 0.95, 0.9, 0.85, 0.82, 0.8, 0.6)  # how often the n-th choice of role is the day asked for
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
_TOP_LINES = 4  # in which a date by itself is seldom of anything but the paper
_BESIDE = 0.88  # how often the day beside the name of the place is it
_LONELY = 0.8  # how often the only date at the head, that no word names, is the day asked for
_TOLD_VISIT = 0.9  # the strength of "I saw this lady on" in a letter: it outranks the day the letter was written
_TOLD_SUBJECT = 0.7  # the strength of what a sentence tells of the specimen or the course a paper is about
_SURE_OF_DIGITS = 0.9  # from here on a day is compared with others
_WRITING = frozenset({"signed", "dictated", "reported", "letter"})  # roles of the days a paper was written
_PRINTS = frozenset({"printed", "print", "impreso", "impresion", "gedruckt"})
_BELIEVED = 0.5  # strength from which the label of a day of writing is believed
_TOLD_BEFORE = 0.35  # the strength of a visit told that was long before
_SEASON = 92  # days between a visit and the letter about it, at most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that may be the record's own: its role for this kind, how it ranks, and how sure it is by itself."""

    fact: DatedFact
    role: DateRole
    rank: float
    confidence: float


def candidates(facts: Sequence[DatedFact], sheets: Sheets, kind: Kind, rules: Rules) -> list[Candidate]:
    """Return the dates among `facts` that may be the day a record of `kind` is of, in reading order."""
    order = rules.dates.order.get(kind, rules.dates.order[Kind.OTHER])
    found = []
    for fact in facts:
        if _is_of_another_paper(fact, kind):
            continue
        role, rank_of_role = plain_role(fact, kind, rules), 0.0
        if role == DateRole.UNLABELLED:
            fact, role, rank_of_role = _unlabelled(fact, facts, sheets, kind, rules)
        fact = _as_its_subject(fact, role, kind)
        if role is None or role not in order or (fact.story and not _may_be_told(role, kind, rules)):
            continue
        rank = max(rank_of_role, _BY_RANK[min(order.index(role), len(_BY_RANK) - 1)])
        early = 1.0 if fact.printed.page == 0 else 0.9
        weak = 1.0 if fact.role != "date" else _DATE_OF_SPECIMEN if DateRole.RECEIVED in order else _DATE
        found.append(Candidate(fact, role, rank * early * weak, rank * weak * fact.strength * fact.printed.sure))
    written = _written(facts, found, kind)
    printed = _printed(facts)
    kept = [one for one in found if not _is_to_come(one, written, kind) and not _is_after_print(one, printed)]
    return [_as_told(one, written, kind) for one in kept]


def _written(facts: Sequence[DatedFact], found: Sequence[Candidate], kind: Kind) -> PartialDate | None:
    """The last day on which somebody wrote or signed the paper, as far as it says so; None where it does not."""
    roles = _WRITING if kind in _REPORTS else _WRITING - {"reported"}
    plain = [one for one in facts if one.role in roles and not one.story]
    plain += [one.fact for one in found if one.role is DateRole.LETTER]
    days = [one.printed.date for one in plain if one.strength >= _BELIEVED and one.printed.sure >= _SURE_OF_DIGITS]
    return max(days, default=None)


def _is_after_print(one: Candidate, printed: PartialDate | None) -> bool:
    """Whether a day lies after the paper was printed: then nothing can have happened on it yet."""
    return printed is not None and one.fact.printed.sure >= _SURE_OF_DIGITS and one.fact.printed.date > printed


def _printed(facts: Sequence[DatedFact]) -> PartialDate | None:
    """The last day the paper was printed, as it says plainly; a form's own version is printed long before."""
    said = [one for one in facts if one.role == "printed" and words_of(one.words)[:1] and _prints(one)]
    return max((one.printed.date for one in said if one.printed.sure >= _SURE_OF_DIGITS), default=None)


def _prints(fact: DatedFact) -> bool:
    return fact.rule.startswith("line") or any(word in words_of(fact.words) for word in _PRINTS)


def _is_to_come(one: Candidate, written: PartialDate | None, kind: Kind) -> bool:
    """Whether a day lies after the paper was written: booked, planned, due. An appointment in a letter that tells
    no day of its own is one to come as well.
    """
    booked, loose = one.fact.role == "appointment", kind in LETTERS
    if written is None:
        return booked and loose
    doubted = loose or booked or one.role is DateRole.TREATMENT or one.fact.strength < PLAINLY
    return doubted and one.fact.printed.sure >= _SURE_OF_DIGITS and one.fact.printed.date > written


def _as_told(one: Candidate, written: PartialDate | None, kind: Kind) -> Candidate:
    """A visit told in a letter: one shortly before it counts for more than its own date, an older one for less."""
    if kind is not Kind.LETTER or not one.fact.seen or one.role is not DateRole.VISIT:
        return one
    late = written is not None and _days(one.fact.printed.date, written) > _SEASON
    strength = _TOLD_BEFORE if late else max(one.fact.strength, _TOLD_VISIT)
    confidence = one.confidence * strength / one.fact.strength
    return replace(one, fact=replace(one.fact, strength=strength), confidence=confidence)


def _days(one: PartialDate, other: PartialDate) -> int:
    """About how many days lie between two dates."""
    return (
        (other.year - one.year) * 365
        + ((other.month or 6) - (one.month or 6)) * 30
        + (other.day or 15)
        - (one.day or 15)
    )


def _as_its_subject(fact: DatedFact, role: DateRole | None, kind: Kind) -> DatedFact:
    """A report on a specimen says of that one "obtained from the neck on 27 June", a radiation summary says of its
    own course "he was treated between 22 July and 30 August".
    """
    specimen = kind in _REPORTS and role is DateRole.COLLECTED
    course = kind is Kind.RADIATION_SUMMARY and role is DateRole.TREATMENT
    if fact.story or fact.rule not in ("words before", SPAN) or not (specimen or course):
        return fact
    return replace(fact, strength=max(fact.strength, _TOLD_SUBJECT))


def _is_of_another_paper(fact: DatedFact, kind: Kind) -> bool:
    """Whether a report names another one by its date, "interpretation of an outside CT dated 7 March", or tells
    when a prescription was written.
    """
    words = fact.words.casefold()
    return kind not in LETTERS and (words == "written" or (words == "dated" and fact.strength < PLAINLY))


def _unlabelled(
    fact: DatedFact, facts: Sequence[DatedFact], sheets: Sheets, kind: Kind, rules: Rules
) -> tuple[DatedFact, DateRole, float]:
    """What a date without a label is, with its strength and rank: much, in the title line or alone at the head."""
    if kind is Kind.INSURANCE and is_item(fact, sheets):
        return replace(fact, strength=0.88, rule="the date of an item"), DateRole.VISIT, 0.0
    if kind is Kind.LAB_REPORT and is_column(fact, facts, sheets):
        return replace(fact, strength=0.8, rule=COLUMN), DateRole.COLLECTED, 0.0
    line = None if fact.story else head_line(fact.printed, sheets)
    if line is None:
        return fact, DateRole.UNLABELLED, 0.0
    if kind is not Kind.OTHER and is_title(line, kind, rules):
        return replace(fact, strength=0.9, rule="the date in the title"), rules.kinds.main_dates[kind], 0.0
    alone = not _rivals(fact, facts)
    if fact.printed.date.day and is_place(line, rules):
        strength = 0.92 if alone else 0.7
        return replace(fact, strength=strength, rule="the date beside the place"), DateRole.UNLABELLED, _BESIDE
    if fact.rule == BY_ITSELF:
        top = sheets.pages[0].text.count("\n", 0, fact.printed.start) < _TOP_LINES
        strength = 0.93 if kind is Kind.LETTER or alone else 0.85 if top else 0.6
        return replace(fact, strength=strength), DateRole.LETTER, 0.0
    if not _stands_alone(fact, kind, sheets, rules):
        return fact, DateRole.UNLABELLED, 0.0
    if alone:
        return replace(fact, strength=0.9), DateRole.UNLABELLED, _LONELY
    return replace(fact, strength=max(fact.strength, 0.5)), DateRole.UNLABELLED, 0.0


def _stands_alone(fact: DatedFact, kind: Kind, sheets: Sheets, rules: Rules) -> bool:
    """Whether only names, or an unknown sort of date ("Fecha del plan:"), stand before a whole date in its line."""
    before = _before(fact, sheets)
    if not fact.printed.date.day or (kind is Kind.OTHER and before.strip()):
        return False
    if fact.rule == SPAN:
        return True
    label = before.rstrip().endswith(":") and not rules.dates.plain_labels.isdisjoint(words_of(before))
    if label or not before.strip():
        return True
    text = sheets.pages[fact.printed.page].text
    return not (text.isupper() or text.islower()) and names_only(before, rules)  # else nobody can tell a name


def _before(fact: DatedFact, sheets: Sheets) -> str:
    """What stands before a date in its line."""
    text, start = sheets.pages[fact.printed.page].text, fact.printed.start
    return text[text.rfind("\n", 0, start) + 1 : start]


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


def plain_role(fact: DatedFact, kind: Kind, rules: Rules) -> DateRole | None:
    """What happened on a date in a record of `kind`; None for a date that is of something else."""
    if fact.role in _OWN:
        return rules.kinds.main_dates[kind]
    if fact.role == "appointment":
        return DateRole.VISIT
    if fact.role == "referral":
        return DateRole.LETTER if kind is Kind.LETTER and fact.strength >= PLAINLY else None
    return None if fact.role == "not" else DateRole(fact.role)
