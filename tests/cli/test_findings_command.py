"""`findings`: mark words, write a note, list, take away; undo brings back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, one_calm_sentence, said
from tests.cli.conftest import names


def test_a_finding_is_marked_noted_listed_and_taken_away(own: Path) -> None:
    record = names(own)["biopsy.pdf"]
    (made,) = call(own, "findings", "add", record, "QUOKKA tissue", "--note", "what is it").data["findings"]
    assert (made["record"], made["page"], made["note"]) == (record, 1, "what is it")
    assert len(made["boxes"]) == 2
    call(own, "findings", "note", made["id"], "ask")
    (told,) = call(own, "findings", "list", record).data["findings"]
    assert told["note"] == "ask"
    assert "page 1: QUOKKA tissue  (ask)" in said(own, "findings").out
    assert call(own, "findings", "remove", made["id"]).data["findings"] == []
    assert call(own, "undo").code == 0
    assert len(call(own, "findings").data["findings"]) == 1
    assert "a key finding" in said(own, "history").out


def test_words_that_are_not_there_are_told_in_a_sentence(own: Path) -> None:
    record = names(own)["biopsy.pdf"]
    answer = call(own, "findings", "add", record, "quokka", "--page", 2)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert call(own, "findings", "add", "no-such", "quokka").code == 2
