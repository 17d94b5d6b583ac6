"""Tests of recordkeeper.paper.typeset."""

from __future__ import annotations

from recordkeeper.paper.pages import Paper
from recordkeeper.paper.typeset import is_tabular, lay
from recordkeeper.records.papers import PaperSize


def test_columns_of_spaces_are_a_table_and_prose_is_not() -> None:
    assert is_tabular("WBC    5.1   4-10\nHGB    12.1   11-15\nPLT    210   150-400\n")
    assert is_tabular("a\tb\nc\td\ne\tf\n")
    assert not is_tabular("Dear Dr. Mock,\n\n    thank you for sending her.\nShe feels well.\n" * 5)


def test_each_text_begins_a_page_and_blank_ones_make_none() -> None:
    paper = Paper()
    assert lay(("one", "  \n ", "two"), "note", lambda: paper.upright(PaperSize.A4)) == 2
    paper.finish(title="", language="en")
    assert [page.get_text().split() for page in paper.document] == [["note", "one"], ["two"]]


def test_a_long_line_of_a_table_goes_on_below() -> None:
    paper = Paper()
    text = "\n".join("name    " + "value " * 60 for _ in range(4))
    lay((text,), "", lambda: paper.upright(PaperSize.A4))
    paper.finish(title="", language="en")
    words = paper.document[0].get_text("words")
    assert sum(word[4] == "value" for word in words) == 240
    assert max(word[2] for word in words) < 560
