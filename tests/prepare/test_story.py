"""The story and the timeline: confirmed lines only, as printed, with where they stand; conflicts side by side."""

from __future__ import annotations

import pytest

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.story import story
from recordkeeper.prepare.timeline import timeline
from recordkeeper.records.belonging import PairKind
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.held import Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.story import StoryPart
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.holdings import day, fact, holding, record, rules

PATHOLOGY = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", title="Pathology report")
LETTER = record("l", Kind.LETTER, "2024-05-06", title="Letter")


def part(name: str, found: Holding, said: Said | None = None) -> StoryPart:
    made = story(found, said or Said(), rules().story)
    return next(each for each in made.parts if each.name == name)


def test_only_what_a_person_confirmed_stands_there_and_the_rest_is_counted() -> None:
    facts = (
        fact("p", FactKind.DIAGNOSIS, "invasive ductal carcinoma", status="confirmed", page=2),
        fact("l", FactKind.DIAGNOSIS, "breast cancer"),
        fact("l", FactKind.STAGE, "IIA", status="to_review"),
    )
    found = holding(LETTER, PATHOLOGY, facts=facts)
    diagnosis = part("diagnosis", found)
    assert [(line.printed, line.record, line.page, line.date) for line in diagnosis.lines] == [
        ("invasive ductal carcinoma", "p", 2, day("2024-03-20"))
    ]
    assert (diagnosis.left_out, part("stage", found).left_out) == (1, 1)
    assert story(found, Said(), rules().story).left_out == 2


def test_what_differs_stands_side_by_side_by_date_and_none_is_chosen() -> None:
    facts = (
        fact("l", FactKind.STAGE, "IIIA", status="confirmed"),
        fact("p", FactKind.STAGE, "IIA", status="corrected"),
    )
    stage = part("stage", holding(LETTER, PATHOLOGY, facts=facts))
    assert stage.side_by_side
    assert [line.printed for line in stage.lines] == ["IIA", "IIIA"]


def test_the_same_words_in_two_records_are_one_line_that_names_both() -> None:
    facts = (
        fact("l", FactKind.DIAGNOSIS, "Invasive ductal carcinoma", status="confirmed"),
        fact("p", FactKind.DIAGNOSIS, "invasive ductal carcinoma", status="confirmed"),
    )
    diagnosis = part("diagnosis", holding(LETTER, PATHOLOGY, facts=facts))
    assert [(line.record, line.others) for line in diagnosis.lines] == [("p", ("l",))]
    assert not diagnosis.side_by_side


def test_two_markers_do_not_differ_from_each_other_but_two_results_of_one_do() -> None:
    er = fact("p", FactKind.MARKER, "ER positive", name="ER", status="confirmed")
    pr = fact("p", FactKind.MARKER, "PR negative", name="PR", status="confirmed")
    later = fact("l", FactKind.MARKER, "ER negative", name="ER", status="confirmed")
    assert not part("markers", holding(PATHOLOGY, facts=(er, pr))).side_by_side
    assert part("markers", holding(LETTER, PATHOLOGY, facts=(er, pr, later))).side_by_side


def test_what_was_typed_says_so_and_may_cite_a_page() -> None:
    typed = [
        Entry(OwnList.TREATMENTS, "t1", {"name": "FOLFOX", "start": "2024-03", "dose": "6 cycles"}),
        Entry(OwnList.TREATMENTS, "t2", {"name": "Surgery", "record": "p#3", "told_by": "Dr. Lee"}),
    ]
    lines = part("treatments", holding(PATHOLOGY), Said(entries={OwnList.TREATMENTS: typed})).lines
    assert [(line.printed, line.entry, line.record, line.page, line.told_by) for line in lines] == [
        ("FOLFOX, 6 cycles", "t1", "", None, ""),
        ("Surgery", "t2", "p", 3, "Dr. Lee"),
    ]


def test_what_is_in_the_trash_tells_nothing() -> None:
    facts = (fact("x", FactKind.DIAGNOSIS, "carcinoma", status="confirmed"),)
    gone = holding(record("x", Kind.LETTER, trashed=True), facts=facts)
    assert part("diagnosis", gone) == StoryPart("diagnosis", ())


def test_the_timeline_is_dated_events_oldest_first_with_their_places() -> None:
    facts = (
        fact("l", FactKind.OPERATION, "lumpectomy", date="2024-04-02", page=2),
        fact("p", FactKind.OPERATION, "Lumpectomy.", date="2024-04-02"),
        fact("l", FactKind.DRUG_TREATMENT, "docetaxel"),  # no date: no event
        fact("l", FactKind.RADIATION, "60 Gy", date="2024-05", status="to_review"),  # nobody is sure
    )
    typed = [
        Entry(OwnList.TREATMENTS, "t1", {"name": "FOLFOX", "kind": "drug", "start": "2024-03", "end": "2024-06"})
    ]
    found = timeline(
        holding(LETTER, PATHOLOGY, facts=facts), Said(entries={OwnList.TREATMENTS: typed}), rules().story
    )
    assert [(str(event.date), event.lane, event.what, event.record, event.page) for event in found] == [
        ("2024-03", "medicines", "FOLFOX", "", None),
        ("2024-03-20", "tissue", "Pathology report", "p", 1),
        ("2024-04-02", "operations", "lumpectomy", "l", 2),
        ("2024-05-06", "visits", "Letter", "l", 1),
    ]
    assert str(found[0].end) == "2024-06"


