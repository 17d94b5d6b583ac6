"""Strangers: one group a person, what a person says of them, and all of it taken back and built again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import HEAD, call, init, one_calm_sentence, said
from tests.making import dicom, documents

OMAR = "Omar Khan   Born 09/17/1951   MRN: 00771234"


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    documents.pdf_with_text(folder / "mine.pdf", [f"{HEAD}\nDear colleague, the wombat is well."])
    documents.pdf_with_text(folder / "omar1.pdf", [f"Patient: {OMAR}\nDISCHARGE SUMMARY\nquokka seen"])
    documents.pdf_with_text(folder / "omar2.pdf", ["Patient: KHAN, OMAR  DOB: 09/17/1951\nPROGRESS NOTE\nnumbat"])
    documents.pdf_with_text(folder / "ann.pdf", ["Patient: Ann Brown  DOB: 02/03/1944\nPROGRESS NOTE\nbilby seen"])
    return folder


@pytest.fixture
def library(heap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECORDKEEPER_HOME", str(tmp_path / "home"))
    library = init(tmp_path / "library")
    assert call(library, "add", heap).code == 0
    return library


def groups(library: Path) -> dict[str, Any]:
    answer = call(library, "strangers")
    assert answer.code == 0, answer.err
    return {
        group["person"]["name"].lower().split()[-1].replace("omar", "khan"): group
        for group in answer.data["groups"]
    }


def held(library: Path) -> dict[str, tuple[str, str]]:
    """Name of the file → status and identity."""
    records = call(library, "list").data["records"]
    return {record["files"][0]["name"]: (record["status"], record["identity"]) for record in records}


def test_one_question_a_person_across_spellings_and_adds(library: Path, heap: Path, tmp_path: Path) -> None:
    found = groups(library)
    assert {name: group["count"] for name, group in found.items()} == {"khan": 2, "brown": 1}
    assert found["khan"]["why"] == (
        "The name is not Anna Sample. The birth date is another: 17 Sep 1951, not 5 Mar 1964."
    )
    assert found["khan"]["person"]["birth_date"] == "1951-09-17"
    documents.pdf_with_text(tmp_path / "omar3.pdf", ["Patient: Mr Omar Khan  DOB: 09/17/1951\nLetter"])
    receipt = call(library, "add", tmp_path / "omar3.pdf").data
    again = groups(library)
    assert again["khan"]["count"] == 3
    assert again["khan"]["id"] == found["khan"]["id"]
    assert [group["id"] for group in receipt["strangers"]] == [found["khan"]["id"]]


def test_said_to_be_the_patient_all_come_back_and_later_ones_agree(library: Path, tmp_path: Path) -> None:
    group = groups(library)["khan"]
    before = held(library)
    answer = call(library, "strangers", "me", group["id"])
    assert answer.code == 0, answer.err
    assert {record["identity"] for record in answer.data["records"]} == {"agrees"}
    assert {record["status"] for record in answer.data["records"]} <= {"recognised", "to_review"}
    assert list(groups(library)) == ["brown"]
    receipt = call(library, "receipt").data
    assert receipt["totals"]["set_aside"] == 1
    assert receipt["totals"]["added"] == 3
    documents.pdf_with_text(tmp_path / "omar3.pdf", ["Patient: Omar Khan  DOB: 09/17/1951\nPROGRESS NOTE\nagain"])
    assert call(library, "add", tmp_path / "omar3.pdf").data["totals"]["added"] == 1
    assert held(library)["omar3.pdf"][1] == "agrees"
    call(library, "undo")
    assert {name: each for name, each in held(library).items() if name != "omar3.pdf"} == before
    assert held(library)["omar3.pdf"] == ("set_aside", "differs")
    assert groups(library)["khan"]["count"] == 3
    call(library, "redo")
    assert held(library)["omar3.pdf"][1] == "agrees"


def test_left_out_they_stay_aside_and_nobody_asks_again(library: Path, tmp_path: Path) -> None:
    group = groups(library)["khan"]
    before = held(library)
    assert call(library, "strangers", "leave", group["id"]).code == 0
    assert held(library) == before
    assert groups(library)["khan"]["state"] == "left"
    documents.pdf_with_text(tmp_path / "omar3.pdf", ["Patient: Omar Khan  DOB: 09/17/1951\nPROGRESS NOTE\nagain"])
    assert call(library, "add", tmp_path / "omar3.pdf").data["strangers"] == []
    call(library, "undo")
    assert groups(library)["khan"]["state"] == "open"
    call(library, "strangers", "leave", group["id"])
    call(library, "strangers", "me", group["id"])  # another answer takes the place of the first
    assert held(library)["omar1.pdf"][1] == "agrees"
    call(library, "undo")
    assert groups(library)["khan"]["state"] == "left"


def test_all_of_it_is_built_again_from_the_journal(library: Path) -> None:
    found = groups(library)
    call(library, "strangers", "me", found["khan"]["id"])
    call(library, "strangers", "leave", found["brown"]["id"])
    call(library, "accept", found["khan"]["records"][0])
    told = [held(library), groups(library), call(library, "history").data, call(library, "receipt").data]
    assert call(library, "rebuild").code == 0
    assert [held(library), groups(library), call(library, "history").data, call(library, "receipt").data] == told


def test_a_group_is_found_by_one_of_its_records_too(library: Path) -> None:
    record = groups(library)["brown"]["records"][0]
    assert call(library, "strangers", "me", record).data["records"][0]["identity"] == "agrees"


def test_a_group_that_is_not_there_is_a_sentence(library: Path) -> None:
    answer = call(library, "strangers", "me", "g222")
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_people_are_told_in_words(library: Path, heap: Path) -> None:
    told = said(library, "strangers").out
    assert "Ann Brown: 1 record, set aside" in told
    assert "The name is not Anna Sample." in told
    assert "2 people are named who are not the patient" in said(library, "receipt").out


def test_in_a_session(library: Path) -> None:
    from tests.cli.calling import start

    with start("--library", library, "session") as process:
        lines = [
            {"command": "strangers"},
            {"command": "strangers", "args": ["leave", groups(library)["brown"]["id"]]},
        ]
        out, _ = process.communicate("".join(json.dumps(line) + "\n" for line in lines), timeout=60)
    first, second = map(json.loads, out.splitlines())
    assert len(first["groups"]) == 2
    assert second["exit_code"] == 0, second


def test_scans_are_one_person_by_number_name_birth_date_and_issuer_together(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    people = [("A1", "19500101"), ("B2", "19500101"), ("A1", "19620202"), ("A1", "19500101")]
    for at, (number, born) in enumerate(people):
        who = dicom.SeriesRecipe(patient_name="Brown^John", patient_id=number, birth_date=born, rows=8, columns=8)
        dicom.write_series(tmp_path / f"scan{at}", replace(who, slices=1, series_number=1 + at))
    assert call(library, "add", *(tmp_path / f"scan{at}" for at in range(len(people)))).code == 0
    found = call(library, "strangers").data["groups"]
    told = {(one["person"]["identifiers"][0]["value"], one["person"]["birth_date"]): one["count"] for one in found}
    assert told == {("A1", "1950-01-01"): 1, ("B2", "1950-01-01"): 1, ("A1", "1962-02-02"): 1}
    call(library, "strangers", "me", found[0]["id"])
    left = {(one["person"]["identifiers"][0]["value"], one["person"]["birth_date"]) for one in groups_of(library)}
    assert ("A1", "1962-02-02") in left
    assert call(library, "reread", "--all").data["changed"] == 0


def groups_of(library: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call(library, "strangers").data["groups"]
    return found


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of papers with the patient's name and nothing else to tell by, and one of an initial."""
    monkeypatch.setenv("RECORDKEEPER_HOME", str(tmp_path / "home"))
    library = init(tmp_path / "library")
    heap = tmp_path / "bare"
    heap.mkdir()
    for at in (1, 2, 3):
        documents.pdf_with_text(heap / f"bare{at}.pdf", [f"Patient: Anna Sample\nPROGRESS NOTE {at}\nnumbat"])
    documents.pdf_with_text(heap / "initial.pdf", ["Patient: A. Sample\nPROGRESS NOTE\nbilby seen"])
    assert call(library, "add", heap).code == 0
    return library


