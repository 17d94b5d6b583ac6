"""A page turned to be read: what was at the left of a paper on its side is at its top."""

from __future__ import annotations

import numpy as np
import pytest

from recordkeeper.formats.upright import LEAST_SKEW, upright
from recordkeeper.records.reading import Picture


def marked(width: int, height: int, mode: str = "L") -> Picture:
    """White, with a black dot in the upper left corner."""
    rows = np.full((height, width, {"L": 1, "RGB": 3}[mode]), 255, np.uint8)
    rows[0, 0] = 0
    return Picture(width, height, mode, rows.tobytes(), turned=90)


def dots(picture: Picture) -> list[tuple[int, int]]:
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, -1)
    return [(int(x), int(y)) for y, x in np.argwhere(rows[:, :, 0] < 128)]


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(
    ("turn", "size", "dot"),
    [(0, (5, 3), (0, 0)), (90, (3, 5), (2, 0)), (180, (5, 3), (4, 2)), (270, (3, 5), (0, 4))],
)
def test_quarter_turns_are_clockwise_and_counted(
    mode: str, turn: int, size: tuple[int, int], dot: tuple[int, int]
) -> None:
    turned = upright(marked(5, 3, mode), turn, 0.0)
    assert (turned.width, turned.height) == size
    assert dots(turned) == [dot]
    assert turned.turned == (90 + turn) % 360


def test_a_little_skew_is_left_and_more_is_levelled() -> None:
    rows = np.full((200, 200), 255, np.uint8)
    for x in range(200):  # a line that falls to the right by 5 degrees
        rows[round(100 + (x - 100) * np.tan(np.radians(5))), x] = 0
    page = Picture(200, 200, "L", rows.tobytes())
    assert upright(page, 0, LEAST_SKEW / 2) == page
    level = np.frombuffer(upright(page, 0, -5.0).pixels, np.uint8).reshape(200, 200)
    heights = [int(np.argmin(level[:, x])) for x in (20, 100, 180)]
    assert max(heights) - min(heights) <= 2
