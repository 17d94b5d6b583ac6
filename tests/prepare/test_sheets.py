"""Sheets for paper: what stands on each, and what does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.paper.letter import write_pdf
from recordkeeper.prepare.board import Said, board_of
from recordkeeper.prepare.opinions import side_by_side
from recordkeeper.prepare.requests import RequestState, Tracked
from recordkeeper.prepare.sheets import SheetKind, sheet
from recordkeeper.prepare.sheets_known import Known
from recordkeeper.prepare.story import story
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.patient import Patient
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.holdings import day, fact, holding, record, rules

PATHOLOGY = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", title="Pathology report")
PATIENT = Patient("Anna Sample", day("1964-03-05"), country="US")


def known(entries: dict[OwnList, Sequence[Entry]], **more: object) -> Known:
    said = Said(entries=entries)
    facts = (fact("p", FactKind.DIAGNOSIS, "invasive ductal carcinoma", status="confirmed", page=2),)
    told = story(holding(PATHOLOGY, facts=facts), said, rules().story)
    held = holding(PATHOLOGY, facts=facts)
    board = board_of(held, said, rules().board, rules().gaps, dt.date(2024, 6, 1))
    return Known(
        PATIENT,
        said,
        {"p": PATHOLOGY},
        told,
        **{"holding": held, "board": board, "lists": rules().lists, "today": dt.date(2024, 6, 1), **more},  # type: ignore[arg-type]
    )


def text(kind: SheetKind, have: Known, language: str = "en", *, private: bool = False) -> str:
    words = Words.load(ROOT / "resources" / "wording", language)
    return sheet(kind, have, words, day("2024-06-01"), private=private).text


QUESTIONS = {
    OwnList.VISIT: [Entry(OwnList.VISIT, "v1", {"doctor": "Dr. Lee", "date": "2024-07-01"})],
    OwnList.QUESTIONS: [
        Entry(OwnList.QUESTIONS, "q1", {"text": "Why this drug?", "points_at": "p#2"}),
        Entry(OwnList.QUESTIONS, "q2", {"text": "Am I ready?", "for": "me"}),
        Entry(OwnList.QUESTIONS, "q3", {"text": "And then?", "answer": "We look again."}),
    ],
}


def test_questions_have_room_for_answers_and_private_ones_stay_home() -> None:
    told = text(SheetKind.QUESTIONS, known(QUESTIONS))
    assert "Dr. Lee, 1 Jul 2024" in told
    assert "1. Why this drug?\nSee: Pathology report, 20 Mar 2024, page 2\n____" in told
    assert "2. And then?\nAnswer: We look again." in told
    assert "Am I ready?" not in told
    assert "2. Am I ready?" in text(SheetKind.QUESTIONS, known(QUESTIONS), private=True)


def test_the_story_cites_and_says_what_is_not_found() -> None:
    told = text(SheetKind.STORY, known({}))
    assert "DIAGNOSIS\n20 Mar 2024: invasive ductal carcinoma (Pathology report, 20 Mar 2024, page 2)" in told
    assert "ALLERGIES\nnot found" in told


def test_a_loan_slip_is_for_what_is_out_and_not_back() -> None:
    out = Entry(OwnList.SPECIMENS, "s1", {"what": "slides", "accession": "S24-1", "lent_to": "Example Center"})
    back = replace(out, id="s2", fields={**out.fields, "accession": "S24-2", "returned_on": "2024-05-01"})
    told = text(SheetKind.LOAN, known({OwnList.SPECIMENS: [out, back]}))
    assert "Case number: S24-1" in told
    assert "S24-2" not in told
    assert "signature" in told


def test_medicines_are_listed_as_written() -> None:
    entry = Entry(OwnList.MEDICINES, "m1", {"name": "Tamoxifen", "dose": "20 mg", "since": "2024-03"})
    assert "Tamoxifen, 20 mg\nSince Mar 2024" in text(SheetKind.MEDICINES, known({OwnList.MEDICINES: [entry]}))


def test_handing_over_tells_where_things_are_and_what_is_open() -> None:
    request = Entry(OwnList.REQUESTS, "r1", {"what": "images", "from": "St. Mary's", "asked": "2024-05-01"})
    bundle = LedgerEntry("2024-05-30T10:00:00", "/bundles/one", "folder", "Dr. Lee", "ab", {}, ())
    have = known(
        QUESTIONS,
        tracked=(Tracked(request, RequestState.WAITING, day("2024-05-31")),),
        place="/home/anna/records",
        last_bundle=bundle,
    )
    told = text(SheetKind.HANDOVER, have)
    for part in (
        "/home/anna/records",
        "/bundles/one",
        "30 May 2024",
        "asked of St. Mary's",
        "31 May 2024",
        "Dr. Lee",
    ):
        assert part in told


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", SheetKind)
def test_every_sheet_can_be_made_with_nothing_written_down(kind: SheetKind, language: str) -> None:
    told = text(kind, known({}, place="/x"), language)
    assert "Anna Sample" in told
    assert "{" not in told


def test_opinions_stand_side_by_side_and_the_person_says_what_differs() -> None:
    first = Entry(OwnList.OPINIONS, "o1", {"by": "Dr. A", "diagnosis": "carcinoma", "plan": "surgery"})
    second = Entry(OwnList.OPINIONS, "o2", {"by": "Dr. B", "plan": "drugs first", "plan_compared": "differs"})
    diagnosis, plan = side_by_side([first, second])
    assert (diagnosis.name, diagnosis.differs, plan.name, plan.differs) == ("diagnosis", False, "plan", True)
    assert [(each.by, each.says) for each in plan.opinions] == [("Dr. A", "surgery"), ("Dr. B", "drugs first")]
    assert diagnosis.opinions[1].says == ""
    assert side_by_side([]) == ()


def test_the_companion_gets_the_visit_the_questions_and_room_and_nothing_private() -> None:
    visit = {"doctor": "Dr. Lee", "date": "2024-07-01", "companion": "Maria", "notes": "I am afraid."}
    have = known({**QUESTIONS, OwnList.VISIT: [Entry(OwnList.VISIT, "v1", visit)]})
    told = text(SheetKind.COMPANION, have, private=True)
    assert "Dr. Lee, 1 Jul 2024" in told
    assert "Maria" in told
    assert "1. Why this drug?\nSee: Pathology report, 20 Mar 2024, page 2\n____" in told
    assert "What to listen for\n- What do they say it is" in told
    assert "Notes\n____" in told
    assert "Am I ready?" not in told
    assert "I am afraid." not in told


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("many", [False, True])
def test_the_story_stays_on_one_page_and_says_when_it_was_shortened(
    tmp_path: Path, language: str, many: bool
) -> None:
    words = Words.load(ROOT / "resources" / "wording", language)
    typed = [
        Entry(OwnList.STORY, f"s{number}", {"part": "stage", "text": f"Stage {number}"})
        for number in range(200 if many else 1)
    ]
    made = sheet(SheetKind.STORY, known({OwnList.STORY: typed}), words, day("2024-06-01"))
    assert write_pdf(made, tmp_path / "story.pdf") == 1
    with pymupdf.open(tmp_path / "story.pdf") as document:
        printed = " ".join(" ".join(page.get_text() for page in document).split())
    assert "Stage 0" in printed
    assert (words.say("sheets.shortened") in printed) is many


def test_handing_over_says_who_may_act_and_until_when() -> None:
    fields = {"name": "Ben Sample", "relation": "son", "authority_kind": "power_of_attorney", "until": "2026-12-31"}
    told = text(SheetKind.HANDOVER, known({OwnList.HELPERS: [Entry(OwnList.HELPERS, "h1", fields)]}))
    assert "Ben Sample (son)\nWhat lets them act: power of attorney for health\nUntil: 31 Dec 2026" in told