def asked_of(library: Path) -> dict[str, dict[str, Any]]:
    return {group["about"]: group for group in call(library, "strangers").data["groups"]}


def test_papers_with_the_name_alone_are_one_question_and_none_is_asked_about_by_itself(bare: Path) -> None:
    assert {name: each[1] for name, each in held(bare).items()} == dict.fromkeys(held(bare), "unknown")
    assert all(status == "recognised" for name, (status, _) in held(bare).items() if name != "initial.pdf")
    found = asked_of(bare)
    assert found["name_alone"]["count"] == 3
    assert found["unsure"]["count"] == 1
    assert found["name_alone"]["why"] == "The name is Anna Sample. There is no birth date to compare."
    receipt = call(bare, "receipt").data
    assert receipt["strangers"] == []
    assert {group["id"] for group in receipt["unsure"]} == {group["id"] for group in found.values()}
    assert "3 papers have only the name Anna Sample on them" in said(bare, "strangers").out


def test_said_to_be_the_patients_they_agree_and_later_ones_are_asked_about_again(
    bare: Path, tmp_path: Path
) -> None:
    before = held(bare)
    answer = call(bare, "strangers", "me", asked_of(bare)["name_alone"]["id"])
    assert [record["identity"] for record in answer.data["records"]] == ["agrees"] * 3
    assert list(asked_of(bare)) == ["unsure"]
    documents.pdf_with_text(tmp_path / "late.pdf", ["Patient: Anna Sample\nLETTER\nquoll"])
    call(bare, "add", tmp_path / "late.pdf")
    assert held(bare)["late.pdf"][1] == "unknown"
    assert asked_of(bare)["name_alone"]["count"] == 1
    call(bare, "undo")
    assert {name: each for name, each in held(bare).items() if name != "late.pdf"} == before
    assert call(bare, "reread", "--all").data["changed"] == 0


