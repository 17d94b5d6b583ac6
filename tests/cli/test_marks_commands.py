"""`star`, `tag`, `tags`, `note`: what a person puts on a record is found by it, taken back, and rebuilt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import call, init, one_calm_sentence
from tests.making.libraries import write


@pytest.fixture
def library(tmp_path: Path) -> Path:
    library = init(tmp_path / "library")
    heap = write(
        tmp_path / "heap",
        {
            "a.txt": "PROGRESS NOTE\nAnna Sample\nseen on 2024-03-05\nmargins are clear",
            "b.txt": "LETTER\nDate of visit: 2023-02-01\nDear Dr. Other\nAnna Sample was here, margins later",
        },
    )
    assert call(library, "add", heap).code == 0
    return library


def ids(library: Path) -> list[str]:
    return [record["id"] for record in call(library, "list").data["records"]]


def found(library: Path, *words: str) -> set[str]:
    return {hit["record"] for hit in call(library, "search", *words).data["hits"]}


def marks(library: Path, record: str) -> tuple[Any, ...]:
    told = call(library, "show", record).data
    return told["starred"], told["tags"], told["note"]


def test_marks_hold_are_found_taken_back_and_built_again(library: Path) -> None:
    one, two = ids(library)
    assert call(library, "star", one).data["records"][0]["starred"] is True
    assert call(library, "tag", one, two, "--add", "For Dr. Wu", "--add", "later").code == 0
    assert call(library, "note", two, "ask", "about the zebrafish").code == 0
    assert marks(library, one) == (True, ["For Dr. Wu", "later"], None)
    assert call(library, "tags").data["tags"] == [
        {"tag": "For Dr. Wu", "records": 2},
        {"tag": "later", "records": 2},
    ]
    assert found(library, "is:starred") == {one}
    assert found(library, "margins", "tag:for dr. wu") == {one, two}
    assert found(library, "zebrafish") == {two} == found(library, "is:noted")
    assert call(library, "rebuild").code == 0
    assert marks(library, one) == (True, ["For Dr. Wu", "later"], None)
    assert found(library, "zebrafish") == {two}
    assert call(library, "undo").code == 0
    assert marks(library, two) == (False, ["For Dr. Wu", "later"], None)
    assert found(library, "zebrafish") == set()
    assert call(library, "undo").code == 0
    assert marks(library, one) == (True, [], None)


def test_a_tag_is_the_same_in_other_letters_and_can_be_taken_away(library: Path) -> None:
    one, two = ids(library)
    call(library, "tag", one, "--add", "Later")
    call(library, "tag", two, "--add", "  later ", "--add", "LATER")
    assert marks(library, two)[1] == ["Later"]
    call(library, "tag", one, two, "--remove", "LATER")
    assert call(library, "tags").data["tags"] == []
    call(library, "star", one, two)
    call(library, "star", two, "--remove")
    assert (marks(library, one)[0], marks(library, two)[0]) == (True, False)


def test_a_title_that_a_person_wrote_is_found(library: Path) -> None:
    one = ids(library)[0]
    assert found(library, "quokka") == set()
    call(library, "correct", one, "title", "Quokka visit")
    assert found(library, "quokka") == {one}
    call(library, "trash", one)
    assert found(library, "quokka") == set()


def test_a_slip_is_said_and_filters_are_told(library: Path) -> None:
    one, two = ids(library)
    told = call(library, "search", "margens", "kind:letter", "2022..").data
    assert told["read_as"] == {"margens": ["margins"]}
    assert told["asked"]["filters"]["kinds"] == ["letter"]
    assert told["asked"]["filters"]["since"] == "2022"
    assert {hit["record"] for hit in told["hits"]} == {two}
    assert one != two


@pytest.mark.parametrize(
    "more", [("star", "--index", "1"), ("tag",), ("tag", "--add", "  "), ("star", "--caption", "x")]
)
def test_what_cannot_be_done_is_a_sentence(library: Path, more: tuple[str, ...]) -> None:
    answer = call(library, more[0], ids(library)[0], *more[1:])
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_jobs_say_what_can_be_done_in_five_minutes(library: Path) -> None:
    told = call(library, "jobs").data
    assert told["left_at"] is None
    names = [job["job"] for job in told["jobs"]]
    assert "ask_for" in names
    assert names[-2:] == ["question", "helper"]
    assert all(set(job) == {"job", "count", "batch", "minutes", "page", "slot"} for job in told["jobs"])
    call(library, "questions", "add", "Why now?")
    assert "question" not in [job["job"] for job in call(library, "jobs").data["jobs"]]
