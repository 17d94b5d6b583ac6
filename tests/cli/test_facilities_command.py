"""`facilities`: one entry a place, made one, named and asked from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import call, said

FACILITY = {"facility", "spellings", "merged", "records", "date_order", "unclear_dates", "asks"}
TEXTS = {
    "one.txt": "St. Mary's Hospital\nDepartment of Radiology\nCT CHEST\nExam date: 03/04/2024\nFINDINGS: clear\n",
    "two.txt": "ST MARYS HOSP\nMRI OF THE BRAIN\nExam date: 05/04/2024\nFINDINGS: normal\nIMPRESSION: normal\n",
    "three.txt": "Pine Hollow Clinic\nCLINIC NOTE\nDate of visit: March 9, 2024\nSUBJECTIVE: well\n",
}


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A library of nobody's country, so that nothing but the place tells how dates are printed."""
    library = tmp_path / "library"
    call(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
        call(library, "add", str(tmp_path / name))
    return library


def test_each_place_is_listed_once_with_its_spellings(places: Path) -> None:
    found = {row["facility"]: row for row in call(places, "facilities", "list").data["facilities"]}
    assert all(set(row) == FACILITY for row in found.values())
    assert set(found["St. Mary's Hospital"]["spellings"]) == {"St. Mary's Hospital", "St Marys Hosp"}
    assert found["Pine Hollow Clinic"]["asks"] == []


def test_bare_it_lists(places: Path) -> None:
    assert call(places, "facilities").data["facilities"]


def test_a_place_told_how_it_prints_dates_has_them_all_right(places: Path) -> None:
    answer = call(places, "facilities", "dates", "St. Mary's Hospital", "day_first")
    dates = {record["service_date"] for record in answer.data["records"]}
    assert dates == {"2024-04-03", "2024-04-05"}


def test_two_places_made_one(places: Path) -> None:
    call(places, "facilities", "merge", "Pine Hollow Clinic", "St. Mary's Hospital")
    assert [row["records"] for row in call(places, "facilities").data["facilities"]] == [3]


def test_a_place_merged_into_another_is_parted_again(places: Path) -> None:
    call(places, "facilities", "merge", "Pine Hollow Clinic", "St. Mary's Hospital")
    assert call(places, "facilities").data["facilities"][0]["merged"] == ["Pine Hollow Clinic"]
    call(places, "facilities", "part", "Pine Hollow Clinic")
    assert [row["records"] for row in call(places, "facilities").data["facilities"]] == [2, 1]


def test_the_receipt_asks_how_a_place_prints_dates_until_it_is_said(places: Path) -> None:
    (asked,) = call(places, "receipt", "1").data["date_questions"]
    assert asked["facility"] == "St. Mary's Hospital"
    assert len(asked["records"]) == 2
    days = {(asked["month_first"], asked["day_first"])}
    assert days <= {("2024-03-04", "2024-04-03"), ("2024-05-04", "2024-04-05")}
    sentence = said(places, "receipt", "1").out
    assert "How does St. Mary's Hospital print dates?" in sentence
    assert 'facilities dates "St. Mary\'s Hospital" month_first' in sentence
    assert call(places, "receipt", "3").data["date_questions"] == []
    call(places, "facilities", "dates", "St. Mary's Hospital", "day_first")
    assert call(places, "receipt", "1").data["date_questions"] == []
    call(places, "undo")
    assert len(call(places, "receipt", "1").data["date_questions"]) == 1


def test_a_place_nobody_knows_is_refused_in_a_sentence(places: Path) -> None:
    answer = call(places, "facilities", "name", "Nowhere", "Somewhere")
    assert answer.code == 2
    assert "Nowhere" in answer.err
