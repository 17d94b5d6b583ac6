"""Getting ready from the command line: checklists, typed lines of the story, templates, notes found, opinions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import call, init


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return init(tmp_path / "library")


def ok(library: Path, *arguments: object) -> Any:
    answer = call(library, *arguments)
    assert answer.code == 0, answer.err
    return answer.data


def test_a_checklist_moves_the_board_and_whose_it_is_can_be_chosen(library: Path) -> None:
    ok(
        library,
        "checklist",
        "add",
        "No discharge summaries",
        "--slot",
        "discharge",
        "--needed",
        "no",
        "--recipient",
        "A",
    )
    ok(library, "checklist", "add", "Passport", "--recipient", "B")
    board = ok(library, "readiness")
    states = {slot["slot"]: slot["state"] for slot in board["slots"]}
    assert states["discharge"] == "not_needed"
    assert [wish["text"] for wish in board["wishes"]] == ["Passport"]
    chosen = ok(library, "readiness", "recipient", "B")
    assert {slot["slot"]: slot["state"] for slot in chosen["slots"]}["discharge"] == "not_found"
    assert call(library, "readiness", "recipient", "C").code == 2


def test_a_line_of_the_story_is_typed_changed_taken_off_and_brought_back(library: Path) -> None:
    each = ok(
        library, "story", "add", "Stage IIA", "--part", "stage", "--told-by", "Dr. X", "--told-on", "2024-03-01"
    )
    (entry,) = each["story"]

    def stage() -> list[dict[str, Any]]:
        return next(part["lines"] for part in ok(library, "story")["story"] if part["part"] == "stage")

    assert [(line["printed"], line["told_by"], line["told_on"]) for line in stage()] == [
        ("Stage IIA", "Dr. X", "2024-03-01")
    ]
    ok(library, "story", "set", entry["id"], "text", "Stage IIB")
    assert stage()[0]["printed"] == "Stage IIB"
    ok(library, "story", "remove", entry["id"])
    assert stage() == []
    ok(library, "undo")
    assert stage()[0]["printed"] == "Stage IIB"


def test_what_a_person_wrote_is_found_by_search_and_not_once_it_is_taken_off(library: Path) -> None:
    ok(library, "visit", "add", "Dr. Lee", "--companion", "Álvaro")
    question = ok(library, "questions", "add", "Why chemotherapy first?")["questions"][0]["id"]
    assert [(n["list"], n["field"]) for n in ok(library, "search", "alva")["notes"]] == [("visit", "companion")]
    (found,) = ok(library, "search", "chemo", "first")["notes"]
    assert (found["list"], found["entry"]) == ("questions", question)
    ok(library, "questions", "remove", question)
    assert ok(library, "search", "chemo")["notes"] == []


def test_a_template_is_changed_used_and_taken_back(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("Dear {from},\n\nplease send it to {name}.\n", "utf-8")
    ok(library, "requests", "template", "images", "--wording", "us", "--set", own)
    each = ok(library, "requests", "add", "images", "--wording", "us", "--from", "St. Mary's")["requests"][0]["id"]
    letter = ok(library, "requests", "letter", each, "--out", tmp_path / "a.txt")
    assert letter["text"] == "Dear St. Mary's,\n\nplease send it to Anna Sample.\n"
    own.write_text("Dear {nobody}", "utf-8")
    assert call(library, "requests", "template", "images", "--set", own).code == 2
    ok(library, "requests", "template", "images", "--wording", "us", "--reset")
    assert "DICOMDIR" in ok(library, "requests", "letter", each, "--out", tmp_path / "b.txt")["text"]


def test_a_letter_is_kept_as_it_was_changed(library: Path, tmp_path: Path) -> None:
    each = ok(library, "requests", "add", "report", "--from", "St. Mary's")["requests"][0]["id"]
    own = tmp_path / "own.txt"
    own.write_text("Dear Kim,\n\nas we said on the phone.\n", "utf-8")
    for ending in ("pdf", "docx"):
        ok(library, "requests", "letter", each, "--out", tmp_path / f"a.{ending}", "--text", own, "--keep")
    again = ok(library, "requests", "letter", each, "--out", tmp_path / "b.txt")["text"]
    assert again == "Dear Kim,\n\nas we said on the phone.\n"


def test_opinions_that_differ_offer_questions_and_a_third_and_many_a_quiet_word(library: Path) -> None:
    first = ok(library, "opinions", "add", "Dr. A", "--plan", "surgery", "--place", "Pine Hollow")["opinions"][0][
        "id"
    ]
    ok(library, "opinions", "add", "Dr. B", "--plan", "drugs", "--guideline", "NCCN")
    assert ok(library, "opinions", "compare")["third_opinion"] == []
    ok(library, "opinions", "add", "Dr. C", "--plan", "drugs", "--plan-compared", "differs")
    ok(library, "opinions", "add", "Dr. D")
    found = ok(library, "opinions", "compare")
    assert found["third_opinion"] == ["pathology", "surgery", "medical", "radiation"]
    assert len(found["ask_both"]) >= 2
    assert found["many"]
    assert "guideline" in [topic["topic"] for topic in found["topics"]]
    (request,) = ok(library, "opinions", "ask-report", first)["requests"]
    assert (request["what"], request["from"]) == ("report", "Dr. A, Pine Hollow")


def test_the_sheet_for_a_caregiver_tells_the_last_backup_and_the_next_visit(library: Path, tmp_path: Path) -> None:
    ok(library, "visit", "add", "Dr. Gone", "--date", "2020-01-01")
    ok(library, "visit", "add", "Dr. Lee", "--date", "2999-01-01")
    assert "No backup" in ok(library, "print", "handover", "--out", tmp_path / "a.txt")["text"]
    ok(library, "backup", tmp_path / "stick.zip")
    text = ok(library, "print", "handover", "--out", tmp_path / "b.txt")["text"]
    assert str(tmp_path / "stick.zip") in text
    assert str(library) in text
    assert "Dr. Lee" in text
    assert "Dr. Gone" not in text


def test_treatments_and_medicines_list_what_was_typed_and_read(library: Path) -> None:
    ok(library, "treatments", "add", "FOLFOX", "--kind", "drug", "--start", "2024-03")
    found = ok(library, "treatments")
    assert [entry["name"] for entry in found["treatments"]] == ["FOLFOX"]
    assert [(line["sort"], line["printed"]) for line in found["line"]] == [("drug", "FOLFOX")]
    ok(library, "medicines", "add", "Penicillin", "--kind", "allergy")
    assert ok(library, "medicines")["line"][0]["sort"] == "allergy"
