"""Whose record it is: the patient's name, birth date and record numbers as the page prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recordkeeper.recognise.date_roles import DatedFact
from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.fields import Field
from recordkeeper.recognise.head_names import (
    Candidate,
    greeted,
    name_before_birth,
    names_at_the_head,
    names_in_lines,
    told,
)
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.printed_names import leading_name
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Identifier, PersonRead
from recordkeeper.records.provenance import Reason

_NUMBER = re.compile(
    r"(?:(?:no|nr|number|id)\b[.:]?\s*|#\s*)?"
    r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # a UUID, as exports have them
    r"|[A-Z]{0,4}[-/]?\d[\dA-Za-z]*(?:[-/ ]\d[\dA-Za-z]*)*)(?![\w/])",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-/.])?(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])(?:[-/.](?:19|20)?\d\d)?(?!\d)"
)
_SEX = re.compile(
    r"(?i)\b(?:sex|gender|sexo)\b(?: assigned at birth)?[\s:*]*(m(?:ale)?|f(?:emale)?|hombre|mujer|var[oó]n)\b"
)
_STOP_FOR_COMMA = re.compile(r"^([^\W\d_][\w'’-]{2,})\. (?=[A-Z])")  # as a scanner has "Lee, Ann"
_FEWEST_DIGITS = 4  # of a record number
_HEAD = 3000  # characters in which the sex is looked for


def read_person(
    sheets: Sheets,
    form: Sequence[Field],
    rules: PeopleRules,
    birth: DatedFact | None,
    birth_date: PartialDate | None,
    issuer: str,
) -> tuple[PersonRead, tuple[Reason, ...]]:
    """Return the patient as printed (issuer of numbers: the place of the record) with the words that say so."""
    head = sheets.pages[0].text[:_HEAD] if sheets.pages else ""
    caseless = sheets.caseless
    found = [
        *_labelled(form, rules, caseless),
        *_in_two_parts(form, rules, caseless),
        *names_at_the_head(sheets, form, rules, birth),
        *name_before_birth(sheets, rules, birth),
        *names_in_lines(sheets, rules),
        *greeted(sheets, rules),
        *told(sheets, rules),
    ]
    reasons: list[Reason] = []
    best = max(found, key=lambda one: one.weight, default=None)
    if best:
        reasons.append(reason("patient_name", best.name, best.rule, sheets, best.page, best.start, best.end))
    numbers = sorted(_identifiers(form, sheets, issuer), key=lambda one: one[0].issuer in rules.issuers)
    identifiers = tuple(dict.fromkeys(identifier for identifier, _ in numbers))[:4]
    reasons.extend({why.value: why for _, why in numbers}.values())
    sex = _SEX.search(head)
    person = PersonRead(best.name if best else "", birth_date, _sex(sex.group(1)) if sex else "", identifiers)
    return person, tuple(reasons[:6])


def _sex(word: str) -> str:
    return "M" if word[0].lower() in "mhv" and word.lower() != "mujer" else "F"


def _labelled(form: Sequence[Field], rules: PeopleRules, caseless: bool) -> Iterator[Candidate]:
    for field in form:
        if field.field != "name":
            continue
        small = caseless and field.colon
        name = leading_name(field.value, rules, caseless=small)
        name = name or leading_name(_STOP_FOR_COMMA.sub(r"\1, ", field.value), rules, caseless=small)
        if name is None or name.doctor or (field.how == "below" and name.unlikely):
            continue
        weight = float(field.of) - (0.0 if field.colon else 0.08) - (0.05 if field.how == "below" else 0.0)
        weight += (0.02 if name.given else 0.0) - (0.05 if name.unlikely else 0.0) - 0.002 * min(field.number, 50)
        start = field.start + name.start
        yield Candidate(
            name.name, field.cell.page, start, start + len(name.name), weight, f"name {field.how} its label"
        )


def _in_two_parts(form: Sequence[Field], rules: PeopleRules, caseless: bool) -> Iterator[Candidate]:
    """Surname and forename behind labels of their own."""
    family = next((one for one in form if one.field == "family" and _is_part(one)), None)
    given = next((one for one in form if _is_given(one) and _is_part(one)), None)
    if family and given:
        name = leading_name(f"{_part(given)} {_part(family)}", rules, caseless=caseless)
        if name:
            start, end = family.start, family.start + len(_part(family))
            rule = "surname and forename after their labels"
            yield Candidate(name.name, family.cell.page, start, end, 0.9, rule)


def _part(field: Field) -> str:
    return re.split(r"\s{2,}|[|;,]", field.value)[0].strip(" .")


def _is_part(field: Field) -> bool:
    return 1 < len(_part(field)) < 40 and not any(sign.isdigit() for sign in _part(field))


def _is_given(field: Field) -> bool:
    return field.field == "given" or (field.field == "name" and field.label.lower() == "nombre")


def _identifiers(form: Sequence[Field], sheets: Sheets, issuer: str) -> Iterator[tuple[Identifier, Reason]]:
    for field in form:
        number = _NUMBER.match(field.value) if field.field == "identifier" else None
        if number is None or _DATE.match(number.group(1)):
            continue
        value = number.group(1).strip()
        if sum(sign.isdigit() for sign in value) >= _FEWEST_DIGITS:
            start = field.start + number.start(1)
            why = reason("identifier", value, "record number", sheets, field.cell.page, start, start + len(value))
            yield Identifier(field.of or issuer, value), why
