"""Key findings: beside the file, never in it; taken back, built again, and gone with what is deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, findings
from recordkeeper.library import acts, acts_findings, deleting
from recordkeeper.library.acts_findings import Piece
from recordkeeper.library.check import check
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.findings import Placed
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.documents import pdf_with_text
from tests.making.libraries import a_library, bring_in, built_again

HEAD = "Anna Sample  Born 03/05/1964\n"
PAGES = [f"{HEAD}FINAL DIAGNOSIS\nA zebrafish sized spot.", f"{HEAD}Margins are clear.", f"{HEAD}The end."]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as made:
        bring_in(made, pdf_with_text(tmp_path / "biopsy.pdf", PAGES), pictures=False)
        bring_in(made, pdf_with_text(tmp_path / "later.pdf", [f"{HEAD}A letter."]), pictures=False)
        yield made


def the(app: App, name: str) -> str:
    found = documents.find(app.library.catalogue.writer, Listing())
    return next(record.id for record in found if record.files[0].name == name)


def of(app: App, record: str) -> list[tuple[int, str, str]]:
    return [_told(placed) for placed in findings.of_record(app.library.catalogue.writer, record)]


def _told(placed: Placed) -> tuple[int, str, str]:
    return placed.page, placed.finding.words, placed.finding.note


def test_marked_words_keep_their_place_and_note_and_the_file_stays_as_it_was(app: App) -> None:
    record = the(app, "biopsy.pdf")
    acts_findings.mark_words(app.library, record, 2, "margins are", "good to know")
    acts_findings.mark_words(app.library, record, 1, "zebrafish sized")
    assert of(app, record) == [(1, "zebrafish sized", ""), (2, "margins are", "good to know")]
    first, _ = findings.of_record(app.library.catalogue.writer, record)
    assert len(first.finding.boxes) == 2
    assert findings.all_findings(app.library.catalogue.writer)[0].record == record
    assert check(app.library, Progress(), CancelToken()).ok


def test_words_over_two_pages_are_marked_and_taken_back_as_one(app: App) -> None:
    record = the(app, "biopsy.pdf")
    acts_findings.mark(app.library, record, [Piece(1, "a spot.", ()), Piece(2, "Anna", ())], "both")
    assert of(app, record) == [(1, "a spot.", "both"), (2, "Anna", "")]
    acts.undo(app.library)
    assert of(app, record) == []


def test_each_act_is_taken_back_and_done_again(app: App) -> None:
    record = the(app, "biopsy.pdf")
    each = acts_findings.mark_words(app.library, record, 2, "clear")
    acts_findings.write_note(app.library, each, " ask  why ")
    acts_findings.unmark(app.library, each)
    assert of(app, record) == []
    acts.undo(app.library)
    assert of(app, record) == [(2, "clear", "ask  why")]
    acts.undo(app.library)
    assert of(app, record) == [(2, "clear", "")]
    acts.undo(app.library)
    assert of(app, record) == []
    for _ in range(2):
        acts.redo(app.library)
    assert of(app, record) == [(2, "clear", "ask  why")]


def test_they_are_built_again_from_the_journal(app: App, tmp_path: Path) -> None:
    record = the(app, "biopsy.pdf")
    acts_findings.mark_words(app.library, record, 2, "clear", "why")
    before = findings.of_record(app.library.catalogue.writer, record)
    with built_again(app, tmp_path / "again") as again:
        assert findings.of_record(again.library.catalogue.writer, record) == before


def test_they_go_with_their_page_when_a_document_is_parted_and_put_together(app: App) -> None:
    record, letter = the(app, "biopsy.pdf"), the(app, "later.pdf")
    acts_findings.mark_words(app.library, record, 2, "clear", "why")
    _, second = acts.split(app.library, record, [2])
    assert of(app, second) == [(1, "clear", "why")]
    acts.rejoin(app.library, second)
    acts.merge(app.library, [letter, record])
    assert of(app, letter) == [(3, "clear", "why")]


def test_deleting_the_file_for_good_leaves_no_word_of_them(app: App) -> None:
    record, letter = the(app, "biopsy.pdf"), the(app, "later.pdf")
    each = acts_findings.mark_words(app.library, record, 1, "zebrafish", "a zebrafish note")
    acts_findings.write_note(app.library, each, "another zebrafish note")
    acts_findings.mark_words(app.library, letter, 1, "letter")
    acts.trash(app.library, [record])
    deleting.delete(app.library, [record], dt.datetime(2026, 3, 5, tzinfo=dt.UTC))
    with pytest.raises(InputProblem, match="no_such_finding"):
        findings.get(app.library.catalogue.writer, each)
    files = [path for path in app.library.folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"zebrafish" in path.read_bytes()] == []
    assert of(app, letter) == [(1, "letter", "")]


def test_what_cannot_be_marked_is_refused(app: App) -> None:
    record = the(app, "biopsy.pdf")
    for words, page, code in (("zebrafish", 2, "words_not_on_page"), ("x", 9, "words_not_on_page")):
        with pytest.raises(InputProblem, match=code):
            acts_findings.mark_words(app.library, record, page, words)
    with pytest.raises(InputProblem, match="nothing_marked"):
        acts_findings.mark(app.library, record, [Piece(1, "  ", ())])
    with pytest.raises(InputProblem, match="no_such_page"):
        acts_findings.mark(app.library, record, [Piece(9, "words", ())])
    with pytest.raises(InputProblem, match="no_such_finding"):
        acts_findings.write_note(app.library, "f99", "x")
