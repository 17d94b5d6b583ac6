"""Lengths, angles and areas come out as geometry has them, and only where the file says how large a pixel is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.preview.facts import PATIENT, Facts, Region, read_facts
from recordkeeper.preview.measuring import ANGLE, LENGTH, Shape, angle, bar, inside, length
from recordkeeper.preview.slices import MODALITY, Slice

WHOLE = Region(0, 0, 1e9, 1e9, 0.5, 2.0)
FACTS = Facts(regions=(WHOLE,), scale_of=PATIENT)


def image(values: np.ndarray, facts: Facts = FACTS) -> Slice:
    positions = (values + 1000).astype(np.uint16)
    return Slice((positions,), -1000.0, 1.0, MODALITY, None, "LINEAR", (0, 1), False, 4.0, "", "", "", facts)


def test_a_length_uses_both_sizes_of_a_pixel() -> None:
    assert length(FACTS, (0, 0), (6, 2)) == pytest.approx(5.0)  # 3 mm across, 4 mm down


def test_nothing_is_measured_without_calibration() -> None:
    assert length(Facts(), (0, 0), (6, 2)) is None
    assert angle(Facts(), (0, 0), (6, 2), (1, 1)) is None
    assert inside(image(np.zeros((4, 4)), Facts()), (0, 0), (4, 4)) is None


def test_a_line_that_leaves_its_ultrasound_region_has_no_length() -> None:
    left, right = Region(0, 0, 100, 100, 0.1, 0.1), Region(100, 0, 200, 100, 0.2, 0.2)
    facts = Facts(regions=(left, right))
    assert length(facts, (10, 10), (20, 10)) == pytest.approx(1.0)
    assert length(facts, (110, 10), (120, 10)) == pytest.approx(2.0)
    assert length(facts, (90, 10), (110, 10)) is None


@pytest.mark.parametrize(("end", "degrees"), [((20, 5), 90), ((40, 0), 0), ((0, 0), 180), ((28, 2), 45)])
def test_an_angle_is_that_of_the_patient_not_of_the_pixels(end: tuple[float, float], degrees: float) -> None:
    assert angle(FACTS, (30, 0), (20, 0), end) == pytest.approx(degrees)


def test_an_angle_with_a_side_of_no_length_is_none() -> None:
    assert angle(FACTS, (3, 3), (3, 3), (5, 5)) is None


def test_an_ellipse_holds_the_pixels_whose_middle_is_in_it() -> None:
    values = np.arange(100).reshape(10, 10) - 50
    found = inside(image(values), (2, 2), (8, 8))
    assert found is not None
    rows, columns = np.mgrid[0:10, 0:10]
    within = (columns + 0.5 - 5) ** 2 + (rows + 0.5 - 5) ** 2 <= 9
    assert found.square_mm == pytest.approx(math.pi / 4 * 3 * 12)
    assert (found.pixels, found.mean) == (int(within.sum()), pytest.approx(values[within].mean()))
    assert (found.least, found.most) == (values[within].min(), values[within].max())


def test_an_ellipse_half_outside_counts_what_is_there_and_one_of_no_size_nothing() -> None:
    values = np.full((10, 10), 7)
    half = inside(image(values), (-4, 0), (4, 10))
    assert half is None  # beyond the image nothing is calibrated
    found = inside(image(values), (6, 0), (14, 10))
    assert found is not None
    assert found.mean == 7
    empty = inside(image(values), (3, 3), (3, 3))
    assert empty is not None
    assert (empty.pixels, empty.mean, empty.square_mm) == (0, None, 0.0)


def test_shapes_know_when_they_are_whole() -> None:
    assert Shape(LENGTH, ((0, 0), (1, 1))).whole
    assert not Shape(ANGLE, ((0, 0), (1, 1))).whole


@given(st.floats(0.001, 100), st.floats(1, 5000))
def test_a_scale_bar_is_round_and_fits(millimetres: float, room: float) -> None:
    long, pixels = bar(millimetres, room)
    assert pixels <= room * 1.0001
    assert pixels > room / 2.51
    assert str(f"{long:.0e}")[0] in "125"


def test_no_bar_without_a_scale() -> None:
    assert bar(0, 100) == (0, 0)


def test_what_a_worker_says_wrongly_counts_as_not_said() -> None:
    told = {
        "scale": [[0, 0, 9, 9, 0, 1], "x", [0, 0, 9, 9, 1, 1]],
        "position": [1, float("inf"), 3],
        "ratio": "much",
    }
    facts = read_facts({"facts": told, "shown": {"orientation": [1, 0, 0, 0, 1]}})
    assert facts == Facts(regions=(Region(0, 0, 9, 9, 1, 1),))
    assert read_facts({"facts": None}) == Facts()


def test_the_normal_is_that_of_the_plane() -> None:
    assert Facts(across=(1, 0, 0), down=(0, 1, 0)).normal == (0, 0, 1)
    assert Facts().normal is None
