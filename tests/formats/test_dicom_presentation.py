"""Presentation states are read as the standard has them, and show images as DCMTK shows them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.sequence import Sequence

from recordkeeper.formats.dicom_presentation import presentation
from recordkeeper.formats.dicom_report import Unloadable
from recordkeeper.preview.presentation import presented
from tests.formats.test_dicom_pixels import values
from tests.making import dicom, dicom_objects
from tests.making.dicom import SeriesRecipe
from tests.making.dicom_objects import item, saved, shown_so
from tests.making.other_readers import needed

RECIPE = SeriesRecipe(rows=24, columns=40)


def test_window_turn_and_what_is_drawn_are_read(tmp_path: Path) -> None:
    image = dicom.make_slice(RECIPE, 1)
    state, bits = presentation(saved(shown_so(image, turn=90, flip=True), tmp_path / "pr"))
    assert state["images"] == [image.SOPInstanceUID]
    assert (state["turn"], state["flip"], state["inverse"]) == (90, 1, 0)
    assert state["windows"] == [{"images": [], "window": [100, 300], "function": "LINEAR"}]
    assert (state["areas"], state["shutter"], bits) == ([], {}, b"")
    assert [(each["kind"], each["points"], each["shown"]) for each in state["drawn"]] == [
        ("POLYLINE", [2, 3, 20, 15], "PIXEL"),
        ("CIRCLE", [0.5, 0.5, 0.75, 0.5], "DISPLAY"),
    ]
    assert state["texts"] == [{"images": [], "text": "6 mm", "at": [5, 6], "shown": "PIXEL"}]


def test_a_window_of_one_image_alone_is_its_own(tmp_path: Path) -> None:
    image = dicom.make_slice(RECIPE, 1)
    built = shown_so(image)
    built.SoftcopyVOILUTSequence[0].ReferencedImageSequence = Sequence([item(ReferencedSOPInstanceUID="1.2.3")])
    state, _ = presentation(saved(built, tmp_path / "pr"))
    assert presented(state, "1.2.3").window == (100, 300)
    assert presented(state, image.SOPInstanceUID).window is None


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"nothing")
    with pytest.raises(Unloadable):
        presentation(tmp_path / "x")


@pytest.mark.parametrize(("turn", "flip"), [(0, False), (90, False), (180, True), (270, True), (90, True)])
def test_an_image_is_shown_as_dcmtk_shows_it(tmp_path: Path, turn: int, flip: bool) -> None:
    """dcmpsmk makes a whole state for the image, into which ours is put; dcmp2pgm renders both."""
    needed("dcmpsmk", "dcmp2pgm")
    image = dicom.save(dicom.make_slice(RECIPE, 1), tmp_path / "image")
    state = tmp_path / "state"
    subprocess.run(["dcmpsmk", "--quiet", str(image), str(state)], check=True, timeout=60)
    whole = pydicom.dcmread(state)
    whole.SoftcopyVOILUTSequence = Sequence([item(WindowCenter=100, WindowWidth=300)])
    whole.ImageRotation, whole.ImageHorizontalFlip = turn, "Y" if flip else "N"
    whole.save_as(state)
    command = ["dcmp2pgm", "--quiet", "--pstate", str(state), str(image), str(tmp_path / "out.pgm")]
    subprocess.run(command, check=True, timeout=60)
    read, _ = presentation(state)
    said = presented(read, read["images"][0])
    assert (said.window, said.turn, said.flip) == ((100, 300), turn, flip)
    ours = np.rot90(values(image, 0, "voi", said.window), -said.turn // 90)
    ours = np.fliplr(ours) if said.flip else ours
    theirs = _pgm(tmp_path / "out.pgm")
    assert theirs.shape == ours.shape
    assert np.abs(theirs.astype(int) - ours).max() <= 1


def test_the_part_to_be_shown_is_a_box_however_the_image_is_turned(tmp_path: Path) -> None:
    """Turned by 180°, the pixel at the top left of the view is the last one of the box."""
    image = dicom.make_slice(RECIPE, 1)
    built = shown_so(image, turn=180)
    area = item(PresentationSizeMode="MAGNIFY", PresentationPixelMagnificationRatio=2.5)
    area.DisplayedAreaTopLeftHandCorner, area.DisplayedAreaBottomRightHandCorner = [30, 20], [11, 5]
    area.PresentationPixelAspectRatio = [3, 2]
    built.DisplayedAreaSelectionSequence = Sequence([area])
    state, _ = presentation(saved(built, tmp_path / "pr"))
    said = presented(state, image.SOPInstanceUID)
    assert (said.part, said.times, said.aspect) == ((10, 4, 30, 20), 2.5, 1.5)


@pytest.mark.parametrize(
    ("turn", "flip", "first", "last"),
    [
        (0, False, (10, 4), (30, 20)),
        (90, False, (10, 20), (30, 4)),
        (180, False, (30, 20), (10, 4)),
        (270, False, (30, 4), (10, 20)),
        (0, True, (30, 4), (10, 20)),
        (90, True, (10, 4), (30, 20)),
    ],
)
def test_shares_of_the_view_go_from_its_top_left_to_its_bottom_right(
    turn: int, flip: bool, first: tuple[float, float], last: tuple[float, float]
) -> None:
    line = {"images": [], "kind": "POLYLINE", "points": [0, 0, 1, 1], "shown": "DISPLAY"}
    area = {"images": [], "box": [10, 4, 30, 20], "aspect": 0, "times": 0}
    said = presented({"turn": turn, "flip": flip, "drawn": [line], "areas": [area]}, "1.2")
    ((drawn,),) = [said.drawn_on((40, 24))]
    assert drawn.points == (first, last)


def test_a_cover_of_bits_hides_what_dcmtk_hides(tmp_path: Path) -> None:
    needed("dcmpsmk", "dcmp2pgm")
    image = dicom.save(dicom.make_slice(RECIPE, 1), tmp_path / "image")
    state = tmp_path / "state"
    subprocess.run(["dcmpsmk", "--quiet", str(image), str(state)], check=True, timeout=60)
    covered = np.zeros((RECIPE.rows, RECIPE.columns), bool)
    covered[:5], covered[:, 31:] = True, True
    whole = pydicom.dcmread(state)
    whole.SoftcopyVOILUTSequence = Sequence([item(WindowCenter=100, WindowWidth=300)])
    dicom_objects.cover_with(whole, covered, shade=0x8000)
    whole.save_as(state)
    command = ["dcmp2pgm", "--quiet", "--pstate", str(state), str(image), str(tmp_path / "out.pgm")]
    subprocess.run(command, check=True, timeout=60)
    read, bits = presentation(state)
    shutter = presented(read, read["images"][0], bits).shutter
    assert shutter is not None
    assert shutter.bitmap is not None
    assert (shutter.bitmap.left, shutter.bitmap.top) == (0, 0)
    ours = values(image, 0, "voi", (100, 300)).copy()
    ours[shutter.bitmap.covered] = shutter.shade
    assert np.abs(_pgm(tmp_path / "out.pgm").astype(int) - ours).max() <= 1


def _pgm(path: Path) -> np.ndarray:
    """A binary PGM of 8 bits."""
    raw = path.read_bytes()
    assert raw[:2] == b"P5"
    width, height = (int(word) for word in raw[2:40].split()[:2])
    return np.frombuffer(raw[-width * height :], np.uint8).reshape(height, width)
