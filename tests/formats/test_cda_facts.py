"""What the header of a CDA document states, each fact with its place in the file."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.formats.cda_facts import CdaFacts, cda_facts
from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.xml_tree import parse_xml
from recordkeeper.records.patient import Identifier
from recordkeeper.records.stated import Event
from tests.making.health import cda

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")


def facts(document: bytes) -> CdaFacts:
    root = parse_xml(document)
    assert root is not None
    return cda_facts(root, DATA)


def test_the_patient_is_named_as_used_with_numbers_and_who_issues_them() -> None:
    found = facts(cda())
    person = found.stated.person
    assert (person.name, str(person.birth_date), person.sex) == ("Ms. Anna Maria Sample", "1964-03-05", "F")
    assert person.identifiers == (Identifier("General Hospital", "MR-4711"), Identifier("SSN", "999-00-1234"))
    assert found.other_names == ("Annie",)


def test_dates_say_what_happened_on_them() -> None:
    found = facts(cda(visit="<low value='202403011200'/><high value='20240302'/>")).stated.dates
    assert [(each.event, str(each.date)) for each in found] == [
        (Event.VISIT, "2024-03-01"),
        (Event.VISIT_END, "2024-03-02"),
        (Event.SERVICE, "2024-03-01"),
        (Event.SERVICE_END, "2024-03-05"),
        (Event.WRITTEN, "2024-03-06"),
    ]
    assert found[0].path == "encompassingEncounter/effectiveTime/low"


def test_the_place_is_that_of_the_visit_else_who_keeps_the_document() -> None:
    found = facts(cda(visit="<low value='20240301'/>"))
    assert (found.stated.facility.words, found.place) == ("North Clinic", "Ward 3")
    assert facts(cda()).stated.facility.words == "General Hospital"


def test_author_title_and_codes_are_stated() -> None:
    stated = facts(cda(code="11504-8", title="Operative note")).stated
    assert (stated.author.words, stated.title.words) == ("Dr Ruth Field", "Operative note")
    assert (stated.codes[0].system, stated.codes[0].code) == ("loinc", "11504-8")
    assert ("template", "2.16.840.1.113883.10.20.22.1.1") in [(code.system, code.code) for code in stated.codes]


def test_a_document_about_two_people_says_so_and_two_names_of_one_do_not() -> None:
    other = "<recordTarget><patientRole><patient><name>Bea Other</name></patient></patientRole></recordTarget>"
    assert facts(cda()).stated.people == 1
    assert facts(cda(extra=other)).stated.people == 2


def test_an_empty_document_states_nothing() -> None:
    found = facts(b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>")
    assert not found.stated.person
    assert found.stated.dates == found.stated.codes == ()
