"""Covers of images are read as the standard has them, and cover pictures of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recordkeeper.formats.dicom_pixels import marked_frame, picture
from recordkeeper.formats.dicom_shutter import cover, shutter
from tests.formats.test_dicom_display import about
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.dicom_objects import item

EDGES = {
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 3,
    "ShutterUpperHorizontalEdge": 2,
    "ShutterRightVerticalEdge": 8,
    "ShutterLowerHorizontalEdge": 5,
}
CIRCLE = {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [6, 5], "RadiusOfCircularShutter": 3}
CORNERS = {"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 1, 10, 10, 1]}


def seen(**values: Any) -> np.ndarray:
    """Which pixels of ten by twelve stay in view."""
    return cover(np.full((10, 12), 255, np.uint8), shutter(about(**values))) == 255


def test_the_pixels_on_the_edges_stay_in_view() -> None:
    expected = np.zeros((10, 12), bool)
    expected[1:5, 2:8] = True
    assert np.array_equal(seen(**EDGES), expected)


def test_a_circle_is_round_about_the_middle_of_its_pixel() -> None:
    down, across = np.mgrid[0:10, 0:12]
    assert np.array_equal(seen(**CIRCLE), (down - 5) ** 2 + (across - 4) ** 2 <= 9)
    assert shutter(about(**CIRCLE), aspect=2.0)["circle"] == [4.5, 5.5, 3, 1.5]


def test_a_polygon_is_told_by_row_and_column() -> None:
    down, across = np.mgrid[0:10, 0:12]
    assert np.array_equal(seen(**CORNERS), down + across <= 9)


def test_of_several_only_what_lies_in_all_of_them_stays() -> None:
    both = {**EDGES, **CIRCLE, "ShutterShape": ["RECTANGULAR", "CIRCULAR"]}
    assert np.array_equal(seen(**both), seen(**EDGES) & seen(**CIRCLE))


def test_what_is_covered_has_the_shade_the_file_says_and_colours_too() -> None:
    found = shutter(about(**EDGES, ShutterPresentationValue=0x8000))
    assert cover(np.zeros((10, 12, 3), np.uint8), found)[0, 0].tolist() == [127, 127, 127]


def test_a_cover_may_be_of_each_frame() -> None:
    group = item(FrameDisplayShutterSequence=[item(**EDGES)])
    found = shutter(about(PerFrameFunctionalGroupsSequence=[item(), group]), 1)
    assert found["rectangle"] == [2, 1, 8, 5]
    assert shutter(about(PerFrameFunctionalGroupsSequence=[item(), group]), 0) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ShutterShape": "RECTANGULAR"},
        {**EDGES, "ShutterLeftVerticalEdge": 90},
        {**CIRCLE, "RadiusOfCircularShutter": 0},
        {**CORNERS, "VerticesOfThePolygonalShutter": [1, 1, 2, 2]},
        {**EDGES, "ShutterShape": "BITMAP"},
    ],
)
def test_what_makes_no_sense_covers_nothing(wrong: dict[str, Any]) -> None:
    assert shutter(about(**wrong)) == {}


def test_a_picture_of_the_image_is_covered_and_its_values_are_not(tmp_path: Path) -> None:
    built = dicom.make_slice(SeriesRecipe(rows=24, columns=40), 1)
    for keyword, value in (EDGES | {"ShutterPresentationValue": 0xFFFF}).items():
        setattr(built, keyword, value)
    path = dicom.save(built, tmp_path / "image")
    painted = picture(path, 0, longest=40, most=10_000)
    white = np.frombuffer(painted.pixels, np.uint8).reshape(24, 40) == 255
    assert white[5:].all()
    assert white[:, 8:].all()
    assert not white[1:5, 2:8].all()
    header, values, _ = marked_frame(path, 0, stage="voi")
    assert header["facts"]["shutter"]["rectangle"] == [2, 1, 8, 5]
    assert not (np.frombuffer(values, np.uint8) == 255).all()
