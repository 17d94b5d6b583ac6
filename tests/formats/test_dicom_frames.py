"""The frames of enhanced files say where they lie; what does not say of every frame says nothing."""

from __future__ import annotations

from pathlib import Path

import pydicom

from recordkeeper.formats.dicom import read_instance
from recordkeeper.records.imaging import placed, placed_frames
from tests.making import dicom_objects
from tests.making.dicom_objects import saved


def test_every_frame_has_its_place_and_its_time(tmp_path: Path) -> None:
    built = dicom_objects.enhanced([(9, 1), (3, 1), (9, 2), (3, 2)])
    read = read_instance(saved(built, tmp_path / "a"))
    assert read.frame_positions == (0, 0, 9, 0, 0, 3, 0, 0, 9, 0, 0, 3)
    assert read.frame_orientations == (1, 0, 0, 0, 1, 0)
    assert read.frame_kinds == (0, 0, 1, 1)
    each = placed_frames(placed(read), read.frame_positions, read.frame_orientations, read.frame_kinds)
    assert [(one.position[2], one.acquisition_number, one.instance_number) for one in each] == [
        (9, 0, 1), (3, 0, 2), (9, 1, 3), (3, 1, 4)]  # fmt: skip


def test_frames_that_lie_differently_have_an_orientation_each(tmp_path: Path) -> None:
    built = dicom_objects.enhanced([(1, 1), (2, 1)])
    del built.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence
    for number, group in enumerate(built.PerFrameFunctionalGroupsSequence):
        plane = pydicom.Dataset()
        plane.ImageOrientationPatient = [1, 0, 0, 0, 1 - number, number]
        group.PlaneOrientationSequence = pydicom.Sequence([plane])
    read = read_instance(saved(built, tmp_path / "a"))
    assert read.frame_orientations == (1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1)


def test_one_frame_without_a_place_leaves_all_as_they_are_in_the_file(tmp_path: Path) -> None:
    built = dicom_objects.enhanced([(2, 1), (1, 1)])
    del built.PerFrameFunctionalGroupsSequence[1].PlanePositionSequence
    read = read_instance(saved(built, tmp_path / "a"))
    assert (read.frame_positions, read.frame_orientations, read.frame_kinds) == ((), (), ())


def test_real_enhanced_files_say_where_their_frames_lie(shared_data: Path) -> None:
    folder = shared_data / "dicom"
    two = read_instance(folder / "pydicom-data" / "eCT_Supplemental.dcm")
    assert two.frame_positions == (99.5, -301.5, -159.0, 99.5, -301.5, -149.0)
    segments = read_instance(folder / "dcmqi" / "sr-example" / "seg.dcm")
    assert len(segments.frame_positions) == 3 * 13
    clip = read_instance(folder / "dcm4che" / "US-PAL-8-10x-echo")
    assert clip.frame_positions == ()
