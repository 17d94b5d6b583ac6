"""The tracker: what waits, what is late, what a record has answered; the calendar file."""

from __future__ import annotations

import datetime as dt

import pytest

from recordkeeper.prepare.board import Said, board_of
from recordkeeper.prepare.requests import RequestState, Tracked, calendar, titles_of, track
from recordkeeper.records.belonging import PairKind
from recordkeeper.records.held import Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import SlotState
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.holdings import day, holding, record, rules

TODAY = dt.date(2024, 6, 1)
ASKED = {"what": "report", "slot": "discharge", "asked": "2024-05-20"}


def tracked(fields: dict[str, str], found: Holding | None = None, today: dt.date = TODAY) -> Tracked:
    entry = Entry(OwnList.REQUESTS, "r1", fields)
    (only,) = track([entry], found or holding(), rules().board, today)
    return only


def test_a_request_is_to_send_then_waits_then_is_late() -> None:
    assert tracked({"what": "report"}).state is RequestState.TO_SEND
    waiting = tracked(ASKED)
    assert (waiting.state, waiting.due) == (RequestState.WAITING, day("2024-06-19"))
    assert tracked(ASKED, today=dt.date(2024, 6, 19)).state is RequestState.WAITING
    assert tracked(ASKED, today=dt.date(2024, 6, 20)).state is RequestState.OVERDUE
    assert tracked(ASKED | {"due": "2024-05-25"}).state is RequestState.OVERDUE


def test_a_month_without_a_day_is_never_late() -> None:
    found = tracked({"what": "report", "asked": "2024-01"})
    assert (found.state, found.due) == (RequestState.WAITING, None)


@pytest.mark.parametrize("field", ["received", "received_record"])
def test_a_person_may_say_that_it_came(field: str) -> None:
    assert tracked(ASKED | {field: "2024-05-30"}).state is RequestState.ANSWERED


CAME = record("d", Kind.DISCHARGE_SUMMARY, "2024-02-01", added="2024-05-28T10:00:00")


def test_a_record_that_came_in_afterwards_closes_it() -> None:
    found = tracked(ASKED, holding(CAME))
    assert (found.state, found.answered_by) == (RequestState.ANSWERED, "d")


@pytest.mark.parametrize(
    "other",
    [
        record("d", Kind.DISCHARGE_SUMMARY, added="2024-05-19T10:00:00"),  # was here before
        record("d", Kind.LAB_REPORT, added="2024-05-28T10:00:00"),  # is something else
        record("d", Kind.DISCHARGE_SUMMARY, added="2024-05-28T10:00:00", trashed=True),
    ],
)
def test_others_do_not(other: object) -> None:
    assert tracked(ASKED, holding(other)).state is RequestState.WAITING  # type: ignore[arg-type]


REPORT = record("r", Kind.IMAGING_REPORT, "2024-03-04", added="2024-05-01T10:00:00")
STUDY = record("s", Kind.IMAGING_STUDY, "2024-03-04", added="2024-05-28T10:00:00")
IMAGES = {"what": "images", "about": "r", "slot": "scans", "asked": "2024-05-20"}


def test_images_of_a_report_close_the_request_once_they_are_known_to_be_its() -> None:
    assert tracked(IMAGES, holding(REPORT, STUDY)).state is RequestState.WAITING
    paired = holding(REPORT, STUDY, pairs=frozenset({(PairKind.REPORT_OF_STUDY, "r", "s")}))
    assert tracked(IMAGES, paired).answered_by == "s"


def test_slides_are_closed_by_a_person_only() -> None:
    slides = {"what": "slides", "slot": "pathology", "asked": "2024-05-20"}
    came = record("p", Kind.PATHOLOGY_REPORT, added="2024-05-28T10:00:00")
    assert tracked(slides, holding(came)).state is RequestState.WAITING


def test_the_calendar_holds_what_is_due_and_the_visits_of_whole_days() -> None:
    visit = Entry(OwnList.VISIT, "v2", {"doctor": "Dr. Lee", "date": "2024-07-01"})
    undated = Entry(OwnList.VISIT, "v3", {"doctor": "Dr. Other", "date": "2024-07"})
    titles = {"r1": "Report, asked of St. Mary's; ward 3, " + "ñ" * 60, "v2": "Dr. Lee", "v3": "x"}
    text = calendar([tracked(ASKED)], [visit, undated], titles, dt.datetime(2024, 6, 1, 8, 0, tzinfo=dt.UTC))
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode("utf-8")) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20240619\r\nDTEND;VALUE=DATE:20240620" in whole
    assert "DTSTART;VALUE=DATE:20240701" in whole
    assert whole.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Report\\, asked of St. Mary's\\; ward 3\\, " in whole


def test_what_has_come_is_in_no_calendar() -> None:
    answered = tracked(ASKED, holding(CAME))
    text = calendar([answered], [], {"r1": "x"}, dt.datetime(2024, 6, 1, tzinfo=dt.UTC))
    assert "VEVENT" not in text


@pytest.mark.parametrize(
    ("wording", "asked", "wanted"),
    [
        ("us", "2024-05-20", "2024-06-19"),
        ("neutral", "2024-05-20", "2024-06-19"),
        ("uk", "2024-05-20", "2024-06-20"),
        ("eu", "2024-01-31", "2024-02-29"),
        ("eu", "2024-12-15", "2025-01-15"),
    ],
)
def test_an_answer_is_due_after_30_days_or_one_month(wording: str, asked: str, wanted: str) -> None:
    assert tracked({"what": "report", "wording": wording, "asked": asked}).due == day(wanted)


def test_receiving_the_record_closes_the_request_on_the_board_too() -> None:
    request = Entry(OwnList.REQUESTS, "r1", {"what": "report", "slot": "discharge", "asked": "2024-05-20"})
    said = Said(entries={OwnList.REQUESTS: [request]})

    def state(found: Holding) -> tuple[SlotState, object]:
        board = board_of(found, said, rules().board, rules().gaps, TODAY)
        slot = next(slot for slot in board.slots if slot.name == "discharge")
        return slot.state, slot.asked

    assert state(holding()) == (SlotState.ASKED_FOR, day("2024-05-20"))
    assert state(holding(CAME)) == (SlotState.HAVE, None)
    (closed,) = track([request], holding(CAME), rules().board, TODAY)
    assert (closed.state, closed.answered_by) == (RequestState.ANSWERED, "d")


def test_the_calendar_holds_what_is_lent_and_when_records_must_be_there() -> None:
    visit = Entry(OwnList.VISIT, "v1", {"doctor": "Dr. Lee", "records_by": "2024-06-24"})
    lent = Entry(OwnList.SPECIMENS, "s1", {"what": "slides", "lent_to": "X", "back_by": "2024-07-02"})
    back = Entry(OwnList.SPECIMENS, "s2", {"what": "blocks", "back_by": "2024-07-03", "returned_on": "2024-06-01"})
    words = Words.load(ROOT / "resources" / "wording", "en")
    text = calendar(
        [], [visit, lent, back], titles_of([visit, lent, back], words), dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    )
    assert "SUMMARY:Records must be there: Dr. Lee" in text
    assert "DTSTART;VALUE=DATE:20240702" in text
    assert "DTSTART;VALUE=DATE:20240703" not in text
