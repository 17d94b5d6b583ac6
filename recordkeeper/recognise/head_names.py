"""Names no label points at: at the head of a page beside a birth date or a number, in a greeting, in the first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.date_roles import DatedFact
from recordkeeper.recognise.fields import Field
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.printed_names import PrintedName, leading_name

_HEAD, _FOOT = 36, 6  # cells
_IDENTITY = re.compile(
    r"(?:\b(?:d\.?o\.?b|born|birth|mrn|m\.?r\.?\s?(?:no|#)|nhs|hosp(?:ital)?\.? (?:no|number|n\b)|sex|gender|male|female|nhc|f\.? ?nac"
    r"|fecha de nac|nacid[oa]|geb\.?|n[ée]e? le|edad|acct|account|chi no|patient id)\b|\(\s*[MF]\s*\)|\b\d{1,3}\s?(?:yo\b|y/o|yrs?\b|[MF]\b))",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+(?:19|20)?\d\d\b|[A-Z][a-z]{2,8} \d{1,2},? (?:19|20)\d\d"
)
_ADDRESS = re.compile(r",? [A-Z]{2},? \d{5}|\b(?:suite|floor|box|tel|phone|fax|www)\b|@", re.IGNORECASE)
_TOP_ROWS = 8
_PROSE = re.compile(r"\s+[a-z]{3,}\s+[a-z]{2,}")  # two small words: a sentence goes on
_DEAR = re.compile(
    r"(?im)^\W*(?:dear|querid[oa]|estimad[oa]|apreciad[oa]|sehr geehrte[r]?|cher|ch[eè]re)\s+([^,:\n]{2,60})"
)
_TOLD = re.compile(
    r"(?:^|(?<=[.:\n]))\s*((?:Mr|Mrs|Ms|Miss|Mx)\.?\s+(?:[A-Z][\w'’-]+\s?){1,3}|[A-Z][a-z'’-]+\s[A-Z][\w'’-]+)"
    r"\s*(?:,\s*[^.,\n]{4,30},)?\s+(?:is|was)\s+(?:an?\s+(?:[\w-]+\s+){0,5}?\d{1,3}[\s-]?y|(?:seen|discussed|reviewed|admitted)\b)"
)
_ENOUGH = 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name on the page with this index at start:end, how likely it is the patient's, and why."""

    name: str
    page: int
    start: int
    end: int
    weight: float
    rule: str


def names_at_the_head(
    sheets: Sheets, form: Sequence[Field], rules: PeopleRules, birth: DatedFact | None
) -> Iterator[Candidate]:
    """Yield names that begin a cell at the head or the foot of the document, by what stands around them."""
    taken = {field.cell[:2] for field in form if field.field in ("other", "author", "facility", "payer")}
    greeted = {
        word for match in _DEAR.finditer(sheets.pages[0].text[:4000]) for word in fold(match.group(1)).split()
    }
    for cell in sheets.ends(_HEAD, _FOOT):
        name = leading_name(cell.text, rules)
        if name is None or name.doctor or cell[:2] in taken or _is_no_patient(name, cell, rules):
            continue
        if greeted & set(fold(name.name).split()) - rules.titles and not name.courtesy:
            continue
        weight = _evidence(name, cell, sheets, birth, rules)
        if weight >= _ENOUGH:
            yield Candidate(
                name.name,
                cell.page,
                cell.start + name.start,
                cell.start + name.end,
                min(0.76, 0.3 + 0.5 * weight),
                "name beside the birth date or a number",
            )


def _is_no_patient(name: PrintedName, cell: Cell, rules: PeopleRules) -> bool:
    if rules.places.search(name.name) or rules.departments.search(name.name) or _ADDRESS.search(cell.text):
        return True
    return name.unlikely and not (name.comma or name.courtesy or name.given)


def _evidence(name: PrintedName, cell: Cell, sheets: Sheets, birth: DatedFact | None, rules: PeopleRules) -> float:
    rest = cell.text[name.end :]
    score = 0.15 * name.comma + 0.15 * name.given + 0.2 * name.courtesy
    known = {word for word in fold(name.name).split() if len(word) > 1} & rules.common
    score += -0.25 if known else 0.2
    if _PROSE.match(rest):
        score -= 0.3
    score += _beside_birth(cell, name, sheets, birth)
    beside = [other.text[:60] for other in sheets.row(cell) if other.place != cell.place]
    below = sheets.below(cell)
    if _IDENTITY.search(rest[:60]):
        score += 0.25
    elif any(_IDENTITY.search(text) for text in beside):
        score += 0.2
    elif below and _IDENTITY.search(below.text[:60]):
        score += 0.15
    elif _DATE.search(rest[:40]) or any(_DATE.search(text) for text in beside):
        score += 0.2
    return score + (0.1 if cell.page == 0 and cell.row < _TOP_ROWS else 0.0)


def _beside_birth(cell: Cell, name: PrintedName, sheets: Sheets, birth: DatedFact | None) -> float:
    if birth is None or birth.printed.page != cell.page:
        return 0.0
    text = sheets.pages[cell.page].text
    between = text[cell.start + name.end : birth.printed.start]
    if birth.printed.start < cell.start:
        return 0.0
    lines = between.count("\n")
    if lines == 0 and len(between) < 60:
        return 0.4
    return 0.3 if lines == 1 and len(between) < 90 else 0.0


def greeted(sheets: Sheets, rules: PeopleRules) -> Iterator[Candidate]:
    """Yield whom a letter greets, if it is no doctor: then it is written to the patient."""
    text = sheets.pages[0].text[:4000] if sheets.pages else ""
    for match in _DEAR.finditer(text):
        name = leading_name(match.group(1), rules)
        if name and name.courtesy and not name.doctor:
            yield Candidate(name.name, 0, match.start(1), match.end(1), 0.3, "the person a letter greets")


def told(sheets: Sheets, rules: PeopleRules) -> Iterator[Candidate]:
    """Yield whom the first sentences speak of: "Betty Hill is a 53-year-old woman"."""
    text = sheets.pages[0].text[:3000] if sheets.pages else ""
    for match in _TOLD.finditer(text):
        name = leading_name(match.group(1), rules)
        if name and not name.doctor:
            start = match.start(1) + name.start
            yield Candidate(name.name, 0, start, start + len(name.name), 0.42, "whom the first sentences are about")
            return
