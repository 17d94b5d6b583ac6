"""Stacks cut the other ways: every voxel at its place, the head up, sizes in millimetres."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from recordkeeper.preview.facts import PATIENT, Facts, Region
from recordkeeper.preview.measuring import length
from recordkeeper.preview.slices import MODALITY, VOI, Slice
from recordkeeper.preview.volume import COLUMNS, ROWS, Volume

DEPTH, HEIGHT, WIDTH = 6, 4, 5
VOXELS = np.arange(DEPTH * HEIGHT * WIDTH, dtype=np.uint16).reshape(DEPTH, HEIGHT, WIDTH)


def a_slice(
    number: int, across: tuple[float, ...] = (1, 0, 0), down: tuple[float, ...] = (0, 1, 0), **changed: object
) -> Slice:
    facts = Facts((Region(0, 0, 2e9, 2e9, 0.5, 0.7),), PATIENT, (10.0, 20.0, 30.0 + 3 * number), across, down)
    made = Slice(
        (VOXELS[number],), -1000, 1, MODALITY, (40, 400), "LINEAR", (0, 1), False, 1.4, "L", "P", "", facts
    )
    return dataclasses.replace(made, **changed)  # type: ignore[arg-type]


def volume(across: tuple[float, ...] = (1, 0, 0), down: tuple[float, ...] = (0, 1, 0)) -> Volume:
    return Volume([a_slice(number, across, down) for number in range(DEPTH)], 3.0)


def test_axial_slices_make_coronal_and_sagittal_images_with_the_head_up() -> None:
    made = volume()
    assert (made.plane(ROWS), made.plane(COLUMNS)) == ("coronal", "sagittal")
    assert (made.count(ROWS), made.count(COLUMNS)) == (HEIGHT, WIDTH)
    coronal, sagittal = made.cut(ROWS, 2), made.cut(COLUMNS, 3)
    assert np.array_equal(coronal.levels[0], VOXELS[::-1, 2, :])
    assert np.array_equal(sagittal.levels[0], VOXELS[::-1, :, 3])
    assert (coronal.right, coronal.down) == ("L", "F")
    assert (sagittal.right, sagittal.down) == ("P", "F")
    assert coronal.stored == (40, 400)


def test_lengths_and_shapes_are_the_bodys() -> None:
    coronal, sagittal = volume().cut(ROWS, 0), volume().cut(COLUMNS, 0)
    assert coronal.aspect == pytest.approx(3.0 / 0.5)
    assert sagittal.aspect == pytest.approx(3.0 / 0.7)
    assert length(coronal.facts, (0, 0), (0, 4)) == pytest.approx(12)
    assert length(sagittal.facts, (0, 0), (4, 0)) == pytest.approx(2.8)


def test_each_image_lies_where_it_was_cut() -> None:
    position, orientation = volume().place(ROWS, 2)
    assert position == pytest.approx((10, 20 + 2 * 0.7, 30 + 3 * (DEPTH - 1)))
    assert orientation == (1, 0, 0, 0, 0, -1)
    assert volume().cut(ROWS, 2).facts.position == position
    assert volume().step(ROWS) == 0.7


def test_sagittal_and_coronal_stacks_are_named_and_turned_too() -> None:
    sagittal = volume((0, 1, 0), (0, 0, -1))
    assert (sagittal.plane(ROWS), sagittal.plane(COLUMNS)) == ("axial", "coronal")
    assert sagittal.cut(ROWS, 0).right == "P"
    coronal = volume((1, 0, 0), (0, 0, -1))
    assert (coronal.plane(ROWS), coronal.plane(COLUMNS)) == ("axial", "sagittal")
    assert coronal.cut(ROWS, 0).down == "P"  # the front up


@pytest.mark.parametrize(
    "other",
    [
        {"levels": (np.zeros((9, 9), np.uint16),)},
        {"low": 0.0},
        {"stage": VOI},
        {"facts": Facts()},
        {"levels": (np.zeros((HEIGHT, WIDTH), np.uint8),)},
    ],
)
def test_slices_that_are_not_alike_are_no_volume(other: dict[str, object]) -> None:
    slices = [a_slice(number) for number in range(DEPTH - 1)]
    with pytest.raises(ValueError, match="not"):
        Volume([*slices, a_slice(5, **other)], 3.0)  # type: ignore[arg-type]


def test_slices_that_do_not_say_how_they_lie_are_no_volume() -> None:
    bare = [dataclasses.replace(a_slice(number), facts=Facts()) for number in range(DEPTH)]
    with pytest.raises(ValueError, match="lie"):
        Volume(bare, 3.0)
    with pytest.raises(ValueError, match="lie"):
        Volume([a_slice(number) for number in range(DEPTH)], 0.0)
