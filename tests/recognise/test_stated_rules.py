"""The tables of codes: each code once, each a code there can be, each kind and event known."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.stated_rules import StatedRules
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.stated import Event, StatedCode

DATA = tomllib.loads((Path(__file__).parents[2] / "resources" / "rules" / "stated.toml").read_text("utf-8"))
RULES = StatedRules.of(DATA)


@pytest.mark.parametrize("system", sorted(DATA["codes"]))
def test_no_code_stands_for_two_kinds(system: str) -> None:
    found = Counter(code for codes in DATA["codes"][system].values() for code in codes)
    assert not [code for code, count in found.items() if count > 1]


def test_every_loinc_code_has_a_right_check_digit() -> None:
    """LOINC numbers end in a digit computed by Luhn's rule: a mistyped code is found."""
    codes = [code for codes in DATA["codes"]["loinc"].values() for code in codes]
    assert not [code for code in codes if not _is_loinc(code)]
    assert _is_loinc("718-7")
    assert not _is_loinc("718-8")


def _is_loinc(code: str) -> bool:
    number, _, check = code.partition("-")
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return check == str(-total % 10)


def test_every_kind_has_an_order_of_dates_that_ends_with_the_day_of_writing_or_earlier() -> None:
    for kind in Kind:
        events = RULES.events_for(kind)
        assert len(set(events)) == len(events)
        assert Event.WRITTEN in events
        for event in Event:
            assert isinstance(RULES.role_of(event, kind, DateRole.EXAM), DateRole)
            assert 0.5 < RULES.sure_of(event, kind) < 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Hospital Discharge summary", Kind.DISCHARGE_SUMMARY),
        ("Radiation oncology Summary note", Kind.RADIATION_SUMMARY),
        ("Colonoscopy study", Kind.PROCEDURE_REPORT),
        ("Bone marrow Pathology biopsy report", Kind.HEMATOPATHOLOGY_REPORT),
        ("Cytology report of Tissue fine needle aspirate", Kind.CYTOLOGY_REPORT),
        ("Oncology Plan of care note", Kind.TREATMENT_PLAN),
        ("Emergency department Note", Kind.EMERGENCY_NOTE),
        ("H&P Note", Kind.CONSULT_NOTE),
        ("CT Chest W contrast IV", Kind.IMAGING_REPORT),
        ("Comprehensive metabolic panel", Kind.LAB_REPORT),
        ("After Visit Summary", Kind.VISIT_SUMMARY),
        ("Patient Consent", Kind.CONSENT),
        ("Hemoglobin", None),
    ],
)
def test_names_of_codes_nobody_listed_tell_the_kind(name: str, kind: Kind | None) -> None:
    assert next((each for each, search in RULES.names if search.search(fold(name))), None) is kind


def test_a_code_is_known_only_in_its_own_system() -> None:
    assert RULES.kind_of(StatedCode("loinc", "11502-2")) is Kind.LAB_REPORT
    assert RULES.kind_of(StatedCode("snomed", "11502-2")) is None
