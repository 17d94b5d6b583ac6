"""What files state crosses the worker's border whole."""

from __future__ import annotations

import json

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Identifier, PersonRead
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate


def test_every_field_comes_back_from_json() -> None:
    stated = Stated(
        codes=(StatedCode("loinc", "11502-2", "Laboratory report", "code"),),
        entries=(
            (StatedCode("fhir", "Condition"),),
            (StatedCode("v2-0074", "LAB"), StatedCode("fhir", "Observation")),
        ),
        title=Said("Blood count", "title"),
        person=PersonRead("Anna Sample", PartialDate(1964, 3, 5), "F", (Identifier("SSN", "1"),)),
        person_path="Patient",
        people=2,
        dates=(StatedDate(PartialDate(2024), Event.COLLECTED, "2024", "OBR-7"),),
        facility=Said("General Hospital"),
    )
    assert from_plain(Stated, json.loads(json.dumps(to_plain(stated)))) == stated
    assert to_plain(Stated()) == {}
    assert not Said(path="title")
