"""References in FHIR files: what they point to and what that is called."""

from __future__ import annotations

import pytest

from recordkeeper.formats.fhir_index import Index, codes_of
from recordkeeper.formats.fhir_load import Resource
from tests.making.health import PATIENT, coded

DOCTOR = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Field", "given": ["Ruth"]}]}
PLACE = {"resourceType": "Organization", "id": "h1", "name": "General Hospital"}
ROLE = {
    "resourceType": "PractitionerRole",
    "id": "r1",
    "practitioner": {"reference": "Practitioner/d1"},
    "organization": {"reference": "urn:uuid:h1"},
}
DRUG = {"resourceType": "Medication", "id": "m1", "code": {"text": "Aspirin"}}
EVERY = (PATIENT, DOCTOR, PLACE, ROLE, DRUG)
SERVER = "https://hospital.example/fhir"
INDEX = Index([Resource(one, f"{SERVER}/{one['resourceType']}/{one['id']}") for one in EVERY])


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("Practitioner/d1", "Ruth Field"),
        ("https://hospital.example/fhir/Organization/h1", "General Hospital"),
        ("https://elsewhere.example/r4/Organization/h1/_history/3", "General Hospital"),
        ("urn:uuid:h1", "General Hospital"),
        ("PractitionerRole/r1", "Ruth Field, General Hospital"),
        ("Medication/m1", "Aspirin"),
        ("Practitioner/unknown", ""),
        ("", ""),
    ],
)
def test_a_reference_is_called_by_what_it_points_to(target: str, name: str) -> None:
    assert INDEX.name({"reference": target}) == name


def test_a_reference_with_a_name_of_its_own_keeps_it() -> None:
    assert INDEX.name({"reference": "Practitioner/d1", "display": "Dr. R. Field"}) == "Dr. R. Field"


def test_what_is_contained_is_found_in_its_owner_only() -> None:
    owner = {"contained": [{"resourceType": "Medication", "id": "x", "code": {"text": "Ibuprofen"}}]}
    assert INDEX.name({"reference": "#x"}, owner) == "Ibuprofen"
    assert INDEX.find({"reference": "#x"}) is None


def test_codes_come_with_system_and_name() -> None:
    assert codes_of([coded("718-7", "Hb"), {"text": "only words"}]) == [
        ("http://loinc.org", "718-7", "Hb"),
        ("", "", "only words"),
    ]
    assert codes_of({"system": "s", "code": "c"}) == [("s", "c", "")]
    assert codes_of("x") == []
