"""Sizes, places, units, times and overlays are read as the standard has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset

from recordkeeper.formats.dicom_facts import facts
from recordkeeper.formats.dicom_overlay import overlay
from recordkeeper.formats.dicom_pixels import Frame, decode
from tests.formats.test_dicom_display import about
from tests.making.dicom_objects import item
from tests.making.other_readers import dcmtk_shades, needed


def of(data_set: Dataset, index: int = 0, size: tuple[int, int] = (4, 8)) -> Frame:
    return Frame(np.zeros(size, np.uint16), "MONOCHROME2", data_set, index)


def said(index: int = 0, **values: Any) -> dict[str, Any]:
    return facts(of(about(**values), index))


def test_the_size_of_a_pixel_is_told_across_then_down() -> None:
    told = said(PixelSpacing=[2, 0.5])
    assert (told["scale"][0][4:], told["scale_of"]) == ([0.5, 2], "patient")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"ImagerPixelSpacing": [0.1, 0.1]}, "detector"),
        ({"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.1, 0.1]}, "detector"),
        ({"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.08, 0.08]}, "patient"),
        ({"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.1, 0.1], "PixelSpacingCalibrationType": "FIDUCIAL"},
         "patient"),
        ({"PixelSpacing": [0, 0]}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_projection_is_measured_on_the_detector_unless_it_was_calibrated(
    values: dict[str, Any], kind: str
) -> None:
    assert said(**values)["scale_of"] == kind


def region(**changed: Any) -> Dataset:
    values = {
        "RegionSpatialFormat": 1,
        "PhysicalUnitsXDirection": 3,
        "PhysicalUnitsYDirection": 3,
        "PhysicalDeltaX": 0.02,
        "PhysicalDeltaY": -0.03,
        "RegionLocationMinX0": 10,
        "RegionLocationMinY0": 20,
        "RegionLocationMaxX1": 99,
        "RegionLocationMaxY1": 79,
    }
    return item(**{**values, **changed})


def test_ultrasound_has_a_scale_where_it_shows_tissue_in_centimetres() -> None:
    told = said(
        SequenceOfUltrasoundRegions=[region(), region(PhysicalUnitsXDirection=4), region(RegionSpatialFormat=3)]
    )
    assert told["scale"] == [[10, 20, 100, 80, pytest.approx(0.2), pytest.approx(0.3)]]
    assert told["scale_of"] == "patient"


def test_values_have_the_unit_the_file_gives_them() -> None:
    assert said(RescaleType="OD")["units"] == "OD"
    assert said(Modality="CT", RescaleSlope=1)["units"] == "HU"
    assert said(Modality="CT", RescaleSlope=1, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])["units"] == ""
    assert said(Modality="PT", Units="BQML")["units"] == "BQML"
    assert said(Modality="MR", RescaleType="US")["units"] == ""


def test_a_clip_says_how_long_each_frame_is_shown() -> None:
    assert said(FrameTime=40)["shown_ms"] == 40
    assert said(index=1, FrameTimeVector=[0, 33, 50])["shown_ms"] == 50
    assert (
        said(index=2, FrameTimeVector=[0, 33, 50], FrameTime=41)["shown_ms"] == 41
    )  # the last has none of its own
    assert said(index=2, FrameTimeVector=[0, 33, 50], CineRate=25)["shown_ms"] == 50
    assert said(CineRate=25)["shown_ms"] == 40
    assert said(FrameTime=0)["shown_ms"] == 0


def test_loss_is_told_from_the_header_or_the_syntax() -> None:
    assert said(LossyImageCompression="01", LossyImageCompressionRatio=12.5)["lossy"] == 1
    assert said(LossyImageCompression="01", LossyImageCompressionRatio=[12.5, 4])["ratio"] == 0
    baseline = Frame(np.zeros((2, 2)), "MONOCHROME2", about(), 0, "1.2.840.10008.1.2.4.50")
    assert facts(baseline)["lossy"] == 1
    assert said(LossyImageCompression="00")["lossy"] == 0


def test_each_frame_of_an_enhanced_image_has_its_own_place() -> None:
    groups = [item(PlanePositionSequence=[item(ImagePositionPatient=f"0\\0\\{z}")]) for z in (1, 2)]
    assert said(index=1, PerFrameFunctionalGroupsSequence=groups)["position"] == [0, 0, 2]


def plane(data_set: Dataset, marks: np.ndarray, group: int = 0x6000, **more: int) -> None:
    """Put an overlay of frames × rows × columns into a data set."""
    frames, rows, columns = marks.shape
    data_set.add_new((group, 0x0010), "US", rows)
    data_set.add_new((group, 0x0011), "US", columns)
    if frames > 1:
        data_set.add_new((group, 0x0015), "IS", frames)
        data_set.add_new((group, 0x0051), "US", more.get("first", 1))
    data_set.add_new((group, 0x0050), "SS", [more.get("row", 1), more.get("column", 1)])
    data_set.add_new((group, 0x3000), "OW", np.packbits(marks.ravel(), bitorder="little").tobytes())


def test_overlays_lie_where_they_say_and_lie_over_each_other() -> None:
    data_set = about()
    plane(data_set, np.ones((1, 2, 3), bool), row=3, column=-1)
    plane(data_set, np.ones((1, 9, 9), bool), group=0x6002, row=4, column=8)
    marks = overlay(of(data_set))
    assert marks is not None
    assert np.argwhere(marks).tolist() == [[2, 0], [3, 0], [3, 7]]


def test_an_overlay_of_several_frames_belongs_to_its_own() -> None:
    data_set = about()
    marks = np.zeros((2, 4, 8), bool)
    marks[0, 0, 0] = marks[1, 3, 7] = True
    plane(data_set, marks, first=2)
    assert overlay(of(data_set, 0)) is None
    second, third = overlay(of(data_set, 1)), overlay(of(data_set, 2))
    assert second is not None
    assert third is not None
    assert (np.argwhere(second).tolist(), np.argwhere(third).tolist()) == ([[0, 0]], [[3, 7]])
    assert overlay(of(data_set, 3)) is None


def test_an_overlay_cut_short_is_none() -> None:
    data_set = about()
    plane(data_set, np.ones((1, 4, 8), bool))
    data_set[0x6000, 0x3000].value = b"\xff"
    assert overlay(of(data_set)) is None


@pytest.mark.parametrize(
    "name", ["pydicom-data/MR-SIEMENS-DICOM-WithOverlays.dcm", "fo-dicom/OutOfBoundsOverlay.dcm"]
)
def test_overlays_mark_what_dcmtk_marks(shared_data: Path, name: str) -> None:
    needed("dcmj2pnm")
    path = shared_data / "dicom" / name
    bare = dcmtk_shades(path, 0, "--no-overlays", "+Wm", "--write-8-bit-pnm")
    over = dcmtk_shades(path, 0, "+Wm", "--write-8-bit-pnm")
    marks = overlay(decode(path, 0))
    assert bare is not None
    assert over is not None
    assert marks is not None
    assert not np.any((bare != over) & ~marks)
    assert np.all(over[marks] == 255)
