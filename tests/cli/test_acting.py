"""The acts of a person: what they change, that they can be taken back, and what history says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import call, one_calm_sentence, said
from tests.cli.conftest import names


def record_of(library: Path, record: str) -> dict[str, Any]:
    shown: dict[str, Any] = call(library, "show", record).data
    return shown


@pytest.fixture
def one(own: Path) -> str:
    return names(own)["letter.pdf"]


def test_accept_confirms_and_undo_takes_it_back_and_redo_does_it_again(own: Path, one: str) -> None:
    before = record_of(own, one)
    assert call(own, "accept", one).data["records"][0]["status"] == "confirmed"
    assert call(own, "undo").data["records"] == [
        {key: value for key, value in before.items() if key not in ("reasons", "text")}
    ]
    assert call(own, "redo").data["records"][0]["status"] == "confirmed"
    assert call(own, "redo").code == 2


def test_several_at_once(own: Path) -> None:
    both = sorted(names(own).values())
    touched = call(own, "accept", *both).data["records"]
    assert sorted(record["id"] for record in touched) == both
    assert len(call(own, "history").data["changes"]) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "tumor_board"), ("title", "Ñandú — 放射線"), ("service_date", "2024"), ("service_date", "2024-03"),
        ("service_date", "2024-03-05"), ("facility", "Harbor"), ("author", "Dr. Who"), ("accession", "A-1"),
    ],
)  # fmt: skip
def test_correct_lays_a_value_over_what_was_read(own: Path, one: str, field: str, value: str) -> None:
    before = record_of(own, one)
    assert call(own, "correct", one, field, value).data["records"][0][field] == value
    assert record_of(own, one)[field] == value
    call(own, "undo")
    assert record_of(own, one) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "novel"), ("service_date", "yesterday"), ("service_date", "2024-13"), ("shoe_size", "42")],
)
def test_a_value_that_cannot_be_is_refused_and_changes_nothing(own: Path, one: str, field: str, value: str) -> None:
    answer = call(own, "correct", one, field, value)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert call(own, "history").data == {"changes": []}


@pytest.mark.parametrize("command", ["accept", "trash", "untrash", "show"])
def test_a_record_that_is_not_there(own: Path, command: str) -> None:
    answer = call(own, command, "d2222222222222222")
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert "d2222222222222222" in answer.err


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_nothing_to_undo_is_a_sentence(own: Path, command: str) -> None:
    answer = call(own, command)
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_trash_and_untrash(own: Path, one: str) -> None:
    assert call(own, "trash", one).data["records"][0]["status"] == "trashed"
    assert call(own, "search", "wombat").data["hits"] == []
    assert call(own, "untrash", one).data["records"][0]["status"] != "trashed"
    assert call(own, "search", "wombat").data["hits"]


def test_history_says_what_was_taken_back_and_done_again(own: Path, one: str) -> None:
    call(own, "accept", one)
    call(own, "undo")
    call(own, "redo")
    call(own, "correct", one, "title", "New")
    call(own, "undo")
    lines = [line.split("  ")[2] for line in said(own, "history").out.splitlines()]
    assert lines == [
        "took back 4: corrected",
        "corrected (taken back later)",
        "did 1 again: accepted",
        "took back 1: accepted",
        "accepted",
    ]
    assert [change["undoes"] for change in call(own, "history").data["changes"]] == [4, None, 1, 1, None]


def test_show_tells_people_of_a_study(library: Path) -> None:
    (study,) = call(library, "list", "--kind", "imaging_study").data["records"]
    assert "3 images" in said(library, "show", study["id"]).out


def test_show_tells_people_the_text(library: Path, ids: dict[str, str]) -> None:
    assert "quokka tissue" in said(library, "show", ids["biopsy.pdf"]).out


def test_search_finds_the_page_and_says_nothing_of_the_trash(library: Path, ids: dict[str, str]) -> None:
    (hit,) = call(library, "search", "quokka", "tissue").data["hits"]
    assert (hit["record"], hit["page"]) == (ids["biopsy.pdf"], 1)
    assert hit["boxes"]
    for nothing in ("zebra", "quokka zebra"):
        told = call(library, "search", nothing).data
        assert (told["hits"], told["notes"]) == ([], [])


@pytest.mark.parametrize(
    "words", ['"', "*", "AND", "a:b", "NEAR(", "-x", "'; DROP TABLE record", "()", "^", "\x00"]
)
def test_no_words_break_the_search(library: Path, words: str) -> None:
    answer = call(library, "search", "--", words)
    assert answer.code == 0, answer.err
    assert set(answer.data) == {"hits", "notes", "asked", "read_as"}
