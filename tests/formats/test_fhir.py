"""FHIR files as people read them, with the files inside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.formats.fhir import FhirHandler
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.records.reading import Condition, Format, Reading
from tests.making.health import PATIENT, PDF_BYTES, SUBJECT, alone, as_base64, bundle, coded, observation

HANDLER = FhirHandler.from_resources(Path(__file__).resolve().parents[2] / "resources")
CANCER = {
    "resourceType": "Condition",
    "id": "c1",
    "code": {"text": "Colon cancer"},
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "onsetDateTime": "2023-11-02",
}
LETTER: dict[str, Any] = {
    "resourceType": "DocumentReference",
    "description": "Letter to the GP",
    "date": "2024-03-09",
    "content": [
        {"attachment": {"contentType": "application/pdf", "title": "Letter", "data": as_base64(PDF_BYTES)}}
    ],
}


def read(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "file.json"
    path.write_bytes(data)
    return HANDLER.read(path, Format.FHIR)


def test_a_bundle_is_grouped_with_the_newest_first(tmp_path: Path) -> None:
    results = [observation(str(year), "Hb", 9 + year % 10, "g/dL", f"{year}-03-05") for year in (2022, 2024, 2023)]
    text = read(tmp_path, bundle(PATIENT, *results, CANCER)).pages[0].text
    assert text.split("\n") == [
        "Health record data",
        "",
        "Patient: Ms. Anna Maria Sample",
        "Also known as: Annie",
        "Date of birth: 1964-03-05",
        "Sex: female",
        "Record number (General Hospital): MR-4711",
        "Record number (SSN): 999-00-1234",
        "Latest entry: 2024-03-05",
        "",
        "Problems",
        "--------",
        "Date         Record         Status",
        "2023-11-02   Colon cancer   active",
        "",
        "Results",
        "-------",
        "Date         Record   Value",
        "2024-03-05   Hb       13 g/dL",
        "2023-03-05   Hb       12 g/dL",
        "2022-03-05   Hb       11 g/dL",
    ]


def summary(*sections: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Composition",
        "type": coded("60591-5", "Patient summary"),
        "title": "Patient summary of March",
        "date": "2024-03-06",
        "subject": SUBJECT,
        "section": list(sections),
    }


def test_a_summary_keeps_its_sections_in_their_order(tmp_path: Path) -> None:
    results = {"title": "Blood tests", "entry": [{"reference": "Observation/o1"}]}
    problems = {"title": "Problem list", "entry": [{"reference": "Condition/c1"}]}
    hb = observation("o1", "Hb", 9, "g/dL", "2024-03-05")
    text = read(tmp_path, bundle(summary(results, problems), PATIENT, CANCER, hb)).pages[0].text
    assert text.startswith("Patient summary of March\n")
    assert text.index("Blood tests") < text.index("Hb") < text.index("Problem list") < text.index("Colon cancer")
    assert text.count("Colon cancer") == 1


def test_a_sections_narrative_is_shown_when_it_says_what_the_entries_say(tmp_path: Path) -> None:
    told = {"status": "generated", "div": "<div><p>Colon cancer, found on a screening colonoscopy</p></div>"}
    section = {"title": "Problem list", "text": told, "entry": [{"reference": "Condition/c1"}]}
    text = read(tmp_path, bundle(summary(section), PATIENT, CANCER)).pages[0].text
    assert "found on a screening colonoscopy" in text
    assert text.count("Colon cancer") == 1


def test_an_empty_narrative_does_not_hide_the_entries(tmp_path: Path) -> None:
    section = {
        "title": "Problem list",
        "text": {"div": "<div>Problems</div>"},
        "entry": [{"reference": "Condition/c1"}],
    }
    assert "Colon cancer" in read(tmp_path, bundle(summary(section), PATIENT, CANCER)).pages[0].text


def test_attached_files_are_named_counted_and_taken_out(tmp_path: Path) -> None:
    reading = read(tmp_path, bundle(PATIENT, LETTER))
    assert reading.inside == 1
    assert "A file is attached: Letter.pdf" in reading.pages[0].text
    ((member, chunks),) = HANDLER.members(tmp_path / "file.json", Format.FHIR)
    assert (member.name, b"".join(chunks)) == ("Letter.pdf", PDF_BYTES)


def test_a_dead_link_says_that_the_hospital_has_it(tmp_path: Path) -> None:
    note = {**LETTER, "content": [{"attachment": {"contentType": "text/html", "url": "Binary/eAbc.123"}}]}
    reading = read(tmp_path, alone(note))
    assert "The hospital has it: ask them for it." in reading.pages[0].text
    assert reading.inside == 0


def test_a_note_alone_in_its_file_is_read_whole(tmp_path: Path) -> None:
    content = [
        {"attachment": {"contentType": "text/plain", "data": as_base64("Größe 3 cm\nBiopsy taken".encode())}}
    ]
    reading = read(tmp_path, alone({**LETTER, "content": content}))
    assert "Größe 3 cm\n    Biopsy taken" in reading.pages[0].text
    assert reading.inside == 0


def test_a_patient_alone_is_still_shown(tmp_path: Path) -> None:
    assert "Ms. Anna Maria Sample" in read(tmp_path, alone(PATIENT)).pages[0].text


def test_a_summary_in_spanish_has_spanish_headings(tmp_path: Path) -> None:
    composed = {**summary(), "language": "es"}
    assert "Fecha de nacimiento: 1964-03-05" in read(tmp_path, bundle(composed, PATIENT)).pages[0].text


def test_a_cut_file_is_read_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, bundle(PATIENT, CANCER)[:-30])
    assert (reading.condition, reading.reason_code) == (Condition.READ, "end_missing")
    assert "Ms. Anna Maria Sample" in reading.pages[0].text


def test_what_holds_no_resource_is_damaged(tmp_path: Path) -> None:
    reading = read(tmp_path, json.dumps({"resourceType": "Bundle", "entry": []}).encode())
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "damaged")
    with pytest.raises(RefusedArchive):
        list(HANDLER.members(tmp_path / "file.json", Format.FHIR))
