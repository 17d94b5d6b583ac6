"""Where sheets lie: sizes, what is in view, which spot is at a point, boxes on turned sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.records.provenance import Box
from recordkeeper.ui.reader.layout import A4, EDGE, GAP, Layout, Spot, box_on_sheet, paper_size, turned

SIDES = st.floats(10, 3000)
SIZES = st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=8)
ROOMS = st.integers(100, 2000)
ZOOMS = st.none() | st.floats(0.25, 4.0)
PART = st.floats(0, 1)


def test_every_sheet_is_as_wide_as_the_view_without_a_zoom() -> None:
    layout = Layout.of([A4, turned(A4, 1), (2000, 2400)], 600, None)
    assert layout.widths == (600 - 2 * EDGE,) * 3
    assert layout.width == 600
    assert layout.tops[1] - layout.tops[0] - layout.heights[0] == GAP


def test_at_a_hundred_per_cent_a_sheet_has_96_pixels_an_inch() -> None:
    assert Layout.of([(612.0, 792.0)], 600, 1.0).widths == (816,)


def test_a_stamp_is_not_blown_up_to_the_width_of_the_view() -> None:
    assert Layout.of([(30.0, 40.0)], 1000, None).widths == (120,)


@pytest.mark.parametrize("size", [(3000.0, 4000.0), (2550.0, 3300.0), (4000.0, 3000.0)])
def test_photos_become_as_large_as_a_letter(size: tuple[float, float]) -> None:
    width, height = paper_size(*size)
    assert min(width, height) == pytest.approx(A4[0])
    assert width / height == pytest.approx(size[0] / size[1])


def test_a_page_of_unknown_size_is_taken_for_a4() -> None:
    assert paper_size(0, 0) == A4
    assert paper_size(612, 792) == (612, 792)


@given(SIZES, ROOMS, ZOOMS, st.integers(-100, 30_000), st.integers(1, 3000))
def test_what_is_in_view_is_what_reaches_into_it(
    sizes: list[tuple[float, float]], room: int, zoom: float | None, top: int, height: int
) -> None:
    layout = Layout.of(sizes, room, zoom)
    reaching = [
        n for n in range(len(sizes)) if layout.tops[n] < top + height and layout.tops[n] + layout.heights[n] > top
    ]
    assert list(layout.between(top, top + height)) == reaching


@given(SIZES, ROOMS, ZOOMS, st.data())
def test_a_spot_is_found_where_it_lies(
    sizes: list[tuple[float, float]], room: int, zoom: float | None, data: st.DataObject
) -> None:
    layout = Layout.of(sizes, room, zoom)
    spot = Spot(data.draw(st.integers(0, len(sizes) - 1)), data.draw(PART), data.draw(PART))
    found = layout.at(*layout.point(spot))
    assert found.sheet == spot.sheet
    assert (found.x, found.y) == (pytest.approx(spot.x, abs=1e-6), pytest.approx(spot.y, abs=1e-6))


def test_a_box_follows_the_page_as_it_is_turned() -> None:
    box, size = Box(10, 20, 30, 60), (100.0, 200.0)
    assert box_on_sheet(box, size, 0) == Box(0.1, 0.1, 0.3, 0.3)
    assert box_on_sheet(box, size, 1) == Box(0.7, 0.1, 0.9, 0.3)
    assert box_on_sheet(box, size, 2) == Box(0.7, 0.7, 0.9, 0.9)
    assert box_on_sheet(box, size, 3) == Box(0.1, 0.7, 0.3, 0.9)
    assert box_on_sheet(box, size, 5) == box_on_sheet(box, size, 1)


def test_no_sheets_have_no_size() -> None:
    layout = Layout.of([], 500, None)
    assert (layout.height, list(layout.between(0, 100))) == (0, [])
