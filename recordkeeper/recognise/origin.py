"""From where: the hospital, clinic or laboratory as the page prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.fields import Field
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.records.provenance import Reason

_ABBREVIATED = frozenset({"ST", "MT", "FT", "DR", "MRS"})  # no initials
_TOP = 12
_VISITED = 14  # cells at the head in which "at PLACE" counts
_LONGEST_NAME, _MOST_WORDS = 70, 9
_SMALL = frozenset(
    {
        "of",
        "and",
        "the",
        "for",
        "at",
        "in",
        "de",
        "del",
        "la",
        "las",
        "los",
        "y",
        "du",
        "des",
        "für",
        "und",
        "am",
        "d",
        "el",
    }
)
_PARTS = re.compile(r"\s+[|•·]\s+|\s+[-–]\s+|\s+[|•·/]\s*|\s{3,}|,\s+(?=\d)|\s\((?=[A-Z]{2,6}\))")
_WHOLE = re.compile(r"\b(?:hospitals?|infirmary|medical cent(?:er|re)|trust|health(?: system)?)\b", re.IGNORECASE)
_OF_PART = re.compile(
    r"\b(?:department|dept\.?|division|section|service|servicio|unidad|laboratory) (?:of|de)\b", re.IGNORECASE
)
_SECTION = re.compile(r"\b(?:section|department|dept|unit|division|service)\b", re.IGNORECASE)
_COMPANY = re.compile(r",?\s+(?:P\.?C|P\.?A|L\.?L\.?C|P\.?L\.?L\.?C|Inc|Ltd|S\.?A|S\.?L|GmbH)\.?$")
_AT_PLACE = re.compile(
    r"\b(?:at|en|in)\s+(?:the\s+)?((?-i:[A-Z])[\w&'’.-]*(?:\s+(?:(?-i:[A-Z])[\w&'’.-]*|(?:of|and|the|del|de|la|for)\b|&))*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    cell: Cell
    start: int
    weight: float
    rule: str


def find_facility(sheets: Sheets, form: Sequence[Field], rules: PeopleRules) -> tuple[str, Reason | None]:
    """Return the place the record comes from, as printed (capitals softened), and why; or ("", None)."""
    places = [
        *_letterheads(sheets, rules),
        *_labelled_places(form, rules),
        *_feet(sheets, rules),
        *_visited(sheets, rules),
    ]
    weights: dict[str, float] = {}
    for place in places:
        key = fold(place.name)
        weights[key] = max(weights.get(key, 0.0), place.weight) + (0.15 if key in weights else 0.0)
    places = [place for place in places if not rules.departments.search(place.name)]
    if not places:
        return "", None
    best = max(places, key=lambda place: (weights[fold(place.name)], place.weight))
    spelled = [place for place in places if fold(place.name) == fold(best.name) and not place.name.isupper()]
    name = spelled[0].name if spelled else _soften(best.name)
    end = best.start + len(best.name)
    return name, reason("facility", name, best.rule, sheets, best.cell.page, best.start, end)


def _place_names(text: str, rules: PeopleRules, caseless: bool) -> Iterator[tuple[str, int]]:
    """Yield the parts of a line that are a facility's name, with their place in it."""
    at = 0
    for part in _PARTS.split(text.strip(" *#_=-–—\t")):
        name = _without_department(part.strip(" ,.*#_=-–—\t"), rules)
        start = text.find(name, at)
        at = max(at, start + len(name))
        if name and _is_place(name, rules, caseless):
            yield name, start


def _without_department(name: str, rules: PeopleRules) -> str:
    """A hospital's name without what is named behind it: "Moorside Infirmary Radiology", "Plains Urology, P.C."."""
    name = _COMPANY.sub("", name)
    head, comma, tail = name.partition(", ")
    if comma and (rules.departments.search(tail) or _SECTION.search(tail)):
        name = head
    part = _OF_PART.search(name, 1)
    if part:
        name = name[: part.start()].rstrip(" ,")
    for match in _WHOLE.finditer(name):
        rest = name[match.end() :].strip(" ,")
        if rest and rules.departments.search(rest):
            return name[: match.end()]
    return name


def _is_place(name: str, rules: PeopleRules, caseless: bool) -> bool:
    words = name.split()
    if not 1 < len(words) <= _MOST_WORDS and not (len(words) == 1 and len(name) > 5):
        return False
    if not rules.is_place(name) or rules.not_places.search(name):
        return False
    return caseless or all(
        word[0].isupper() or word.lower().split("'")[0] in _SMALL or not word[0].isalpha() or word[1:2] == "'"
        for word in words
    )


def _letterheads(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    for place, cell in enumerate(sheets.top(_TOP)):
        for order, (name, start) in enumerate(_place_names(cell.text, rules, sheets.caseless)):
            yield _Place(name, cell, cell.start + start, 0.85 - 0.03 * place - 0.05 * order, "letterhead")


def _labelled_places(form: Sequence[Field], rules: PeopleRules) -> Iterator[_Place]:
    for field in form:
        if field.field != "facility":
            continue
        name = _PARTS.split(field.value)[0].strip(" ,")
        fits = 2 < len(name) < _LONGEST_NAME and name[0].isupper() and not rules.not_places.search(name)
        if fits:
            known = 0.0 if rules.is_place(name) else -0.35
            weight = (0.9 if field.how == "after" else 0.85) + known
            yield _Place(name, field.cell, field.start, weight, f"place {field.how} its label")


def _feet(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    last = len(sheets.pages) - 1
    for page in sorted({0, min(1, last), last}):
        for cell in sheets.cells(page)[-4:]:
            for name, start in _place_names(cell.text, rules, sheets.caseless):
                yield _Place(name, cell, cell.start + start, 0.5, "foot of the page")


def _visited(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    for cell in sheets.head(_VISITED):
        if len(cell.text) > 130:
            continue
        for match in _AT_PLACE.finditer(cell.text):
            for name, start in _place_names(match.group(1), rules, sheets.caseless):
                yield _Place(name, cell, cell.start + match.start(1) + start, 0.6, "“at” in the heading")


def _soften(name: str) -> str:
    """Return a name in capitals as people write it; others as they are."""
    if not name.isupper() or len(name) < 7:
        return name
    words = [
        word.lower() if word.lower() in _SMALL and place else _capital(word)
        for place, word in enumerate(name.split())
    ]
    return " ".join(words)


def _capital(word: str) -> str:
    if len(word) <= 3 and word.upper() not in _ABBREVIATED and not re.search(r"[AEIOUY]", word):
        return word  # NHS, MD
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
