"""Whose record it is: the patient's name, birth date and record numbers as the page prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.recognise.date_roles import DatedFact
from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.rules import PeopleRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Identifier, PersonRead
from recordkeeper.records.provenance import Reason

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’`\-‐][^\W\d_]+)*\.?")
_NAME = re.compile(r"[^\W\d_][^\d:;|()\[\]/<>=@#*_\n]{2,48}")
_COLON = re.compile(r"\s*[:#.=\-–]?\s*")
_NUMBER = re.compile(
    r"\s*[:#.=\-]*\s*(?:#|no\.?|nr\.?)?\s*:?\s*"
    r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # a UUID, as exports have them
    r"|[A-Z]{0,4}[-/]?\d[\dA-Za-z]*(?:[-/ ]\d[\dA-Za-z]*)*)"
)
_SEX = re.compile(r"(?i)\b(?:sex|gender|sexo)\b\s*:?\s*(m(?:ale)?|f(?:emale)?|hombre|mujer|var[oó]n)\b")
_CELLS_LOOKED_AT = 150
_FOOT = 6
_FEWEST_DIGITS = 4  # of a record number


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    cell: Cell
    start: int
    end: int
    weight: float
    rule: str


def read_person(
    sheets: Sheets, rules: PeopleRules, birth: DatedFact | None, birth_date: PartialDate | None, issuer: str
) -> tuple[PersonRead, tuple[Reason, ...]]:
    """Return the patient as printed (issuer of numbers: the place of the record) with the words that say so."""
    cells = [*sheets.cells[:_CELLS_LOOKED_AT], *sheets.cells[_CELLS_LOOKED_AT:][-_FOOT:]]
    found = [
        *_labelled(cells, sheets, rules),
        *_in_two_parts(cells, sheets, rules),
        *_beside_birth(sheets, rules, birth),
        *_beside_number(cells, rules),
    ]
    reasons: list[Reason] = []
    name = ""
    if found:
        best = max(found, key=lambda one: one.weight)
        name = best.name
        reasons.append(reason("patient_name", name, best.rule, sheets, best.cell.page, best.start, best.end))
    numbers = list(_identifiers(cells, sheets, rules, issuer))
    identifiers = tuple(dict.fromkeys(identifier for identifier, _ in numbers))[:4]
    reasons.extend({why.value: why for _, why in numbers}.values())
    sex = _SEX.search(sheets.pages[0].text) if sheets.pages else None
    person = PersonRead(name, birth_date, _sex(sex.group(1)) if sex else "", identifiers)
    return person, tuple(reasons[:6])


def _sex(word: str) -> str:
    return "M" if word[0].lower() in "mhv" and word.lower() != "mujer" else "F"


def clean_name(text: str, rules: PeopleRules) -> str:
    """Return the person's name that `text` starts with, "" when it starts with none."""
    ends = rules.name_ends.search(text)
    piece = (text[: ends.start()] if ends else text).strip(" ,.:;-–*_\t\"'")
    piece = re.sub(r"\s+", " ", piece)
    if not _NAME.fullmatch(piece) or rules.facility_words.search(piece) or rules.department_words.search(piece):
        return ""
    words = _NAME_WORD.findall(piece)
    plain = [fold(word) for word in words]
    real = [
        word
        for word, low in zip(words, plain, strict=True)
        if low not in rules.titles and low not in rules.particles
    ]
    if not 2 <= len(real) <= 5 or any(len(low) > 1 and low in rules.not_names for low in plain):
        return ""
    if not all(word[0].isupper() or low in rules.particles for word, low in zip(words, plain, strict=True)):
        return ""
    if not any(len(word.strip(".")) > 1 for word in real) or len("".join(words)) < 4:
        return ""
    return piece


def _labelled(cells: list[Cell], sheets: Sheets, rules: PeopleRules) -> Iterator[_Named]:
    for place, cell in enumerate(cells):
        early = 0.2 if place < 40 else 0.0
        for label in rules.name_labels.finditer(cell.text[:200]):
            if not _starts_label(cell.text, label.start()):
                continue
            rest = cell.text[label.end() :]
            signs = _COLON.match(rest)
            gap = signs.end() if signs else 0
            colon = ":" in rest[:gap]
            name = clean_name(rest[gap:], rules) if gap or rest[:1] == "," else ""
            weight = 0.5 + early + (0.2 if colon else 0.0) + (0.1 if "name" in label.group().lower() else 0.0)
            if name and (colon or label.start() == 0):
                start = cell.start + label.start()
                yield _Named(
                    name, cell, start, cell.start + label.end() + gap + len(name), weight, "name after its label"
                )
            elif not rest.strip(" :#*_"):
                yield from _near_label(cell, sheets, rules, weight)
            break


