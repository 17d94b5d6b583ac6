"""Names no label points at: at the head of a page beside a birth date or number, in a greeting, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.date_roles import DatedFact
from recordkeeper.recognise.fields import Field
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.printed_names import PrintedName, leading_name, name_before

_HEAD, _FOOT = 36, 6  # cells
_IDENTITY = re.compile(
    r"(?:\b(?:d\.?o\.?b|born|birth|mrn|m\.?r\.?\s?(?:no|#)|nhs"
    r"|hosp(?:ital)?\.? (?:no|number|n\b)|sex|gender|male|female|nhc|f\.? ?nac"
    r"|fecha de nac|nacid[oa]|geb\.?|n[ée]e? le|edad|acct|account|chi no|patient id)\b"
    r"|\(\s*[MF]\s*\)|\b\d{1,3}\s?(?:yo\b|y/o|yrs?\b|[MF]\b))",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+(?:19|20)?\d\d\b|[A-Z][a-z]{2,8} \d{1,2},? (?:19|20)\d\d"
)
_ADDRESS = re.compile(r",? [A-Z]{2},? \d{5}|\b(?:suite|floor|box|tel|phone|fax|www)\b|@", re.IGNORECASE)
_TOP_ROWS, _FIRST_ROWS = 8, 3
_SHORT = 70  # characters; more is a sentence, in which an age or a sex is said of anybody
_RUNS_ON = re.compile(r"[ ,]?\s?[^\W\d_]")  # a sentence or a heading goes on
_DEAR = re.compile(
    r"(?im)^\W*(?:dear|querid[oa]|estimad[oa]|apreciad[oa]|sehr geehrte[r]?|cher|ch[eè]re)\s+([^,:\n]{2,60})"
)
_TOLD = re.compile(
    r"(?:^|(?<=[.:\n]))\s*((?:Mr|Mrs|Ms|Miss|Mx)\.?\s+[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2}\s?|[A-Z][a-z'’-]+\s[A-Z][\w'’-]+)"
    r"\s*(?:,\s*[^.,\n]{4,30},)?\s+(?:is|was)\s+(?:an?\s+(?:[\w-]+\s+){0,5}?\d{1,3}[\s-]?y|(?:seen|discussed|reviewed|admitted)\b)"
)
_TOLD_IN = 3000  # characters
# Words stand a space apart: without it, one long word could be cut into five in countless ways.
_NAME_WORD = r"(?:[^\W\d_a-z][\w'’.-]*|de|del|la|van|von|der|den|y)"
_NAME_WORDS = rf"{_NAME_WORD}(?:\s{_NAME_WORD}){{0,4}}\s?"
_BORN = re.compile(
    rf"\b((?:Mr|Mrs|Ms|Miss|Mx|Sra|Srta|Herr|Frau)\.?\s+{_NAME_WORDS})[,(\s]*"
    r"(?i:born|d\.?o\.?b\b|date of birth|aged \d|nacid|geb)"
)
_PATIENT = re.compile(
    rf"\b(?i:paciente|don|doña|d\.|dña\.|d\.ª)\s+({_NAME_WORDS})[,(\s]*"
    r"(?i:nacid[oa]\b|fecha de nac|de \d{1,3} años|con (?:nhc|dni|n[.º]|expediente))"
)
_MYSELF = re.compile(rf"(?m)^\s*(?:I|Yo|D\./D[ñn]a\.),?\s+({_NAME_WORDS}(?:,\s{_NAME_WORDS})?),")
_AGED = re.compile(
    rf"\b({_NAME_WORDS}),\s+(?:de|aged|an?|who is)?\s*\d{{1,3}}[\s-]?(?:a[nñ]os|y(?:ea)?rs?[\s-]?(?:old|of age))"
)
_LINES, _LINE = 8, 120  # cells and characters in which a name may stand within a line
_BREAK = re.compile(r"(?:\s[-–]\s|[:,.]\s|\s{2,}|\bfor\s|\d{2,4}\s|\)\s)(?=[^\W\d_])")
_ENOUGH = 0.5
_HEAD_ROWS = 16  # lower down only a birth date or a number beside a name makes it the patient's


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


def names_in_lines(sheets: Sheets, rules: PeopleRules) -> Iterator[Candidate]:
    """Yield names within the first lines, behind a dash, a date, a comma: "Your visit on 3 May - Ann Lee"."""
    for cell in sheets.head(_LINES):
        for begin in _BREAK.finditer(cell.text[:_LINE]):
            name = leading_name(cell.text, rules, begin.end())
            if name is None or name.doctor or name.start != begin.end() or _is_no_patient(name, cell, rules):
                continue
            known = {word for word in fold(name.name).split() if len(word) > 1} & rules.common
            identity = _IDENTITY.match(cell.text[name.end :].lstrip(" ,(")) is not None
            of_title = "for" in begin.group() and cell.row < _FIRST_ROWS  # "Care plan for Ann Lee"
            likely = name.given or name.courtesy or of_title
            if identity or (likely and not known and not name.unlikely):
                start = cell.start + name.start
                yield Candidate(
                    name.name,
                    cell.page,
                    start,
                    start + len(name.name),
                    0.4 - 0.01 * cell.row,
                    "name in a first line",
                )


def _is_no_patient(name: PrintedName, cell: Cell, rules: PeopleRules) -> bool:
    return bool(rules.is_place(name.name) or rules.departments.search(name.name) or _ADDRESS.search(cell.text))


def _evidence(name: PrintedName, cell: Cell, sheets: Sheets, birth: DatedFact | None, rules: PeopleRules) -> float:
    """How much speaks for a name being the patient's: what stands beside it, its form, its place."""
    rest = cell.text[name.end :]
    identity = _beside_birth(cell, name, sheets, birth) + _beside_identity(cell, rest, sheets)
    if not identity and (cell.page or cell.row >= _HEAD_ROWS):
        return 0.0
    known = {word for word in fold(name.name).split() if len(word) > 1} & rules.common
    score = identity + 0.15 * name.comma + 0.2 * name.given + 0.25 * name.courtesy - 0.15 * name.unlikely
    score += -0.25 if known else 0.2
    score -= 0.3 if _RUNS_ON.match(rest) and not _IDENTITY.match(rest.strip()) else 0.0
    beside = [other.text[:60] for other in sheets.row(cell) if other.place != cell.place]
    if not identity and (_DATE.search(rest[:40]) or any(_DATE.search(text) for text in beside)):
        score += 0.2
    first = cell.row < _FIRST_ROWS and name.comma and not rest.strip()
    return score + (0.1 if cell.page == 0 and cell.row < _TOP_ROWS else 0.0) + (0.1 if first else 0.0)


