"""The piece of the page around the words: right also where the page was turned, and never outside of it."""

from __future__ import annotations

import pytest

from recordkeeper.catalogue.pages import Leaf
from recordkeeper.records.provenance import Box, Fingerprint, Reason
from recordkeeper.records.reading import Format, Picture
from recordkeeper.ui.records import crops

FILE = Fingerprint("a" * 64, 1)
LEAF = Leaf(FILE, Format.PDF, 1, 300.0, 400.0)  # points of the unturned page
BOX = Box(30.0, 40.0, 60.0, 50.0)


def page(turned: int) -> Picture:
    """A page of one pixel a point, black but for the words, which are white."""
    wide, tall = (300, 400) if turned in (0, 180) else (400, 300)
    x0, y0, x1, y1 = {
        0: (30, 40, 60, 50),
        90: (350, 30, 360, 60),  # clockwise: the top is at the right
        180: (240, 350, 270, 360),
        270: (40, 240, 50, 270),
    }[turned]
    pixels = bytes(255 if x0 <= x < x1 and y0 <= y < y1 else 0 for y in range(tall) for x in range(wide))
    return Picture(wide, tall, "L", pixels, turned)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_words_are_whole_in_the_crop_however_the_page_was_turned(turned: int) -> None:
    cut = crops.cut(page(turned), LEAF, BOX)
    assert cut.picture.pixels.count(255) == 30 * 10
    rows = [
        cut.picture.pixels[at : at + cut.picture.width]
        for at in range(0, len(cut.picture.pixels), cut.picture.width)
    ]
    lit = [x for row in rows for x, value in enumerate(row) if value]
    assert cut.first <= min(lit)
    assert max(lit) <= cut.last


def test_a_box_beyond_the_page_gives_a_picture_all_the_same() -> None:
    cut = crops.cut(page(0), LEAF, Box(290.0, 395.0, 900.0, 900.0))
    assert len(cut.picture.pixels) == cut.picture.width * cut.picture.height > 0


def test_one_place_is_shown_once_and_places_that_are_not_there_never() -> None:
    sha = FILE.sha256
    reasons = (
        ("kind", Reason("kind", "letter", "r", "Letter", 1, BOX, sha)),
        ("title", Reason("title", "Letter", "r", "Letter", 1, BOX, sha)),
        ("author", Reason("author", "Dr A", "r", "Dr A", 9, BOX, sha)),
        ("facility", Reason("facility", "H", "r", "H")),
    )
    assert [wanted.field for wanted in crops.wanted(reasons, (LEAF,))] == ["kind"]
