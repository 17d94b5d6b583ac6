"""`facts`: what the records say about the illness, and a person's word on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import HEAD, call, init, one_calm_sentence, said, start
from tests.making import documents

TEXT = (
    f"{HEAD}\nPATHOLOGY REPORT\nFINAL DIAGNOSIS\n"
    "Lung, biopsy: Adenocarcinoma, pT2 pN0.\nKRAS: G12C mutation detected"
)
KEYS = {"id", "fact", "name", "printed", "date", "record", "file", "page", "box", "words", "confidence", "status"}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    documents.pdf_with_text(tmp_path / "report.pdf", [TEXT])
    library = init(tmp_path / "library")
    assert call(library, "add", tmp_path / "report.pdf").code == 0
    return library


def test_every_fact_has_its_page_its_words_and_a_box(library: Path) -> None:
    facts = call(library, "facts").data["facts"]
    (record,) = call(library, "list").data["records"]
    assert {fact["fact"]: fact["printed"] for fact in facts} == {
        "site": "Lung",
        "diagnosis": "Adenocarcinoma",
        "stage": "pT2 pN0",
        "marker": "KRAS: G12C mutation detected",
    }
    for fact in facts:
        assert set(fact) == KEYS
        assert (fact["record"], fact["page"], fact["status"]) == (record["id"], 1, "recognised")
        x0, y0, x1, y1 = fact["box"]
        assert 0 < x0 < x1 < 612
        assert 0 < y0 < y1 < 792
    assert call(library, "facts", record["id"]).data["facts"] == facts
    assert [fact["fact"] for fact in call(library, "facts", "--fact", "stage").data["facts"]] == ["stage"]


def test_people_are_told_in_words(library: Path) -> None:
    told = said(library, "facts").out
    assert "Stage: “pT2 pN0”, page 1" in told


def test_a_person_accepts_corrects_and_removes(library: Path) -> None:
    ids = {fact["fact"]: fact["id"] for fact in call(library, "facts").data["facts"]}
    assert call(library, "accept", ids["stage"]).code == 0
    assert call(library, "correct", ids["diagnosis"], "printed", "Adenocarcinoma, NOS").code == 0
    assert call(library, "trash", ids["site"]).code == 0
    facts = {fact["fact"]: fact for fact in call(library, "facts").data["facts"]}
    assert facts["stage"]["status"] == "confirmed"
    assert (facts["diagnosis"]["printed"], facts["diagnosis"]["status"]) == ("Adenocarcinoma, NOS", "corrected")
    assert "site" not in facts
    assert call(library, "undo").code == 0
    assert "site" in {fact["fact"] for fact in call(library, "facts").data["facts"]}


def test_a_fact_that_is_not_there_is_told_calmly(library: Path) -> None:
    record = call(library, "list").data["records"][0]["id"]
    for arguments in (
        ("accept", f"{record}#fnothing"),
        ("facts", "dnobody"),
        ("correct", f"{record}#f", "printed", "x"),
    ):
        answer = call(library, *arguments)
        assert answer.code == 2
        assert one_calm_sentence(answer)


def test_a_session_knows_it(library: Path) -> None:
    talk = start("--library", library, "session")
    out, _ = talk.communicate('{"command": "facts"}\n', timeout=60)
    assert len(json.loads(out)["facts"]) == 4
