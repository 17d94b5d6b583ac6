"""What FHIR files state: kind, dates with what happened, place, author."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recordkeeper.formats.fhir_entry import Shapes
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Loaded, Resource
from recordkeeper.formats.fhir_stated import fhir_stated
from recordkeeper.formats.health_data import HealthData
from recordkeeper.records.stated import Event, Stated
from tests.making.health import PATIENT, SUBJECT, coded, observation

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DATA, SHAPES = HealthData.load(RESOURCES), Shapes.load(RESOURCES)
DOCTOR = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Field", "given": ["Ruth"]}]}
PLACE = {"resourceType": "Organization", "id": "h1", "name": "General Hospital"}
REPORT = {
    "resourceType": "DiagnosticReport",
    "identifier": [
        {"type": coded("ACSN", "Accession", "http://terminology.hl7.org/CodeSystem/v2-0203"), "value": "A-1"}
    ],
    "category": [coded("RAD", "Radiology", "http://terminology.hl7.org/CodeSystem/v2-0074")],
    "code": coded("24627-2", "CT Chest"),
    "effectiveDateTime": "2024-03-05T10:00:00Z",
    "issued": "2024-03-07T10:00:00Z",
    "performer": [{"reference": "Organization/h1"}],
    "resultsInterpreter": [{"reference": "Practitioner/d1"}],
}


def stated(*contents: dict[str, Any]) -> Stated:
    resources = tuple(Resource(content) for content in contents)
    return fhir_stated(Loaded(resources, True, False), Index(resources), SHAPES, DATA)


def test_a_report_states_its_codes_dates_place_author_and_number() -> None:
    found = stated(PATIENT, REPORT, DOCTOR, PLACE)
    assert [(code.system, code.code) for code in found.codes] == [
        ("loinc", "24627-2"),
        ("v2-0074", "RAD"),
        ("fhir", "DiagnosticReport"),
    ]
    assert [(date.event, str(date.date)) for date in found.dates] == [
        (Event.SERVICE, "2024-03-05"),
        (Event.ISSUED, "2024-03-07"),
    ]
    assert (found.title.words, found.facility.words) == ("CT Chest", "General Hospital")
    assert (found.author.words, found.accession.words) == ("Ruth Field", "A-1")


@pytest.mark.parametrize(
    ("resource", "dates"),
    [
        (
            {"resourceType": "Encounter", "period": {"start": "2024-03-01", "end": "2024-03-05"}},
            [(Event.VISIT, "2024-03-01"), (Event.VISIT_END, "2024-03-05")],
        ),
        (
            {
                "resourceType": "DocumentReference",
                "date": "2024-03-09",
                "context": {"period": {"start": "2024-03-01"}},
            },
            [(Event.SERVICE, "2024-03-01"), (Event.WRITTEN, "2024-03-09")],
        ),
        ({"resourceType": "MedicationOrder", "dateWritten": "2016-01-02"}, [(Event.SERVICE, "2016-01-02")]),
        ({"resourceType": "Condition", "onsetDateTime": "2020"}, [(Event.SERVICE, "2020")]),
        ({"resourceType": "Condition", "onsetString": "last year"}, []),
    ],
)
def test_dates_of_a_single_resource(resource: dict[str, Any], dates: list[tuple[Event, str]]) -> None:
    assert [(date.event, str(date.date)) for date in stated(resource).dates] == dates


def test_a_bundle_states_the_sorts_of_its_entries_and_the_newest_of_their_dates() -> None:
    goal = {"resourceType": "Goal", "startDate": "2030-01-01"}
    results = [observation(str(year), "Hb", 9, "g/dL", f"{year}-03-05") for year in (2022, 2024, 2023)]
    found = stated(PATIENT, *results, {"resourceType": "Condition", "onsetDateTime": "2019"}, goal)
    assert found.codes == ()
    assert {codes[0].code for codes in found.entries} == {"laboratory", "Condition", "Goal"}
    assert [(date.event, str(date.date)) for date in found.dates] == [(Event.LATEST, "2024-03-05")]


def test_a_summary_is_as_of_the_day_it_was_composed() -> None:
    summary = {
        "resourceType": "Composition",
        "type": coded("60591-5", "Patient summary"),
        "title": "My summary",
        "date": "2024-03-06T10:00:00Z",
        "subject": SUBJECT,
        "author": [{"reference": "Practitioner/d1"}],
        "custodian": {"reference": "Organization/h1"},
    }
    found = stated(summary, PATIENT, DOCTOR, PLACE, observation("o", "Hb", 9, "g/dL", "2023-01-01"))
    assert found.codes[0].code == "60591-5"
    assert {(date.event, str(date.date)) for date in found.dates} == {
        (Event.WRITTEN, "2024-03-06"),
        (Event.LATEST, "2024-03-06"),
    }
    assert (found.title.words, found.author.words) == ("My summary", "Ruth Field")
    assert found.facility.words == "General Hospital"
