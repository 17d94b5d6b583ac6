"""Word 97-2003: pieces put together, tables by rows, no deleted words and no field codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.doc import doc_text
from recordkeeper.formats.office import DocHandler
from recordkeeper.records.reading import Condition, Format
from tests.fakes import trouble_office as fakes
from tests.making.compound import compound, doc


def text_of(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.doc"
    path.write_bytes(data)
    return doc_text(path).text


@pytest.mark.parametrize("words", ["Befund: 12 µm – gut", "Größe Δ 12 mm", "рак 😀 легкого"])
def test_words_of_any_script_are_read(tmp_path: Path, words: str) -> None:
    assert text_of(tmp_path, doc(f"{words}\rsecond\x0bthird")) == f"{words}\nsecond\nthird"


def test_the_letterhead_stands_before_the_body(tmp_path: Path) -> None:
    assert text_of(tmp_path, doc("body", header="Clinic")) == "Clinic\n\nbody"


def test_cells_of_a_row_are_on_one_line(tmp_path: Path) -> None:
    body = "before\rHb\x079.1\rg/dl\x07\x07Hct\x07\x07\x07after"
    ends = [index for index in range(len(body)) if body[index] == "\x07" and body[index - 1] == "\x07"]
    data = doc(body, row_ends=[(ends[0], ends[0] + 1), (ends[2], ends[2] + 1)])
    assert text_of(tmp_path, data).splitlines() == ["before", "Hb   9.1 g/dl", "Hct", "after"]


@pytest.mark.parametrize("script", ["", "Δ"])
def test_words_a_reviewer_took_out_are_left_out(tmp_path: Path, script: str) -> None:
    body = f"It is not cancer{script}"
    assert text_of(tmp_path, doc(body, deleted=[(6, 10)])) == f"It is cancer{script}"


def test_of_fields_only_the_result_is_read(tmp_path: Path) -> None:
    body = 'see \x13HYPERLINK "x" \x13INNER\x14inner\x15\x14the page\x15 and \x13PAGE\x15no\x1ebreak soft\x1fhyphen'
    assert text_of(tmp_path, doc(body)) == "see the page and no-break softhyphen"


@pytest.mark.parametrize(
    ("data", "condition", "reason"),
    [
        (doc("words", flags=0x0100), Condition.LOCKED, "document_locked"),
        (doc("words", version=0x68), Condition.KEPT, "old_office"),
        (doc("\r\r"), Condition.KEPT, "no_text"),
        (compound({"WordDocument": bytes(5000)}), Condition.UNREADABLE, "damaged"),
        (compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(5000)}), Condition.UNREADABLE, "damaged"),
        (fakes.compound_whose_sectors_go_in_a_circle(), Condition.UNREADABLE, "damaged"),
        (fakes.doc_of_pieces_that_overlap(120_000), Condition.UNREADABLE, "too_large"),
    ],
    ids=["locked", "Word 95", "empty", "no mark", "no pieces", "circle", "too much"],
)
def test_trouble_is_said(tmp_path: Path, data: bytes, condition: Condition, reason: str) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(data)
    reading = DocHandler().read(path, Format.DOC)
    assert (reading.condition, reading.reason_code) == (condition, reason)
