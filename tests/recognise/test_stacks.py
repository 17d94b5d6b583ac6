"""Series come apart into stacks of one plane, and each is in the order of the body."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.dicom import read_instance
from recordkeeper.recognise.stacks import Stack, stacks_of
from recordkeeper.records.imaging import Placed, placed

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SAGITTAL = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
CORONAL = (1.0, 0.0, 0.0, 0.0, 0.0, -1.0)


def at(z: float, number: int, **more: object) -> Placed:
    made = Placed((0.0, 0.0, z), AXIAL, 64, 64, ("ORIGINAL", "PRIMARY"), 1, number)
    return replace(made, **more)  # type: ignore[arg-type]


def split(images: list[Placed]) -> tuple[Stack[int], ...]:
    return stacks_of(list(enumerate(images)))


def members(images: list[Placed]) -> list[list[int]]:
    return [list(stack.members) for stack in split(images)]


@given(st.permutations(range(12)), st.tuples(*[st.floats(-1, 1)] * 3), st.tuples(*[st.floats(-1, 1)] * 3))
def test_an_oblique_stack_is_in_the_order_of_its_normal(
    shuffled: list[int], one: tuple[float, ...], other: tuple[float, ...]
) -> None:
    across, towards = np.array(one), np.array(other)
    through = np.cross(across, towards)
    if np.linalg.norm(across) < 0.1 or np.linalg.norm(through) < 0.05:
        return
    across /= np.linalg.norm(across)
    through /= np.linalg.norm(through)
    cosines = (*across, *np.cross(through, across))
    images = [Placed(tuple(through * 3.3 * n), cosines, 64, 64, (), None, 100 - n) for n in shuffled]
    (stack,) = split(images)
    assert [shuffled[index] for index in stack.members] == list(range(12))
    assert (stack.absent, stack.uneven) == (0, False)
    assert stack.spacing == pytest.approx(3.3, abs=0.02)


def test_a_scout_of_three_planes_is_three_stacks() -> None:
    images = [replace(at(n, n), orientation=plane) for n, plane in enumerate((AXIAL, CORONAL, SAGITTAL))]
    assert members(images) == [[0], [1], [2]]


def test_directions_that_differ_in_the_last_digits_are_one_plane() -> None:
    tilted = [(1.0, 0.0, 0.0, 0.0, 0.9999 + 0.0005 * (n % 2), 0.0144995 + 0.000001 * n) for n in range(4)]
    images = [replace(at(5 * n, n), orientation=plane) for n, plane in enumerate(tilted)]
    assert members(images) == [[0, 1, 2, 3]]


def test_scouts_beside_slices_stand_apart() -> None:
    scout = replace(at(0, 1), image_type=("ORIGINAL", "PRIMARY", "LOCALIZER"), rows=512)
    assert members([scout, *(at(5 * n, 2 + n) for n in range(4))]) == [[0], [1, 2, 3, 4]]


@pytest.mark.parametrize("told_by", ["acquisition_number", "nothing", "image_type"])
def test_images_of_the_same_places_at_several_times_are_a_stack_each(told_by: str) -> None:
    images = []
    for time in range(3):
        for place in range(4):
            image = at(5.0 * place, 4 * time + place + 1)
            if told_by == "acquisition_number":
                image = replace(image, acquisition_number=time)
            elif told_by == "image_type":
                image = replace(image, image_type=("DERIVED", "PRIMARY", f"T{time}"))
            images.append(image)
    assert members(images) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_slice_by_slice_in_time_is_told_apart_too() -> None:
    images = [at(5.0 * place, 3 * place + time + 1) for place in range(4) for time in range(3)]
    assert members(images) == [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]]


def test_one_image_taken_again_stays_beside_the_other() -> None:
    assert members([at(0, 1), at(5, 2), at(5, 9), at(10, 3)]) == [[0, 1, 2, 3]]


def test_gaps_are_counted_and_changing_distances_told() -> None:
    (whole,) = split([at(5.0 * n, n) for n in (0, 1, 2, 5, 6, 8)])
    assert (whole.absent, whole.uneven) == (3, False)
    (uneven,) = split([at(z, n) for n, z in enumerate((0, 5, 10, 13, 18, 23))])
    assert (uneven.absent, uneven.uneven) == (0, True)
    (two,) = split([at(0, 1), at(40, 2)])
    assert (two.absent, two.uneven, two.spacing) == (0, False, 40)


def test_pictures_without_a_place_go_by_number_and_clips_stand_alone() -> None:
    loose = Placed(rows=8, columns=8)
    images = [replace(loose, instance_number=n, frames=f) for n, f in ((3, 1), (1, 1), (5, 30), (6, 30), (2, 1))]
    assert members(images) == [[1, 4, 0], [2], [3]]


def test_an_empty_series_has_no_stacks() -> None:
    assert split([]) == ()


def test_real_volumes_are_in_the_order_of_a_plain_calculation(shared_data: Path) -> None:
    """SimpleITK sorts by the same product of normal and position; this is it in three lines of NumPy."""
    series: defaultdict[str, list[Path]] = defaultdict(list)
    with (shared_data / "dicom" / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["modality"] in ("CT", "MR") and row["series_uid"]:
                series[row["series_uid"]].append(shared_data / "dicom" / row["file"])
    checked = 0
    for paths in series.values():
        images = [placed(read_instance(path)) for path in paths]
        if len(images) < 2 or any(len(image.position) != 3 or image.frames > 1 for image in images):
            continue
        for stack in stacks_of(list(enumerate(images))):
            normal = np.cross(images[stack.members[0]].orientation[:3], images[stack.members[0]].orientation[3:])
            along = [float(np.dot(normal, images[index].position)) for index in stack.members]
            assert along == sorted(along)
            checked += len(along) > 1
    assert checked >= 3
