"""`init`: a library for one patient, in a new or empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import call, init, one_calm_sentence, said

ANNA = ("init", "--name", "Anna Sample", "--birth-date", "1964-03-05")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert call(tmp_path / "empty", *ANNA).code == 0
    assert call(tmp_path / "empty", "list").data == {"records": []}


def test_a_folder_with_something_in_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    answer = call(tmp_path, *ANNA)
    assert answer.code == 3
    assert one_calm_sentence(answer)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_library_is_never_made_over_another(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    assert call(library, *ANNA).code == 3


def test_a_file_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        answer = call(place, *ANNA)
        assert answer.code == 3
        assert one_calm_sentence(answer)


@pytest.mark.parametrize("date", ["yesterday", "1964-13", "1964-02-30", "05/03/1964", "", "0"])
def test_a_birth_date_that_is_none_makes_nothing(tmp_path: Path, date: str) -> None:
    answer = call(tmp_path / "library", "init", "--name", "Anna", "--birth-date", date)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("identifier", ["12345", ":1", "H:", ""])
def test_a_number_needs_its_issuer(tmp_path: Path, identifier: str) -> None:
    answer = call(tmp_path / "library", *ANNA, "--identifier", identifier)
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_the_folder_says_what_it_is_to_whoever_finds_it(tmp_path: Path) -> None:
    told = said(tmp_path / "library", *ANNA)
    assert "Anna Sample" in told.out
    assert "Anna Sample" in (tmp_path / "library" / "READ-ME.txt").read_text("utf-8")
