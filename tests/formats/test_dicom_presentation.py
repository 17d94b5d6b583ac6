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
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.dicom_objects import item, saved, shown_so
from tests.making.other_readers import needed

RECIPE = SeriesRecipe(rows=24, columns=40)


def test_window_turn_and_what_is_drawn_are_read(tmp_path: Path) -> None:
    image = dicom.make_slice(RECIPE, 1)
    state = presentation(saved(shown_so(image, turn=90, flip=True), tmp_path / "pr"))
    assert state["images"] == [image.SOPInstanceUID]
    assert (state["turn"], state["flip"], state["inverse"]) == (90, 1, 0)
    assert state["windows"] == [{"images": [], "window": [100, 300], "function": "LINEAR"}]
    assert [(each["kind"], each["points"], each["shown"]) for each in state["drawn"]] == [
        ("POLYLINE", [2, 3, 20, 15], "PIXEL"),
        ("CIRCLE", [0.5, 0.5, 0.75, 0.5], "DISPLAY"),
    ]
    assert state["texts"] == [{"images": [], "text": "6 mm", "at": [5, 6], "shown": "PIXEL"}]


def test_a_window_of_one_image_alone_is_its_own(tmp_path: Path) -> None:
    image = dicom.make_slice(RECIPE, 1)
    built = shown_so(image)
    built.SoftcopyVOILUTSequence[0].ReferencedImageSequence = Sequence([item(ReferencedSOPInstanceUID="1.2.3")])
    state = presentation(saved(built, tmp_path / "pr"))
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
    read = presentation(state)
    said = presented(read, read["images"][0])
    assert (said.window, said.turn, said.flip) == ((100, 300), turn, flip)
    ours = np.rot90(values(image, 0, "voi", said.window), -said.turn // 90)
    ours = np.fliplr(ours) if said.flip else ours
    theirs = _pgm(tmp_path / "out.pgm")
    assert theirs.shape == ours.shape
    assert np.abs(theirs.astype(int) - ours).max() <= 1


def _pgm(path: Path) -> np.ndarray:
    """A binary PGM of 8 bits."""
    raw = path.read_bytes()
    assert raw[:2] == b"P5"
    width, height = (int(word) for word in raw[2:40].split()[:2])
    return np.frombuffer(raw[-width * height :], np.uint8).reshape(height, width)