def _in_two_parts(cells: list[Cell], sheets: Sheets, rules: PeopleRules) -> Iterator[_Named]:
    """Surname and forename behind labels of their own."""
    family = next(_part_values(cells, sheets, rules.family_labels, rules), None)
    given = next(_part_values(cells, sheets, rules.given_labels, rules), None)
    if family and given:
        name = clean_name(f"{given[0]} {family[0]}", rules)
        if name:
            _, cell, start, end = family
            yield _Named(name, cell, start, end, 0.85, "surname and forename after their labels")


def _part_values(
    cells: list[Cell], sheets: Sheets, labels: re.Pattern[str], rules: PeopleRules
) -> Iterator[tuple[str, Cell, int, int]]:
    for cell in cells:
        for label in labels.finditer(cell.text[:200]):
            if label.start() and cell.text[label.start() - 1].isalnum():
                continue
            rest = cell.text[label.end() :]
            other: Cell | None = cell
            value = ""
            if rest.lstrip().startswith(":"):
                value = rest.lstrip(" :")
            elif not rest.strip():
                other = sheets.row_after(cell) or sheets.below(cell)
                value = other.text if other else ""
            ends = rules.name_ends.search(value)
            value = (value[: ends.start()] if ends else value).strip(" ,.")
            if other and 1 < len(value) < 40 and not any(sign.isdigit() for sign in value):
                start = other.start + max(other.text.find(value), 0)
                yield value, other, start, start + len(value)


def _starts_label(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in "|;,.:#*•->)"


def _near_label(cell: Cell, sheets: Sheets, rules: PeopleRules, weight: float) -> Iterator[_Named]:
    for other, rule, less in (
        (sheets.row_after(cell), "name right of its label", 0.02),
        (sheets.below(cell), "name below its label", 0.05),
    ):
        name = clean_name(other.text, rules) if other else ""
        if other and name:
            yield _Named(name, other, other.start, other.start + len(name), weight - less, rule)


def _beside_birth(sheets: Sheets, rules: PeopleRules, birth: DatedFact | None) -> Iterator[_Named]:
    """A name before the birth date in its line, or alone on the line above."""
    if birth is None:
        return
    printed = birth.printed
    here = [cell for cell in sheets.by_page[printed.page] if cell.start <= printed.start]
    for cell in here[-5:]:
        name = clean_name(cell.text, rules)
        whole = len(name) >= 0.8 * len(cell.text.strip(" :,-"))
        same_line = "\n" not in sheets.pages[printed.page].text[cell.start : printed.start]
        starts = cell.text.strip().startswith(name) and same_line
        if name and (whole or starts) and not re.match(r"(?i)\W*(?:dr|prof)\b", name):
            weight = 0.55 + (0.1 if same_line else 0.0) + 0.02 * (here.index(cell) - len(here))
            yield _Named(name, cell, cell.start, cell.start + len(name), weight, "name beside the birth date")


def _beside_number(cells: list[Cell], rules: PeopleRules) -> Iterator[_Named]:
    """A name directly before a record number in one line."""
    labels = rules.identifier_labels[0][1]
    for place, cell in enumerate(cells):
        found = labels.search(cell.text)
        if found is None:
            continue
        name = clean_name(cell.text[: found.start()], rules) if found.start() else ""
        weight = 0.5
        if not name and place and found.start() < 3:
            name, weight = clean_name(cells[place - 1].text, rules), 0.4
            name = name if len(name) >= 0.8 * len(cells[place - 1].text) else ""
            cell = cells[place - 1]
        if name and not re.match(r"(?i)\W*(?:dr|prof)\b", name):
            yield _Named(name, cell, cell.start, cell.start + len(name), weight, "name beside the record number")


def _identifiers(
    cells: list[Cell], sheets: Sheets, rules: PeopleRules, issuer: str
) -> Iterator[tuple[Identifier, Reason]]:
    for cell in cells:
        for of, labels in rules.identifier_labels:
            for label in labels.finditer(cell.text):
                if label.start() and cell.text[label.start() - 1].isalnum():
                    continue
                number = _NUMBER.match(cell.text, label.end())
                where, start, value = cell, label.start(), number.group(1) if number else ""
                end = number.end() if number else 0
                if not number and not cell.text[label.end() :].strip(" :#."):
                    near = [one for one in (sheets.row_after(cell), sheets.below(cell)) if one]
                    for other in near:
                        alone = _NUMBER.fullmatch(other.text)
                        if alone:
                            where, start, end, value = other, 0, len(other.text), alone.group(1)
                            break
                if sum(sign.isdigit() for sign in value) >= _FEWEST_DIGITS:
                    identifier = Identifier(of or issuer, value.strip())
                    why = reason(
                        "identifier",
                        value,
                        "record number",
                        sheets,
                        where.page,
                        where.start + start,
                        where.start + end,
                    )
                    yield identifier, why
