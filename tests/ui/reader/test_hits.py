"""Stepping through the places where words were found."""

from __future__ import annotations

from recordkeeper.catalogue.pages import Found
from recordkeeper.records.provenance import Box
from recordkeeper.ui.reader.hits import Hits

ONE, TWO = Box(0, 0, 1, 1), Box(2, 2, 3, 3)


def test_it_starts_at_the_page_that_is_open_and_goes_round() -> None:
    hits = Hits([Found(0, (ONE,)), Found(4, (ONE,)), Found(4, (TWO,))])
    assert (hits.number, hits.present) == (0, None)
    assert hits.start(2) == Found(4, (ONE,))
    assert hits.number == 2
    assert hits.step(1) == Found(4, (TWO,))
    assert hits.step(1) == Found(0, (ONE,))
    assert hits.step(-1) == Found(4, (TWO,))
    assert hits.start(9) == Found(0, (ONE,))


def test_boxes_are_gathered_by_page_each_once() -> None:
    hits = Hits([Found(0, (ONE, TWO)), Found(0, (TWO,)), Found(3, ())])
    assert hits.boxes() == {0: (ONE, TWO), 3: ()}


def test_nothing_found_has_nowhere_to_go() -> None:
    hits = Hits()
    assert (hits.start(0), hits.step(1), hits.number, len(hits)) == (None, None, 0, 0)
