"""From where: the hospital, clinic or laboratory as the page prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.rules import PeopleRules
from recordkeeper.records.provenance import Reason

_TOP = 12
_SMALL = frozenset(
    {"of", "and", "the", "for", "at", "in", "de", "del", "la", "las", "los", "y", "du", "des", "für", "und"}
)
_AT_PLACE = re.compile(
    r"\b(?:at|en|in)\s+(?:the\s+)?((?-i:[A-Z])[\w&'’.-]*(?:\s+(?:(?-i:[A-Z])[\w&'’.-]*|of|and|the|de|del|la|&|for))*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    cell: Cell
    start: int
    weight: float
    rule: str


def find_facility(sheets: Sheets, rules: PeopleRules) -> tuple[str, Reason | None]:
    """Return the place the record comes from, as printed (capitals softened), and why; or ("", None)."""
    places = [
        *_letterheads(sheets, rules),
        *_labelled_places(sheets, rules),
        *_feet(sheets, rules),
        *_visited(sheets, rules),
    ]
    if not places:
        return "", None
    weights: dict[str, float] = {}
    for place in places:
        key = fold(place.name)
        weights[key] = max(weights.get(key, 0.0), place.weight) + (0.15 if key in weights else 0.0)
    places = [place for place in places if not rules.department_words.search(place.name)]
    if not places:
        return "", None
    best = max(places, key=lambda place: (weights[fold(place.name)], place.weight))
    spelled = [place for place in places if fold(place.name) == fold(best.name) and not place.name.isupper()]
    name = spelled[0].name if spelled else _soften(best.name)
    end = best.start + len(best.name)
    return name, reason("facility", name, best.rule, sheets, best.cell.page, best.start, end)


def _place_name(text: str, rules: PeopleRules) -> str:
    """Return `text` as a facility's name, "" when it is none."""
    name = text.strip(" *#_=-–—\t")
    name = re.split(r"\s+[|•·]\s+|\s+-\s+|,\s+(?=\d)", name)[0].strip(" ,")
    words = name.split()
    if not 1 < len(words) <= 9 and not (len(words) == 1 and len(name) > 5):
        return ""
    if not rules.facility_words.search(name) or rules.not_facilities.search(name) or name.endswith("."):
        return ""
    capitals = sum(1 for word in words if word[0].isupper() or word.lower() in _SMALL or not word[0].isalpha())
    return name if capitals == len(words) else ""


def _letterheads(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    for place, cell in enumerate(sheets.top(_TOP)):
        name = _place_name(cell.text, rules)
        if name:
            yield _Place(name, cell, cell.start + max(cell.text.find(name), 0), 0.85 - 0.03 * place, "letterhead")


def _labelled_places(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    for cell in sheets.cells[:100]:
        label = rules.facility_labels.match(cell.text)
        if label is None:
            continue
        rest = cell.text[label.end() :]
        if rest.lstrip().startswith(":"):
            name = _loose(rest.lstrip(" :"), rules)
            if name:
                yield _Place(name, cell, cell.start + cell.text.find(name), 0.9, "place after its label")
        elif not rest.strip():
            for other in (sheets.row_after(cell), sheets.below(cell)):
                name = _loose(other.text, rules) if other else ""
                if other and name:
                    yield _Place(name, other, other.start, 0.85, "place beside its label")
                    break


def _loose(text: str, rules: PeopleRules) -> str:
    name = re.split(r"\s{2,}|\s+[|•·]\s+|\s+-\s+", text.strip())[0].strip(" ,")
    fits = 2 < len(name) < 70 and name[0].isupper() and not rules.not_facilities.search(name)
    return name if fits else ""


def _feet(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    for cells in sheets.by_page[:2] + sheets.by_page[-1:]:
        for cell in cells[-4:]:
            name = _place_name(cell.text, rules)
            if name and not rules.department_words.search(name):
                yield _Place(name, cell, cell.start + max(cell.text.find(name), 0), 0.5, "foot of the page")


def _visited(sheets: Sheets, rules: PeopleRules) -> Iterator[_Place]:
    for cell in sheets.cells[:14]:
        if len(cell.text) > 130:
            continue
        for match in _AT_PLACE.finditer(cell.text):
            name = _place_name(match.group(1), rules)
            if name:
                yield _Place(name, cell, cell.start + match.start(1), 0.6, "“at” in the heading")


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
    if len(word) <= 3 and not re.search(r"[AEIOUY]", word):
        return word  # NHS, MD
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
