"""Bookmarks of PDF files: read in order, bounded, harmless when they are broken."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from recordkeeper.formats.pdf import PdfHandler
from recordkeeper.formats.pdf_outline import MOST_ENTRIES, MOST_TITLE
from recordkeeper.records.reading import Condition, Format, OutlineEntry, Reading


def read(tmp_path: Path, entries: list[list[object]], pages: int = 6) -> Reading:
    path = tmp_path / "outline.pdf"
    with pymupdf.open() as document:
        for number in range(pages):
            document.new_page().insert_text((72, 72), f"page {number + 1}")
        document.set_toc(entries)
        document.save(str(path))
    return PdfHandler().read(path, Format.PDF)


def test_bookmarks_are_read_with_page_and_depth_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, [[1, "Office Visit", 1], [2, "Notes", 2], [1, "Lab Results", 4]]).outline
    assert found == (
        OutlineEntry("Office Visit", 1, 1),
        OutlineEntry("Notes", 2, 2),
        OutlineEntry("Lab Results", 4, 1),
    )


def test_a_bookmark_that_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, [[1, "To nothing", -1], [1, "Here", 3]]).outline == (OutlineEntry("Here", 3, 1),)


def test_a_file_without_bookmarks_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, []).outline == ()


def test_titles_are_one_clipped_line_without_control_signs(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, [[1, "a\nb\x00 " + "x" * 2000, 1]]).outline
    assert entry.title.startswith("a b")
    assert len(entry.title) == MOST_TITLE


def test_no_more_than_five_thousand_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, [[1, f"Visit {number}", 1 + number % 6] for number in range(MOST_ENTRIES + 500)]).outline
    assert len(found) == MOST_ENTRIES


def test_an_outline_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    path = tmp_path / "circle.pdf"
    read(tmp_path, [[1, "First", 1], [1, "Second", 2]])
    with pymupdf.open(str(tmp_path / "outline.pdf")) as document:
        entries = [
            number
            for number in range(1, document.xref_length())
            if document.xref_get_key(number, "Title")[0] == "string"
        ]
        document.xref_set_key(entries[-1], "Next", f"{entries[0]} 0 R")
        document.save(str(path))
    reading = PdfHandler().read(path, Format.PDF)
    assert reading.condition is Condition.READ
    assert len(reading.pages) == 6
    assert len(reading.outline) <= MOST_ENTRIES
