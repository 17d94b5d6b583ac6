"""The timeline on one page: one page whatever comes, every event a mark, those without room for words counted."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from recordkeeper.paper.timeline_page import write
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.story import Event, TimelinePage
from recordkeeper.wording.words import Words

LANES = ("operations", "medicines", "scans")


def page_of(count: int) -> TimelinePage:
    events = tuple(
        Event(PartialDate(2000 + n // 12, n % 12 + 1, 5), LANES[n % 3], f"CT of the chest, number {n}", "r", 1)
        for n in range(count)
    )
    return TimelinePage("Anna Sample", PartialDate(1964, 3, 5), PartialDate(2026, 3, 5), events, LANES)


@pytest.mark.parametrize(("count", "left_out"), [(1, 0), (40, 0), (400, 272)])
def test_it_is_one_page_and_counts_what_has_no_room(tmp_path: Path, count: int, left_out: int) -> None:
    out = tmp_path / "timeline.pdf"
    told = write(page_of(count), out, Words.load(resources() / "wording", "en"))
    assert abs(told - left_out) < 20  # as the letters are
    with pymupdf.open(out) as document:
        assert document.page_count == 1
        text = document[0].get_text()
        words = document[0].get_text("words")
        area = document[0].rect
    assert "Anna Sample" in text
    assert text.count("number") == count - told
    assert all(word[0] >= 0 and word[2] <= area.width and word[3] <= area.height for word in words)
    assert ("There is more than fits on one page." in text) == (told > 0)


def test_dates_and_lanes_are_said_in_the_language_of_the_page(tmp_path: Path) -> None:
    out = tmp_path / "timeline.pdf"
    write(page_of(3), out, Words.load(resources() / "wording", "es"))
    with pymupdf.open(out) as document:
        text = document[0].get_text()
    assert "5 ene 2000" in text
    assert "Operaciones" in text
