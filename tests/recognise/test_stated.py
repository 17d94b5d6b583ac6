"""Facts a file states outrank what its text suggests; what is not stated is read from the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.patient import Identifier, PersonRead
from recordkeeper.records.reading import Format, PageText
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate

RULES = Rules.load(Path(__file__).parents[2] / "resources" / "rules")
ANNA = PersonRead("Anna Sample", PartialDate(1964, 3, 5), "F", (Identifier("General Hospital", "MR-4711"),))
PAGE = "CT of the chest\nPatient: Bea Other   DOB: 01/02/1990\nExam date: 04/05/2020\nIMPRESSION: none"
LOINC = "loinc"


def code(code: str, system: str = LOINC, name: str = "") -> StatedCode:
    return StatedCode(system, code, name, "code")


def on(event: Event, date: str) -> StatedDate:
    return StatedDate(PartialDate.parse(date), event, date.replace("-", ""), f"{event}Time")


def read(stated: Stated, text: str = PAGE) -> Recognition:
    return recognise([PageText(1, text)], rules=RULES, format=Format.CDA, stated=stated)


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ([code("11502-2")], Kind.LAB_REPORT),
        ([code("34133-9"), code("2.16.840.1.113883.10.20.22.1.2", "template")], Kind.PORTAL_SUMMARY),
        ([code("57113-1"), code("2.16.840.1.113883.10.20.22.1.14", "template")], Kind.LETTER),
        ([code("00000-0", name="Neurology Consult note")], Kind.CONSULT_NOTE),
        ([code("39039-3", name="MRI brain W contrast")], Kind.IMAGING_REPORT),
        ([code("1", "own", "Surgical Pathology"), code("LAB", "v2-0074")], Kind.PATHOLOGY_REPORT),
        ([code("718-7", name="Hemoglobin"), code("LAB", "v2-0074")], Kind.LAB_REPORT),
        ([code("MedicationOrder", "fhir")], Kind.MEDICATION_LIST),
        ([code("x", "own", "Tumor sequencing"), code("Observation", "fhir")], Kind.MOLECULAR_REPORT),
        ([code("Health Export CDA", "cda-id")], Kind.PORTAL_SUMMARY),
    ],
)  # fmt: skip
def test_codes_tell_the_kind(codes: list[StatedCode], kind: Kind) -> None:
    found = read(Stated(codes=tuple(codes), person=ANNA, dates=(on(Event.SERVICE, "2024-03-01"),)))
    assert found.kind is kind
    assert found.kind_confidence >= 0.85


def test_the_reason_names_the_code_and_the_words() -> None:
    reasons = read(Stated(codes=(code("11502-2", name="Laboratory report"),), person=ANNA)).reasons
    kind = next(reason for reason in reasons if reason.field == "kind")
    assert (kind.rule, kind.words) == ("loinc 11502-2", "Laboratory report")


def entries(*kinds: str) -> tuple[tuple[StatedCode, ...], ...]:
    return tuple((code(kind, "fhir"),) for kind in kinds)


def test_entries_of_one_kind_make_that_kind_and_of_many_a_summary() -> None:
    alike = read(Stated(entries=entries("MedicationRequest", "MedicationStatement"), person=ANNA))
    assert (alike.kind, alike.kind_confidence) == (Kind.MEDICATION_LIST, 0.9)
    mixed = read(Stated(entries=entries("MedicationRequest", "Condition"), person=ANNA))
    assert (mixed.kind, mixed.kind_confidence) == (Kind.PORTAL_SUMMARY, 0.95)


def test_a_file_about_two_people_is_looked_at_by_somebody() -> None:
    assert read(Stated(codes=(code("34133-9"),), person=ANNA, people=2)).kind_confidence <= 0.6


def test_without_a_code_the_text_tells_the_kind() -> None:
    assert read(Stated(codes=(code("34109-9", name="Note"),), person=ANNA)).kind is Kind.IMAGING_REPORT


@pytest.mark.parametrize(
    ("loinc", "dates", "date", "role"),
    [
        (
            "11502-2",
            [(Event.COLLECTED, "2024-03-01"), (Event.ISSUED, "2024-03-02")],
            "2024-03-01",
            DateRole.COLLECTED,
        ),
        ("18748-4", [(Event.SERVICE, "2024-03-01"), (Event.WRITTEN, "2024-03-02")], "2024-03-01", DateRole.EXAM),
        (
            "18842-5",
            [(Event.VISIT, "2024-03-01"), (Event.VISIT_END, "2024-03-09"), (Event.WRITTEN, "2024-03-10")],
            "2024-03-09",
            DateRole.DISCHARGE,
        ),
        (
            "11504-8",
            [(Event.SERVICE, "2024-03-01"), (Event.SERVICE_END, "2024-03-01")],
            "2024-03-01",
            DateRole.PROCEDURE,
        ),
        ("34133-9", [(Event.SERVICE, "1964-03-05"), (Event.WRITTEN, "2024-03-10")], "2024-03-10", DateRole.LIST),
        (
            "34133-9",
            [(Event.SERVICE_END, "2024-03-09"), (Event.WRITTEN, "2024-03-10")],
            "2024-03-09",
            DateRole.LIST,
        ),
        (
            "34133-9",
            [(Event.VISIT_END, "2023-01-02"), (Event.SERVICE_END, "2024-03-10")],
            "2023-01-02",
            DateRole.LIST,
        ),
        (
            "34133-9",
            [(Event.SERVICE_END, "2030-01-01"), (Event.WRITTEN, "2024-03-10")],
            "2024-03-10",
            DateRole.LIST,
        ),
        ("57133-1", [(Event.VISIT, "2024-03-01"), (Event.WRITTEN, "2024-03-02")], "2024-03-02", DateRole.LETTER),
    ],
)
def test_the_day_of_care_is_chosen_by_kind_never_the_birth_nor_what_lies_ahead(
    loinc: str, dates: list[tuple[Event, str]], date: str, role: DateRole
) -> None:
    found = read(Stated(codes=(code(loinc),), person=ANNA, dates=tuple(on(*each) for each in dates)))
    assert (str(found.service_date), found.date_role) == (date, role)
    assert found.date_confidence >= 0.85


def test_a_document_date_alone_is_no_sure_day_of_care() -> None:
    found = read(Stated(codes=(code("11504-8"),), person=ANNA, dates=(on(Event.WRITTEN, "2024-03-10"),)))
    assert str(found.service_date) == "2024-03-10"
    assert found.date_confidence < 0.7


def test_a_thing_of_one_day_with_a_span_of_days_is_less_sure() -> None:
    dates = (on(Event.SERVICE, "2024-03-01"), on(Event.SERVICE_END, "2024-03-08"))
    assert read(Stated(codes=(code("11504-8"),), person=ANNA, dates=dates)).date_confidence < 0.9


def test_the_other_dates_are_kept_with_their_roles() -> None:
    dates = (on(Event.VISIT, "2024-03-01"), on(Event.VISIT_END, "2024-03-09"), on(Event.WRITTEN, "2024-03-10"))
    found = read(Stated(codes=(code("18842-5"),), person=ANNA, dates=dates)).other_dates
    assert set(found) == {
        DateRead(PartialDate(2024, 3, 1), DateRole.ADMISSION),
        DateRead(PartialDate(2024, 3, 10), DateRole.REPORTED),
        DateRead(PartialDate(1964, 3, 5), DateRole.BIRTH),
    }


def test_the_stated_person_place_and_author_outrank_the_text() -> None:
    stated = Stated(
        codes=(code("18748-4"),),
        title=Said("Chest CT", "title"),
        person=ANNA,
        person_path="recordTarget",
        dates=(on(Event.SERVICE, "2024-03-01"),),
        facility=Said("General Hospital", "custodian"),
        author=Said("Ruth Field", "author"),
        accession=Said("A-1", "order"),
    )
    found = read(stated)
    assert found.person == ANNA
    assert (found.title, found.facility, found.author, found.accession) == (
        "Chest CT",
        "General Hospital",
        "Ruth Field",
        "A-1",
    )


def test_what_is_not_stated_is_read_from_the_text() -> None:
    found = read(Stated(codes=(code("18748-4"),)))
    assert (found.person.name, str(found.service_date)) == ("Bea Other", "2020-04-05")
    assert found.title == "Imaging report"
    fields = {reason.field for reason in found.reasons}
    assert {"kind", "service_date", "patient_name", "birth_date"} <= fields


def test_every_reason_shows_where_the_text_says_it() -> None:
    text = "Health document\nPatient: Anna Sample\nDate of birth: 1964-03-05\nDocument date: 2024-03-10"
    stated = Stated(
        codes=(code("34133-9"),), person=ANNA, person_path="Patient", dates=(on(Event.WRITTEN, "2024-03-10"),)
    )
    reasons = {reason.field: reason for reason in read(stated, text).reasons}
    assert reasons["patient_name"].page == reasons["birth_date"].page == reasons["service_date"].page == 1
    assert reasons["service_date"].words == "2024-03-10"  # as the text has it, not the file's 20240310
    assert reasons["service_date"].rule == "field of the file: writtenTime"


def test_nothing_is_read_from_a_long_text_when_all_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(pages: Sequence[PageText]) -> Recognition:
        raise AssertionError(f"{len(pages)} pages were read")

    from recordkeeper.recognise.stated import recognise_stated

    stated = Stated(codes=(code("34133-9"),), person=ANNA, dates=(on(Event.WRITTEN, "2024-03-10"),))
    assert recognise_stated(stated, [PageText(1, PAGE)] * 1000, RULES, never).kind is Kind.PORTAL_SUMMARY
