"""Results a person types, and results a person puts right: named by the same table, marked as the user's."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from recordkeeper.catalogue import labs
from recordkeeper.catalogue.changes import LABS
from recordkeeper.catalogue.engine import storable
from recordkeeper.library import acts
from recordkeeper.library.folder import Library
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.lab_numbers import COMPARATOR, Decimal, value_of
from recordkeeper.records.labs import LabResult, LabStatus, Taken
from recordkeeper.records.plain import to_plain

CORRECTABLE = ("name", "printed", "unit", "range", "flag", "specimen", "method", "collected")
_NEEDED = ("name", "printed")
_VALUE = re.compile(rf"(?P<comparator>{COMPARATOR})?\s*(?P<number>[+\-]?[\d.,' ]+)")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person types of one result; `lab` is the place it comes from."""

    name: str
    printed: str
    collected: str
    unit: str = ""
    range: str = ""
    flag: str = ""
    lab: str = ""


def type_result(library: Library, rules: LabRules, typed: Typed) -> str:
    """Keep a result no page says; returns its name, "#t…". InputProblem "nothing_printed", "not_a_service_date"."""
    result = LabResult(
        name=_said(typed.name),
        printed=_said(typed.printed),
        test=rules.analytes.test(typed.name, rules.units.find(typed.unit)),
        page=0,
        unit=storable(typed.unit.strip()),
        range=storable(typed.range.strip()),
        flag=storable(typed.flag.strip()),
        taken=Taken(_day(typed.collected)),
    )
    word = {"is": to_plain(_numbered(result)), "lab": storable(typed.lab.strip())}
    return acts.say_result(library, "type_result", LABS, labs.TYPED + secrets.token_hex(5), word)


def correct_result(library: Library, rules: LabRules, name: str, field: str, value: str) -> str:
    """Put one field of a result right; the others stay as they are. Returns the result's name.

    InputProblem "no_such_result", "no_such_field", "nothing_printed", "not_a_service_date".
    """
    if field not in CORRECTABLE:
        raise InputProblem("no_such_field", field=field, fields=", ".join(CORRECTABLE))
    db = library.catalogue.writer
    kept = labs.stands(db, name)
    result = kept.result
    changed: dict[str, Any] = {field: _said(value) if field in _NEEDED else storable(" ".join(value.split()))}
    if field == "collected":
        changed = {"taken": replace(result.taken, collected=_day(value))}
    result = replace(result, **changed)
    test = rules.analytes.test(result.name, rules.units.find(result.unit), result.specimen)
    result = _numbered(replace(result, test=test, doubts=(), confidence=1.0))
    if kept.status is LabStatus.TYPED:
        return acts.say_result(library, "correct", LABS, kept.id, {"is": to_plain(result), "lab": kept.lab})
    word = labs.word_on(labs.get(db, name), {"is": to_plain(result)})
    return acts.say_result(library, "correct", kept.record, kept.id, word)


def _said(value: str) -> str:
    if not value.strip():
        raise InputProblem("nothing_printed")
    return storable(" ".join(value.split()))


def _day(value: str) -> PartialDate:
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise InputProblem("not_a_service_date", value=value) from error


def _numbered(result: LabResult) -> LabResult:
    """The result with the number its printed value says, None where it says none."""
    match = _VALUE.fullmatch(result.printed)
    if match is None:
        return replace(result, value=None, comparator="")
    number = match["number"].strip()
    comma = "," in number and "." not in number and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", number)
    value, _ = value_of(number, Decimal.COMMA if comma else Decimal.POINT)
    return replace(result, value=value, comparator=(match["comparator"] or "").replace(" ", ""))
