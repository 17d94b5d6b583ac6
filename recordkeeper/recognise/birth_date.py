"""The patient's birth date: what the page calls so, else a date beside the name that can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from recordkeeper.recognise.date_roles import DatedFact
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.printed_names import leading_name, name_before
from recordkeeper.records.dates import PartialDate

_AGE = re.compile(
    r"(?<![\d.])(\d{1,3})[\s-]*(?:y(?:ea)?rs?[\s-]*old|y\.?/?o\b|yo\b|[MF]\b|a[nñ]os|ans\b|jahre|(?:yr|year)\b)",
    re.IGNORECASE,
)
_PIECES = re.compile(r"[:|]|\s{2,}")
_SEX = re.compile(r"\b(?:male|female|[MF])\W*$", re.IGNORECASE)
_BETWEEN = " (|,-*:"  # what may stand between a name and its birth date
_HEAD_LINES = 16
_LONGEST_LINE = 110  # characters; more is a sentence, where other things happen on dates
_ENOUGH = 0.6
_GROWN = 15  # years: the shortest age that alone tells a birth date from an old record
_PLAINLY_BIRTH = 2005  # a lone date beside a name from before is no record people still carry


def find_birth(facts: Sequence[DatedFact], sheets: Sheets, people: PeopleRules) -> DatedFact | None:
    """Return the birth date among `facts`; None when the page shows none."""
    labelled = max((fact for fact in facts if fact.role == "birth"), key=lambda fact: fact.strength, default=None)
    if labelled:
        return labelled
    likely = [(_likelihood(fact, facts, sheets, people), fact) for fact in facts if _may_be(fact, sheets)]
    best = max(likely, key=lambda one: one[0], default=None)
    if best is None or best[0] < _ENOUGH:
        return None
    return replace(best[1], role="birth", strength=min(best[0], 0.9), rule="the date beside the name")


def _may_be(fact: DatedFact, sheets: Sheets) -> bool:
    if fact.role != "unlabelled" or not fact.printed.date.day:
        return False
    text = sheets.pages[fact.printed.page].text
    line = text[text.rfind("\n", 0, fact.printed.start) + 1 : fact.printed.end].strip()
    return text.count("\n", 0, fact.printed.start) < _HEAD_LINES and len(line) < _LONGEST_LINE


def _likelihood(fact: DatedFact, facts: Sequence[DatedFact], sheets: Sheets, people: PeopleRules) -> float:
    date = fact.printed.date
    others = [one.printed.date for one in facts if one is not fact and one.role not in ("not", "expiry")]
    latest = max((other for other in others if other != date), default=None)
    beside = _beside_name(fact, sheets, people)
    if latest is None or (latest < date and not fact.printed.short_year):
        return 0.65 if beside and not others and date.year <= _PLAINLY_BIRTH else 0.0
    years = latest.year - date.year + (100 if fact.printed.short_year and latest < date else 0)
    score = 0.4 if beside else 0.0
    score += 0.35 if years >= _GROWN else 0.15 if years > 1 else -0.5
    score += 0.35 if _aged(sheets, years) else 0.0
    score -= 0.4 if any(other < date for other in others) and not fact.printed.short_year else 0.0
    return score


def _beside_name(fact: DatedFact, sheets: Sheets, people: PeopleRules) -> bool:
    """Whether a person's name or sex stands right before the date, or a name alone on the line above it."""
    text = sheets.pages[fact.printed.page].text
    start = text.rfind("\n", 0, fact.printed.start) + 1
    before = text[start : fact.printed.start]
    if _SEX.search(before) or name_before(before, people):
        return True
    if any(_is_name(piece, people) for piece in _PIECES.split(before)[-2:] if piece.strip(_BETWEEN)):
        return True
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    return not before.strip(_BETWEEN) and _is_name(above, people)


def _is_name(piece: str, people: PeopleRules) -> bool:
    """Whether a piece of a line is a patient's name and little else."""
    name = leading_name(piece, people)
    return name is not None and not name.doctor and name.end >= len(piece.rstrip(_BETWEEN)) - 12


def _aged(sheets: Sheets, years: int) -> bool:
    ages = {int(age) for age in _AGE.findall(sheets.pages[0].text[:3000])}
    return bool(ages & {years, years - 1})


def born_before(facts: Sequence[DatedFact]) -> PartialDate | None:
    """The latest day anything happened: a birth date printed with two digits of its year lies before it."""
    return max((one.printed.date for one in facts if one.role not in ("birth", "expiry", "not")), default=None)
