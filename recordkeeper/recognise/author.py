"""From whom: who wrote or signed the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.fields import Field
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.printed_names import PrintedName, leading_name
from recordkeeper.records.provenance import Reason

_FOOT = 14  # cells at the end in which a name alone counts
_SIGNED = re.compile(r",?\s+\(?(?:electronically )?(?:signed|firmado)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?im)^\W*(?:yours\s+\w+|sincerely(?:\s+yours)?|(?:kind|best|warm)(?:est)?\s+regards|regards|atentamente|cordialmente"
    r"|un cordial saludo|saludos cordiales|mit freundlichen gr[uü][sß]+en|cordialement|respectfully|faithfully)\W*$"
)
_CLOSING_BEFORE = 110  # characters before a name in which a closing counts
_LONGEST_LINE = 8  # words
_DATE = re.compile(
    r"^\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8} \d{4})[,\s]*"
)
_READER = re.compile(
    r"(?i)patholog|radiolog|cytolog|patólog|radiólog|biochem|reporting"
)  # they write what they sign
_DIRECTOR = re.compile(r"(?i)director")


@dataclass(frozen=True, slots=True)
class _Writer:
    name: str
    page: int
    start: int
    weight: float
    rule: str


def find_author(
    sheets: Sheets, form: Sequence[Field], rules: PeopleRules, patient: str
) -> tuple[str, Reason | None]:
    """Return who wrote or signed the record and why; ("", None) when it does not say. Never the patient."""
    writers = [one for one in _writers(sheets, form, rules) if one.name != patient]
    found = max(writers, key=lambda one: one.weight, default=None)
    if found is None:
        return "", None
    end = found.start + len(found.name)
    return found.name, reason("author", found.name, found.rule, sheets, found.page, found.start, end)


def _writers(sheets: Sheets, form: Sequence[Field], rules: PeopleRules) -> Iterator[_Writer]:
    for field in form:
        name = _person(_DATE.sub("", field.value), rules, sheets.caseless) if field.field == "author" else None
        if name:
            doctor = 0.02 if name.doctor else -0.02
            director = -0.2 if _DIRECTOR.search(field.label) else 0.0
            weight = (
                float(field.of) - (0.0 if field.colon or "by" in field.label.lower() else 0.15) + doctor + director
            )
            weight -= 0.05 if field.how != "after" else 0.0
            yield _Writer(
                name.name, field.cell.page, field.start + name.start, weight, f"name {field.how} “{field.label}”"
            )
    cells = sheets.ends(60, 30)
    for cell in cells:
        signed = _SIGNED.search(cell.text) if len(cell.text) < 160 else None
        name = _person(cell.text[: signed.start()], rules) if signed and signed.start() > 4 else None
        if name and not cell.text[name.end : signed.start() if signed else 0].strip(" ,.;MDOPhRNACFS"):
            yield _Writer(name.name, cell.page, cell.start + name.start, 0.91, "name before “signed”")
    yield from _at_the_end(sheets, rules)


def _at_the_end(sheets: Sheets, rules: PeopleRules) -> Iterator[_Writer]:
    """A doctor's name on a line of its own near the end, better still after "Yours sincerely"."""
    for place, cell in enumerate(sheets.foot(_FOOT)):
        if len(cell.text.split()) > _LONGEST_LINE:
            continue
        name = _person(cell.text, rules)
        if name is None or not _begins(name, cell):
            continue
        text = sheets.pages[cell.page].text
        closed = _CLOSING.search(text[max(0, cell.start - _CLOSING_BEFORE) : cell.start])
        if closed or name.doctor:
            reader = 0.25 if _READER.search(cell.text[name.end :]) else 0.0
            weight = (0.86 if closed else 0.6 + reader) + 0.005 * (place if name.doctor else -place)
            yield _Writer(name.name, cell.page, cell.start + name.start, weight, "name at the end")


def _begins(name: PrintedName, cell: Cell) -> bool:
    return not cell.text[: name.start].strip(" \t*-_:.A/")


def _person(text: str, rules: PeopleRules, caseless: bool = False) -> PrintedName | None:
    """Return the person's name `text` starts with, with a leading title, without degrees."""
    name = leading_name(text, rules, caseless=caseless)
    if name is None or rules.is_place(name.name) or rules.departments.search(name.name):
        return None
    return name
