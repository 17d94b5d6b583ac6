"""Whose FHIR files are: the patient most of it is about, and whether it is about more than one person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Resource
from recordkeeper.formats.fhir_people import names_of, numbers_of, whose
from recordkeeper.formats.health_data import HealthData
from recordkeeper.records.patient import Identifier, PersonRead
from tests.making.health import PATIENT, observation

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")
OTHER = {"resourceType": "Patient", "id": "p2", "name": [{"text": "Bea Other"}], "birthDate": "1990"}
HB = observation("o", "Hb", 9, "g/dL", "2024-03-05")


def read(*contents: dict[str, Any]) -> tuple[PersonRead, str, int]:
    resources = [Resource(content) for content in contents]
    return whose(resources, Index(resources), DATA)


def test_the_official_name_comes_first_and_numbers_know_their_issuer() -> None:
    assert names_of(PATIENT) == ["Ms. Anna Maria Sample", "Annie"]
    assert numbers_of(PATIENT, DATA) == [
        Identifier("General Hospital", "MR-4711"),
        Identifier("SSN", "999-00-1234"),
    ]


def test_a_bundle_is_about_its_patient() -> None:
    person, path, people = read(PATIENT, HB)
    assert (person.name, str(person.birth_date), person.sex, path, people) == (
        "Ms. Anna Maria Sample",
        "1964-03-05",
        "F",
        "Patient",
        1,
    )


def test_of_two_patients_the_one_most_entries_are_about_counts_and_two_are_told() -> None:
    person, _, people = read(OTHER, PATIENT, HB)
    assert (person.name, people) == ("Ms. Anna Maria Sample", 2)


def test_a_summary_is_about_its_subject_only() -> None:
    person, path, people = read(
        OTHER, PATIENT, {"resourceType": "Composition", "subject": {"reference": "Patient/p2"}}
    )
    assert (person.name, path, people) == ("Bea Other", "Composition.subject", 1)


def test_without_a_patient_the_name_of_the_subject_must_do() -> None:
    person, path, people = read(observation("o", "Hb", 9, "", "2024", subject={"display": "Sample, Anna"}))
    assert (person.name, path, people) == ("Sample, Anna", "subject", 1)
    assert not read({"resourceType": "Basic"})[0]