def test_said_to_be_somebody_elses_they_are_set_aside_and_stay_so(bare: Path) -> None:
    group = asked_of(bare)["name_alone"]
    answer = call(bare, "strangers", "leave", group["id"])
    assert {(record["identity"], record["status"]) for record in answer.data["records"]} == {
        ("differs", "set_aside")
    }
    assert call(bare, "receipt").data["totals"]["set_aside"] == 3
    (left,) = [each for each in call(bare, "strangers").data["groups"] if each["about"] == "stranger"]
    assert (left["state"], left["count"]) == ("left", 3)
    told = [held(bare), asked_of(bare), call(bare, "receipt").data]
    assert call(bare, "rebuild").code == 0
    assert [held(bare), asked_of(bare), call(bare, "receipt").data] == told
    call(bare, "strangers", "me", left["id"])  # another answer takes the place of the first
    assert {held(bare)[f"bare{at}.pdf"] for at in (1, 2, 3)} == {("recognised", "agrees")}
    call(bare, "undo")
    call(bare, "undo")
    assert held(bare)["bare1.pdf"] == ("recognised", "unknown")
    assert call(bare, "receipt").data["totals"]["set_aside"] == 0


def test_a_doubtful_name_is_answered_for_its_papers(bare: Path) -> None:
    answer = call(bare, "strangers", "me", asked_of(bare)["unsure"]["id"])
    assert answer.data["records"][0]["identity"] == "agrees"
    (left,) = call(bare, "strangers").data["groups"]
    assert left["about"] == "name_alone"
    call(bare, "strangers", "me", left["id"])
    assert held(bare)["bare1.pdf"][1] == "agrees"
    assert call(bare, "strangers").data["groups"] == []


def test_in_one_archive_with_a_paper_that_has_the_birth_date_the_name_is_enough(bare: Path, tmp_path: Path) -> None:
    heap = tmp_path / "more"
    heap.mkdir()
    documents.pdf_with_text(heap / "sure.pdf", [f"{HEAD}\nDear colleague, the wombat is well."])
    documents.pdf_with_text(heap / "beside.pdf", ["Patient: Anna Sample\nLETTER\nquoll"])
    call(bare, "add", shutil.make_archive(str(tmp_path / "portal"), "zip", heap))
    assert held(bare)["beside.pdf"][1] == "agrees"
    assert held(bare)["bare1.pdf"][1] == "unknown"
    record = next(
        one["id"] for one in call(bare, "list").data["records"] if one["files"][0]["name"] == "beside.pdf"
    )
    (why,) = [each for each in call(bare, "show", record).data["reasons"] if each["field"] == "identity"]
    assert why["value"] == "agrees"
    assert "what it came in" in why["rule"]
    documents.pdf_with_text(tmp_path / "other.pdf", ["Patient: Anna Sample  DOB: 09/09/1991\nLETTER\nkoala"])
    call(bare, "add", tmp_path / "other.pdf")  # a namesake: bare names are asked about
    for _ in range(2):
        assert held(bare)["bare1.pdf"] == ("to_review", "unknown")
        assert held(bare)["beside.pdf"][1] == "agrees"
        assert call(bare, "rebuild").code == 0
