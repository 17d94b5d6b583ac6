"""Requests drawn up from gaps: what to ask for, of whom, about what."""

from __future__ import annotations

import pytest

from recordkeeper.prepare.asking import request_for, request_for_slot
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import OwnList
from tests.prepare.holdings import record, rules

CT = record("r", Kind.IMAGING_REPORT, "2024-03-04", facility="St. Mary's Hospital")
NOTE = record("n", Kind.CONSULT_NOTE, "2024-05-06", facility="Pine Hollow")
RECORDS = {"r": CT, "n": NOTE}


def fields(gap: Gap) -> dict[str, str]:
    return request_for(gap, RECORDS, rules().gaps, "A record names a CT scan.")


def test_what_a_record_lacks_is_asked_of_where_it_came_from() -> None:
    asked = fields(Gap(GapKind.REPORT_WITHOUT_IMAGES, "r"))
    assert asked == {"what": "images", "slot": "scans", "about": "r", "from": "St. Mary's Hospital"}


def test_what_a_record_only_tells_of_may_lie_anywhere() -> None:
    asked = fields(Gap(GapKind.STUDY_MENTIONED_MISSING, "n", page=1, words="CT of 12 Jan"))
    assert asked == {"what": "images", "slot": "scans", "details": "A record names a CT scan. “CT of 12 Jan”"}


def test_a_preliminary_scan_report_is_one_of_the_scans() -> None:
    assert fields(Gap(GapKind.FINAL_MISSING, "r"))["slot"] == "scans"


def test_nobody_can_be_asked_for_newer_blood_tests_by_letter() -> None:
    assert fields(Gap(GapKind.STALE_LABS, "n")) == {}


@pytest.mark.parametrize("kind", [kind for kind in GapKind if kind is not GapKind.STALE_LABS])
def test_every_request_drawn_up_is_one_that_can_be_kept(kind: GapKind) -> None:
    gap = Gap(kind, "r", (("what", "plan"),), words="as printed")
    asked = fields(gap)
    assert asked
    assert rules().lists[OwnList.REQUESTS].checked(asked) == asked


def test_every_slot_can_be_asked_for() -> None:
    for slot in rules().board.names:
        asked = request_for_slot(slot)
        assert rules().lists[OwnList.REQUESTS].checked(asked) == asked
