"""The readiness board: what fills a slot, what makes it partly, what a person says of it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence

import pytest

from recordkeeper.prepare.board import Said, board_of
from recordkeeper.prepare.telling import note, sentence
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.gaps import GapKind
from recordkeeper.records.held import Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import Board, Slot, SlotState
from recordkeeper.records.told import ToldKind
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.holdings import day, fact, holding, record, rules, told

TODAY = dt.date(2024, 6, 1)
RULES_FOLDER = ROOT / "resources" / "rules"
READ_BY = ("readiness", "facts_markers", "analytes")


def board(found: Holding, said: Said | None = None) -> Board:
    return board_of(found, said or Said(), rules().board, rules().gaps, TODAY)


def slot(name: str, found: Holding, said: Said | None = None) -> Slot:
    return next(each for each in board(found, said).slots if each.name == name)


def entries(of: OwnList, *fields: dict[str, str]) -> dict[OwnList, Sequence[Entry]]:
    return {of: [Entry(of, f"e{number}", each) for number, each in enumerate(fields)]}


def test_with_nothing_here_every_slot_is_not_found_and_says_so() -> None:
    found = board(holding())
    assert [each.name for each in found.slots] == [
        "scans", "exams", "blood_tests", "pathology", "discharge", "genetics", "medicines", "doctor_report",
        "treatments", "plan",
    ]  # fmt: skip
    assert {each.state for each in found.slots} == {SlotState.NOT_FOUND}
    assert [gap.kind for gap in found.gaps] == [GapKind.SLOT_EMPTY] * 10


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.LAB_REPORT, "blood_tests"),
        (Kind.PATHOLOGY_REPORT, "pathology"),
        (Kind.DISCHARGE_SUMMARY, "discharge"),
        (Kind.GERMLINE_REPORT, "genetics"),
        (Kind.MEDICATION_LIST, "medicines"),
        (Kind.LETTER, "doctor_report"),
        (Kind.PROCEDURE_REPORT, "exams"),
        (Kind.OPERATIVE_NOTE, "treatments"),
        (Kind.TUMOR_BOARD, "plan"),
    ],
)
def test_a_record_of_the_right_sort_fills_a_slot(kind: Kind, name: str) -> None:
    found = slot(name, holding(record("x", kind, "2024-03-04")))
    assert (found.state, found.records, found.newest) == (SlotState.HAVE, ("x",), day("2024-03-04"))


def test_what_only_holds_a_part_makes_it_partly() -> None:
    found = slot("medicines", holding(record("d", Kind.DISCHARGE_SUMMARY)))
    assert (found.state, found.only_in) == (SlotState.PARTLY, "d")
    told_in = holding(record("l", Kind.LETTER), facts=(fact("l", FactKind.TUMOR_GENE, "KRAS", name="KRAS"),))
    assert slot("genetics", told_in).only_in == "l"


def test_an_open_gap_makes_it_partly_and_is_the_reason() -> None:
    found = slot("scans", holding(record("r", Kind.IMAGING_REPORT, "2024-03-04", modalities=("CT",))))
    assert found.state is SlotState.PARTLY
    assert [gap.kind for gap in found.why] == [GapKind.REPORT_WITHOUT_IMAGES]


def test_a_preliminary_scan_report_says_nothing_of_the_pathology() -> None:
    from recordkeeper.records.belonging import Revision

    early = record(
        "r", Kind.IMAGING_REPORT, "2024-03-04", told(ToldKind.PRELIMINARY), revision=Revision.PRELIMINARY
    )
    assert slot("pathology", holding(early, record("p", Kind.PATHOLOGY_REPORT))).state is SlotState.HAVE


def test_what_is_in_the_trash_fills_nothing() -> None:
    assert slot("plan", holding(record("x", Kind.TUMOR_BOARD, trashed=True))).state is SlotState.NOT_FOUND


@pytest.mark.parametrize(
    "state", [SlotState.NOT_DONE, SlotState.DONT_KNOW, SlotState.NOT_NEEDED, SlotState.ASKED_FOR]
)
def test_a_persons_word_holds_while_nothing_is_here(state: SlotState) -> None:
    found = board(holding(), Said(slots={"genetics": state}))
    genetics = next(each for each in found.slots if each.name == "genetics")
    assert (genetics.state, genetics.said) == (state, state)
    assert "genetics" not in [dict(gap.fields)["what"] for gap in found.gaps]


def test_a_record_that_comes_in_gainsays_all_but_not_needed() -> None:
    here = holding(record("g", Kind.GERMLINE_REPORT))
    assert slot("genetics", here, Said(slots={"genetics": SlotState.NOT_DONE})).state is SlotState.HAVE
    assert slot("genetics", here, Said(slots={"genetics": SlotState.NOT_NEEDED})).state is SlotState.NOT_NEEDED


def test_what_was_asked_for_waits_until_it_comes() -> None:
    asked = Said(entries=entries(OwnList.REQUESTS, {"slot": "discharge", "asked": "2024-05-20"}))
    waiting = slot("discharge", holding(), asked)
    assert (waiting.state, waiting.asked, waiting.due) == (
        SlotState.ASKED_FOR,
        day("2024-05-20"),
        day("2024-06-19"),
    )
    assert slot("discharge", holding(record("d", Kind.DISCHARGE_SUMMARY)), asked).state is SlotState.HAVE
    answered = Said(
        entries=entries(OwnList.REQUESTS, {"slot": "discharge", "asked": "2024-05-20", "received": "2024-05-30"})
    )
    assert slot("discharge", holding(), answered).state is SlotState.NOT_FOUND


def test_medicines_a_person_typed_fill_their_slot() -> None:
    typed = Said(entries=entries(OwnList.MEDICINES, {"name": "Tamoxifen"}))
    found = slot("medicines", holding(), typed)
    assert (found.state, found.typed) == (SlotState.HAVE, 1)


LABS = holding(record("old", Kind.LAB_REPORT, "2024-01-05"), record("new", Kind.LAB_REPORT, "2024-04-10"))


def test_blood_tests_are_too_old_only_when_somebody_said_how_old_they_may_be() -> None:
    assert slot("blood_tests", LABS).state is SlotState.HAVE
    wants = Said(entries=entries(OwnList.VISIT, {"doctor": "Dr. Lee", "labs_within_days": "30"}))
    found = board(LABS, wants)
    (gap,) = [gap for gap in found.gaps if gap.kind is GapKind.STALE_LABS]
    assert (gap.record, dict(gap.fields)["count"]) == ("new", 30)
    assert slot("blood_tests", LABS, wants).state is SlotState.PARTLY


def test_how_old_they_are_is_counted_from_the_visit() -> None:
    visit = {"doctor": "Dr. Lee", "labs_within_days": "90", "date": "2024-07-30"}
    assert slot("blood_tests", LABS, Said(entries=entries(OwnList.VISIT, visit))).state is SlotState.PARTLY
    sooner = visit | {"date": "2024-07-01"}
    assert slot("blood_tests", LABS, Said(entries=entries(OwnList.VISIT, sooner))).state is SlotState.HAVE


def test_a_sort_of_cancer_asks_for_markers_and_other_reports() -> None:
    report = record("p", Kind.PATHOLOGY_REPORT, names=("ER", "PR"))
    breast = Said(choices={"cancer": "breast"})
    found = slot("pathology", holding(report), breast)
    assert found.state is SlotState.PARTLY
    assert dict(found.why[0].fields)["names"] == "HER2"
    assert slot("pathology", holding(report)).state is SlotState.HAVE
    blood = slot("pathology", holding(report), Said(choices={"cancer": "blood"}))
    assert (blood.state, blood.only_in) == (SlotState.PARTLY, "p")
    unknown = Said(choices={"cancer": "a later version's"})
    assert slot("pathology", holding(report), unknown).state is SlotState.HAVE


@pytest.mark.parametrize(
    ("sort", "names", "state"),
    [
        ("bowel", ("MSI",), SlotState.HAVE),
        ("bowel", (), SlotState.PARTLY),
        ("lung", ("EGFR", "ALK"), SlotState.PARTLY),
        ("lung", ("EGFR", "ALK", "PD-L1"), SlotState.HAVE),
        ("lung_small", (), SlotState.HAVE),
        ("lymphoma", (), SlotState.HAVE),
        ("brain", ("MGMT", "IDH"), SlotState.HAVE),
        ("brain", ("MGMT",), SlotState.PARTLY),
        ("ovary", ("BRCA2",), SlotState.HAVE),
    ],
)
def test_what_each_sort_asks_of_the_tissue(sort: str, names: tuple[str, ...], state: SlotState) -> None:
    report = record("p", Kind.PATHOLOGY_REPORT, names=names)
    assert slot("pathology", holding(report), Said(choices={"cancer": sort})).state is state


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_sort_asks_for_what_the_program_can_read_and_has_a_name(language: str) -> None:
    data = {name: tomllib.loads((RULES_FOLDER / f"{name}.toml").read_text("utf-8")) for name in READ_BY}
    known = {*data["facts_markers"]["markers"], *data["facts_markers"]["genes"]}
    words = Words.load(ROOT / "resources" / "wording", language)
    for sort, asked in data["readiness"]["cancers"].items():
        assert words.has(f"readiness.cancer.{sort}")
        assert known.issuperset([*asked.get("markers", ()), *asked.get("any_marker", ())])
        assert set(asked.get("blood", ())) <= set(data["analytes"])
        assert bool(asked.get("blood")) == bool(asked.get("blood_name"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_slot_state_and_gap_has_its_sentence(language: str) -> None:
    words = Words.load(ROOT / "resources" / "wording", language)
    tells = (told(ToldKind.STUDY, "CT", "2024-01-12"), told(ToldKind.PATHOLOGY, "S:24:1"))
    found = holding(
        record("n", Kind.CONSULT_NOTE, "2024-05-06", *tells),
        record("r", Kind.IMAGING_REPORT, "2024-03-04"),
        facts=(fact("n", FactKind.MARKER, "ER +", name="ER"),),
    )
    said = Said(
        slots={"plan": SlotState.NOT_DONE, "genetics": SlotState.DONT_KNOW, "discharge": SlotState.NOT_NEEDED},
        entries=entries(OwnList.REQUESTS, {"slot": "medicines", "asked": "2024-05"}),
    )
    made = board(found, said)
    records = {each.id: each for each in found.records}
    for each in made.slots:
        told_ = note(words, each, records)
        assert told_.endswith(".")
        assert "{" not in told_
        assert words.say(f"readiness.slot.{each.name}")
        assert words.say(f"readiness.state.{each.state}")
    for gap in made.gaps:
        assert sentence(words, gap).endswith(".")


def test_a_note_names_the_first_gap_and_counts_the_others() -> None:
    words = Words.load(ROOT / "resources" / "wording", "en")
    found = holding(
        record("r", Kind.IMAGING_REPORT, "2024-03-12", modalities=("CT",)),
        record("q", Kind.IMAGING_REPORT, "2024-02-12", modalities=("MR",)),
    )
    assert note(words, slot("scans", found), {}) == (
        "The report on a CT scan of 12 Mar 2024 is here. Its images are not. There is one more like this."
    )