def test_a_report_and_its_images_are_one_event() -> None:
    report = record("r", Kind.IMAGING_REPORT, "2024-03-04", title="CT chest")
    study = record("s", Kind.IMAGING_STUDY, "2024-03-04", title="CHEST")
    pairs = frozenset({(PairKind.REPORT_OF_STUDY, "r", "s")})
    assert [event.record for event in timeline(holding(report, study, pairs=pairs), Said(), rules().story)] == ["r"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_lane_and_part_has_its_words(language: str) -> None:
    words = Words.load(ROOT / "resources" / "wording", language)
    assert all(words.say(f"story.lane.{lane.name}") for lane in rules().story.lanes)
    assert all(words.say(f"story.part.{each.name}") for each in rules().story.parts)


def test_every_kind_of_fact_but_measures_has_its_part() -> None:
    told = {kind for each in rules().story.parts for kind in each.facts}
    measures = {FactKind.TUMOR_SIZE, FactKind.DEPTH, FactKind.MARGINS, FactKind.INVASION}
    assert set(FactKind) - told == measures


def test_an_operation_stays_an_event_beside_the_tissue_that_came_of_it() -> None:
    operation = record("o", Kind.OPERATIVE_NOTE, "2024-03-07", title="Operative report")
    tissue = record("p", Kind.PATHOLOGY_REPORT, "2024-03-12", title="Pathology report")
    addendum = record("a", Kind.PATHOLOGY_REPORT, "2024-03-20", title="Addendum")
    pairs = frozenset({(PairKind.SPECIMEN_OF_OPERATION, "p", "o"), (PairKind.ADDENDUM_TO, "a", "p")})
    events = timeline(holding(operation, tissue, addendum, pairs=pairs), Said(), rules().story)
    assert [event.record for event in events] == ["o", "p", "a"]


def test_a_line_not_confirmed_by_the_user_is_left_out_and_counted() -> None:
    facts = (
        fact("p", FactKind.DIAGNOSIS, "carcinoma"),
        fact("l", FactKind.DIAGNOSIS, "lymphoma", status="to_review"),
    )
    diagnosis = part("diagnosis", holding(LETTER, PATHOLOGY, facts=facts))
    assert (diagnosis.lines, diagnosis.left_out) == ((), 2)


def test_a_typed_line_says_who_told_it_and_when_and_stands_beside_what_records_say() -> None:
    told = Entry(
        OwnList.STORY, "s1", {"text": "Stage IIB", "part": "stage", "told_by": "Dr. X", "told_on": "2024-04-01"}
    )
    facts = (fact("p", FactKind.STAGE, "IIA", status="confirmed"),)
    stage = part("stage", holding(PATHOLOGY, facts=facts), Said(entries={OwnList.STORY: [told]}))
    assert [(line.printed, line.told_by, line.told_on) for line in stage.lines] == [
        ("IIA", "", None),
        ("Stage IIB", "Dr. X", day("2024-04-01")),
    ]
    assert stage.side_by_side


def test_allergies_are_no_medicines() -> None:
    typed = [
        Entry(OwnList.MEDICINES, "m1", {"name": "Tamoxifen"}),
        Entry(OwnList.MEDICINES, "m2", {"name": "Penicillin: rash", "kind": "allergy"}),
    ]
    said = Said(entries={OwnList.MEDICINES: typed})
    assert [line.printed for line in part("medicines", holding(), said).lines] == ["Tamoxifen"]
    assert [line.printed for line in part("allergies", holding(), said).lines] == ["Penicillin: rash"]


def test_a_plan_says_who_proposed_it() -> None:
    letter = record("l", Kind.LETTER, "2024-05-06", title="Letter", author="Dr. Lee", facility="Pine Hollow")
    facts = (fact("l", FactKind.PLAN, "surgery, then radiation", status="confirmed"),)
    assert [line.by for line in part("plan", holding(letter, facts=facts)).lines] == ["Dr. Lee"]


def test_medicines_allergies_illnesses_and_operations_of_records_wait_to_be_confirmed() -> None:
    facts = (
        fact("l", FactKind.MEDICINE, "Ramipril 5 mg"),
        fact("l", FactKind.ALLERGY, "NKDA", status="confirmed"),
        fact("l", FactKind.OTHER_ILLNESS, "Gout"),
        fact("p", FactKind.EARLIER_OPERATION, "Appendectomy 1998", date="1998"),
    )
    found = holding(LETTER, PATHOLOGY, facts=facts)
    assert [line.printed for line in part("allergies", found).lines] == ["NKDA"]
    medicines, illness = part("medicines", found), part("other_illness", found)
    assert (medicines.lines, [(line.printed, line.fact) for line in medicines.waiting]) == (
        (),
        [("Ramipril 5 mg", "l#fRamipril 5 mg")],
    )
    assert [(line.printed, str(line.date)) for line in illness.waiting] == [
        ("Gout", "2024-05-06"),
        ("Appendectomy 1998", "1998"),
    ]


def test_what_waits_in_the_same_words_waits_once_and_not_where_one_of_them_is_confirmed() -> None:
    facts = (
        fact("l", FactKind.ALLERGY, "Penicillin"),
        fact("p", FactKind.ALLERGY, "penicillin."),
        fact("p", FactKind.ALLERGY, "Latex"),
        fact("l", FactKind.ALLERGY, "latex", status="confirmed"),
    )
    allergies = part("allergies", holding(LETTER, PATHOLOGY, facts=facts))
    assert allergies.blank == "not_checked", "what waits to be confirmed is not said to be missing"
    assert part("allergies", holding(LETTER, PATHOLOGY)).blank == "not_found"
    waiting = allergies.waiting
    assert [(line.printed, line.record) for line in waiting] == [("Penicillin", "l")]