def _beside_identity(cell: Cell, rest: str, sheets: Sheets) -> float:
    """Whether a record number, a birth date's label, a sex or an age stands beside or below."""
    if len(rest) <= _SHORT and _IDENTITY.search(rest):
        return 0.25
    row = [other for other in sheets.row(cell) if other.place != cell.place and len(other.text) <= _SHORT]
    if any(_IDENTITY.search(other.text) for other in row):
        return 0.2
    below = sheets.below(cell)
    return 0.15 if below and len(below.text) <= _SHORT and _IDENTITY.search(below.text) else 0.0


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


def name_before_birth(sheets: Sheets, rules: PeopleRules, birth: DatedFact | None) -> Iterator[Candidate]:
    """Yield the name right before the birth date, wherever in its line that is."""
    if birth is None:
        return
    text = sheets.pages[birth.printed.page].text
    start = text.rfind("\n", 0, birth.printed.start) + 1
    name = name_before(text[start : birth.printed.start], rules)
    if name:
        at = start + name.start
        yield Candidate(name.name, birth.printed.page, at, at + len(name.name), 0.6, "name before the birth date")


def greeted(sheets: Sheets, rules: PeopleRules) -> Iterator[Candidate]:
    """Yield whom a letter greets, if it is no doctor: then it is written to the patient."""
    text = sheets.pages[0].text[:4000] if sheets.pages else ""
    for match in _DEAR.finditer(text):
        name = leading_name(match.group(1), rules)
        if name and name.courtesy and not name.doctor:
            yield Candidate(name.name, 0, match.start(1), match.end(1), 0.3, "the person a letter greets")


def told(sheets: Sheets, rules: PeopleRules) -> Iterator[Candidate]:
    """Yield whom sentences at the beginning speak of: "Mrs Ann Lee, born 3 May 1950", "I, Ann Lee, agree"."""
    text = sheets.pages[0].text[:_TOLD_IN] if sheets.pages else ""
    for pattern, weight in ((_BORN, 0.72), (_PATIENT, 0.72), (_MYSELF, 0.6), (_AGED, 0.5), (_TOLD, 0.42)):
        for match in pattern.finditer(text):
            name = leading_name(match.group(1), rules)
            if name and not name.doctor and (name.given or name.courtesy or pattern in (_PATIENT, _MYSELF, _AGED)):
                start = match.start(1) + name.start
                yield Candidate(
                    name.name, 0, start, start + len(name.name), weight, "whom the first sentences are about"
                )
                return
