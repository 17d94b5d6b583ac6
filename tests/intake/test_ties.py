"""Papers with nothing but the patient's name: what ties them to the patient, and what keeps them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from recordkeeper.catalogue.changes import MINE, OTHERS
from recordkeeper.catalogue.named import Named, Origin
from recordkeeper.intake.ties import Answer, answers
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.patient import Identifier, Patient, PersonRead

BORN = PartialDate(1964, 3, 5)
ANNA = Patient("Anna Sample", BORN)
ALONE = PersonRead("Anna Sample")
SURE = PersonRead("SAMPLE, ANNA", BORN, identifiers=(Identifier("General Hospital", "771234"),))
NAMESAKE = PersonRead("Anna Sample", PartialDate(1991, 7, 8))


def named(record: str, person: PersonRead, accession: str = "") -> Named:
    return Named(record, person, accession, Identity.UNKNOWN, asked=False, status=Status.RECOGNISED, said="")


def judged(known: Sequence[Named], *origins: Origin) -> dict[str, Answer]:
    return answers(ANNA, known, lambda: origins)


def alone_with(other: PersonRead, one: str, two: str, intakes: tuple[int, int] = (1, 1)) -> Answer:
    """What becomes of a paper at path `one` with the name alone, when another one came at path `two`."""
    known = [named("alone", ALONE), named("other", other)]
    return judged(known, Origin("alone", 1, intakes[0], one), Origin("other", 2, intakes[1], two))["alone"]


def test_a_name_alone_is_nobodys_and_nobody_is_asked_about_one_paper() -> None:
    found = judged([named("alone", ALONE)], Origin("alone", 1, 1, "/drop/a.pdf"))["alone"]
    assert (found.identity, found.asked, found.only_name) == (Identity.UNKNOWN, False, True)


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ("/in/all.zip!/x/a.pdf", "/in/all.zip!/b.pdf", "what it came in"),
        ("/in/letter.eml!/scan.pdf", "/in/letter.eml", "what it came in"),
    ],
)
def test_what_it_came_with_ties_it_to_the_patient(one: str, two: str, why: str) -> None:
    found = alone_with(SURE, one, two)
    assert (found.identity, found.asked) == (Identity.AGREES, False)
    assert why in found.rule


def test_a_folder_and_a_drop_tie_nothing_as_a_namesakes_paper_may_lie_there_too() -> None:
    assert alone_with(SURE, "/drop/a.pdf", "/drop/b.pdf").identity is Identity.UNKNOWN
    assert alone_with(SURE, "/drop/x/a.pdf", "/drop/y/b.pdf").identity is Identity.UNKNOWN


def test_a_name_alone_is_no_company() -> None:
    assert alone_with(PersonRead("A. Sample", None), "/drop/a.pdf", "/drop/b.pdf").identity is Identity.UNKNOWN


@pytest.mark.parametrize("stranger", [NAMESAKE, PersonRead("A. Sample", PartialDate(1991, 7, 8))])
def test_where_somebody_of_that_name_has_been_met_a_person_is_asked(stranger: PersonRead) -> None:
    known = [named("alone", ALONE), named("sure", SURE), named("namesake", stranger)]
    here = (Origin("alone", 1, 1, "/drop/a.pdf"), Origin("sure", 2, 1, "/drop/b.pdf"))
    for intake in (1, 2):
        found = judged(known, *here, Origin("namesake", 3, intake, "/other/c.pdf"))["alone"]
        assert (found.identity, found.asked) == (Identity.UNKNOWN, True)


def test_a_namesake_met_elsewhere_does_not_part_one_file() -> None:
    known = [named("alone", ALONE), named("sure", SURE), named("namesake", NAMESAKE)]
    origins = [
        Origin("alone", 1, 1, "/d/a.pdf"),
        Origin("sure", 1, 1, "/d/a.pdf"),
        Origin("namesake", 3, 1, "/d/c"),
    ]
    assert judged(known, *origins)["alone"].identity is Identity.AGREES
    origins[2] = replace(origins[2], original=1, path="/d/a.pdf")
    assert judged(known, *origins)["alone"].identity is Identity.UNKNOWN


def test_a_sister_in_the_same_archive_is_no_namesake() -> None:
    known = [
        named("alone", ALONE),
        named("sure", SURE),
        named("eva", PersonRead("Eva Sample", BORN.__class__(1970))),
    ]
    origins = [Origin(one.record, at, 1, f"/all.zip!/{at}.pdf") for at, one in enumerate(known)]
    assert judged(known, *origins)["alone"].identity is Identity.AGREES


def test_a_number_that_a_sure_paper_bears_decides_and_another_of_the_same_place_asks() -> None:
    def found(number: str) -> Answer:
        alone = replace(ALONE, identifiers=(Identifier("GENERAL HOSPITAL", number),))
        return judged([named("alone", alone), named("sure", SURE)])["alone"]

    assert found("771234").identity is Identity.AGREES
    assert (found("999999").identity, found("999999").asked) == (Identity.UNKNOWN, True)


def test_a_place_that_gave_the_patient_several_numbers_tells_nothing() -> None:
    second = replace(SURE, identifiers=(Identifier("General Hospital", "880000"),))
    alone = replace(ALONE, identifiers=(Identifier("General Hospital", "999999"),))
    found = judged([named("alone", alone), named("sure", SURE), named("second", second)])["alone"]
    assert (found.identity, found.asked) == (Identity.UNKNOWN, False)


def test_the_accession_of_a_sure_record_decides_unless_a_stranger_has_it_too() -> None:
    known = [named("alone", ALONE, "S24-10032"), named("sure", SURE, "s24-10032")]
    assert judged(known)["alone"].identity is Identity.AGREES
    assert judged([*known, named("namesake", NAMESAKE, "S24-10032")])["alone"].identity is Identity.UNKNOWN
    short = [named("alone", ALONE, "12"), named("sure", SURE, "12")]
    assert judged(short)["alone"].identity is Identity.UNKNOWN


def test_what_a_person_said_counts_and_the_trash_does_not() -> None:
    origins = [Origin("alone", 1, 1, "/all.zip!/a.pdf"), Origin("other", 2, 1, "/all.zip!/b.pdf")]

    def found(other: Named) -> Answer:
        return judged([named("alone", ALONE), other], *origins)["alone"]

    said = named("other", ALONE)
    assert found(replace(said, said=MINE)).identity is Identity.AGREES
    assert found(replace(said, said=OTHERS)).asked
    assert found(replace(named("other", SURE), status=Status.TRASHED)).identity is Identity.UNKNOWN
