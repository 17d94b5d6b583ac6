"""A recipient's checklist: what is not needed, how old it may be, what else is asked for; whose is chosen."""

from __future__ import annotations

import datetime as dt

from recordkeeper.prepare.board import Said, board_of
from recordkeeper.prepare.sharing import _FOR_THE_PATIENT
from recordkeeper.prepare.slots import CANCER, RECIPIENT
from recordkeeper.records.gaps import GapKind
from recordkeeper.records.held import Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import Board, Slot, SlotState
from tests.prepare.holdings import holding, record, rules

TODAY = dt.date(2024, 6, 1)
CT = record("ct", Kind.IMAGING_STUDY, "2024-03-04", modalities=("CT",))
HEAP = holding(CT, record("p", Kind.PATHOLOGY_REPORT, "2024-03-20"), record("l", Kind.LAB_REPORT, "2024-05-25"))


def line(each: str, text: str, **fields: str) -> Entry:
    return Entry(OwnList.CHECKLIST, each, {"text": text, **fields})


def board(*lines: Entry, choices: dict[str, str] | None = None, found: Holding = HEAP) -> Board:
    said = Said(choices=choices or {}, entries={OwnList.CHECKLIST: lines})
    return board_of(found, said, rules().board, rules().gaps, TODAY)


def slot(made: Board, name: str) -> Slot:
    return next(each for each in made.slots if each.name == name)


def test_a_record_older_than_the_recipient_wants_is_partly_there_and_told() -> None:
    made = board(line("c1", "CT of the last six weeks", slot="scans", within_days="42"))
    (gap,) = (gap for gap in made.gaps if gap.kind is GapKind.STALE_RECORDS)
    assert (gap.record, dict(gap.fields)["count"]) == ("ct", 42)
    assert gap in slot(made, "scans").why
    assert slot(made, "scans").state is SlotState.PARTLY
    fresh = board(line("c1", "CT of this year", slot="scans", within_days="150"))
    assert not [gap for gap in fresh.gaps if gap.kind is GapKind.STALE_RECORDS]


def test_without_a_checklist_nothing_is_too_old() -> None:
    kinds = {gap.kind for gap in board().gaps}
    assert kinds.isdisjoint({GapKind.STALE_LABS, GapKind.STALE_RECORDS})


def test_blood_tests_go_by_the_checklist_as_well() -> None:
    assert GapKind.STALE_LABS in {
        g.kind for g in board(line("c1", "Labs", slot="blood_tests", within_days="3")).gaps
    }


def test_what_the_recipient_does_not_need_is_not_needed_and_not_empty() -> None:
    made = board(line("c1", "No discharge summaries", slot="discharge", needed="no"))
    assert slot(made, "discharge").state is SlotState.NOT_NEEDED
    assert not [g for g in made.gaps if g.kind is GapKind.SLOT_EMPTY and dict(g.fields)["what"] == "discharge"]


def test_what_they_ask_for_beside_the_cards_is_listed_and_ticked_off() -> None:
    made = board(line("c1", "Passport"), line("c2", "Insurance card", here="yes"))
    assert [(wish.text, wish.here) for wish in made.wishes] == [("Passport", False), ("Insurance card", True)]


def test_only_the_chosen_recipients_lines_count() -> None:
    lines = (line("c1", "Passport", recipient="A"), line("c2", "Photo", recipient="B"), line("c3", "Both"))
    assert [wish.text for wish in board(*lines).wishes] == ["Passport", "Photo", "Both"]
    assert [wish.text for wish in board(*lines, choices={RECIPIENT: "B"}).wishes] == ["Photo", "Both"]


# Named so that a person finds theirs; nothing is looked for in nearly everybody with it.
ASKED_FOR_NONE = {"other", "lymphoma", "lung_small"}


def test_every_sort_of_cancer_but_other_changes_what_the_board_asks_for() -> None:
    plain = board().slots
    changed = {cancer for cancer in rules().board.cancers if board(choices={CANCER: cancer}).slots != plain}
    assert changed == set(rules().board.cancers) - ASKED_FOR_NONE


def test_one_of_several_markers_or_blood_tests_is_enough() -> None:
    tested = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", names=("MSI",))
    assert slot(board(choices={CANCER: "bowel"}), "pathology").why
    assert not slot(board(choices={CANCER: "bowel"}, found=holding(tested)), "pathology").why
    blood = record("l", Kind.LAB_REPORT, "2024-05-25")
    assert slot(board(choices={CANCER: "prostate"}, found=holding(blood)), "blood_tests").why
    held = holding(blood, tests=frozenset({"psa_ultrasensitive"}))
    assert not slot(board(choices={CANCER: "prostate"}, found=held), "blood_tests").why


def test_what_a_recipient_asks_for_stays_out_of_every_bundle() -> None:
    assert GapKind.STALE_RECORDS in _FOR_THE_PATIENT
    (wish,) = (line("c1", "CT of the last six weeks", slot="scans", within_days="42"),)
    assert not rules().lists[OwnList.CHECKLIST].is_shared(wish)
