"""Every kind of DICOM object has an honest reading, its words, and a picture or a calm reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import FileDataset

from recordkeeper.formats.dicom import DicomHandler
from recordkeeper.formats.dicom_pixels import PixelProblem
from recordkeeper.records.reading import Condition, Format
from tests.formats.test_contract import check_reading
from tests.making import dicom_objects as made
from tests.making.dicom import SYNTAXES, SeriesRecipe, Syntax, make_report, make_slice, save

HANDLER = DicomHandler()
SAID: dict[str, tuple[Callable[[], FileDataset], list[str]]] = {
    "key images": (
        made.key_images,
        ["Of Interest", "Key Object Description: Nodule of the left upper lobe", "Selected images: 2 of series"],
    ),
    "presentation": (
        made.presentation_state,
        [
            "How images were shown",
            "Description: For the conference",
            "Date: 2024-04-02",
            "Images: 3",
            "Text on the image: measured here",
        ],
    ),
    "structures": (
        made.structures,
        ["Label: Breast left", "Date: 2024-04-05", "Structure: PTV 50 (PTV)", "Structure: Heart"],
    ),
    "plan": (
        made.plan,
        [
            "Label: Boost",
            "Approval: APPROVED",
            "Dose reference: Breast TARGET, prescribed 50.0 Gy",
            "Fractions planned: 25",
            "Beam: Tangential, PHOTON",
        ],
    ),
    "treatment": (made.treatment_record, ["Date: 2024-05-01", "Beam: Tangential (fraction 7, normal)"]),
}
DRAWN: dict[str, tuple[Callable[[], FileDataset], list[str]]] = {
    "curves": (
        made.curves,
        ["Recorded: 2024-03-10", "Curves: RHYTHM 3 channels, 1 s", "Note: Sinus rhythm", "QT Interval: 368 ms"],
    ),
    "segmentation": (made.segmentation, ["Label: LIVER", "Segment: Lesion 1 (Neoplasm)"]),
}


@pytest.mark.parametrize("name", SAID)
def test_what_says_something_is_a_sheet_of_words_that_can_be_marked(tmp_path: Path, name: str) -> None:
    make, words = SAID[name]
    path = made.saved(make(), tmp_path / "a")
    reading = HANDLER.read(path, Format.DICOM)
    check_reading(reading)
    assert (reading.condition, reading.page_count) == (Condition.READ, 1)
    assert not [each for each in words if each not in reading.pages[0].text]
    box = next(iter(reading.pages[0].words)).box
    plain = HANDLER.render(path, Format.DICOM, 1, 72, ())
    marked = HANDLER.render(path, Format.DICOM, 1, 72, (box,))
    assert plain.mode == "RGB"
    assert plain.pixels != marked.pixels
    with pytest.raises(IndexError):
        HANDLER.render(path, Format.DICOM, 2, 72, ())


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_has_its_words_beside_the_picture(tmp_path: Path, name: str) -> None:
    make, words = DRAWN[name]
    path = made.saved(make(), tmp_path / "a")
    reading = HANDLER.read(path, Format.DICOM)
    check_reading(reading)
    assert reading.condition is Condition.READ
    assert not [each for each in words if each not in reading.pages[0].text]
    assert len(reading.pages[0].words) == 0
    picture = HANDLER.render(path, Format.DICOM, 1, 72, ())
    assert len(set(picture.pixels)) > 1


def test_a_long_report_goes_over_several_sheets(tmp_path: Path) -> None:
    report = make_report(SeriesRecipe(), [("Findings", f"line {number}") for number in range(200)])
    path = save(report, tmp_path / "sr")
    reading = HANDLER.read(path, Format.DICOM)
    assert reading.page_count == len(reading.pages) > 2
    assert "line 199" in reading.pages[-1].text
    assert HANDLER.render(path, Format.DICOM, reading.page_count, 40, ()).pixels


@pytest.mark.parametrize("build", [made.private_object, lambda: _without_pixels()])
def test_data_for_machines_is_kept_and_says_so(tmp_path: Path, build: Callable[[], FileDataset]) -> None:
    path = made.saved(build(), tmp_path / "a")
    reading = HANDLER.read(path, Format.DICOM)
    check_reading(reading)
    assert (reading.condition, reading.reason_code) == (Condition.KEPT, "dicom_no_picture")
    assert reading.instance is not None
    with pytest.raises(PixelProblem, match="pixels_none"):
        HANDLER.render(path, Format.DICOM, 1, 72, ())


def _without_pixels() -> FileDataset:
    built = make_slice(SeriesRecipe(), 1)
    del built.PixelData
    return built


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("part10", [True, False], ids=["with header", "bare"])
def test_a_slice_is_read_and_shown_in_every_way_of_writing(tmp_path: Path, syntax: Syntax, part10: bool) -> None:
    if not part10 and syntax not in ("implicit", "explicit", "big"):
        pytest.skip("a bare data set cannot say how it is compressed")
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", syntax, part10=part10)
    reading = HANDLER.read(path, Format.DICOM)
    check_reading(reading)
    assert (reading.condition, reading.reason_code, reading.page_count) == (Condition.READ, "", 1)
    picture = HANDLER.render(path, Format.DICOM, 1, 72, ())
    assert (picture.width, picture.height) == (32, 32)
    ramp = np.frombuffer(picture.pixels, np.uint8)
    assert ramp[:100].mean() < ramp[-100:].mean()


def test_curves_show_how_long_a_second_is_and_how_high_a_millivolt(tmp_path: Path) -> None:
    """The bars stand under the curves, and only where the file says what they are."""
    painted = []
    for units in ("uV", "mmHg"):
        built = made.curves()
        for channel in built.WaveformSequence[0].ChannelDefinitionSequence:
            channel.ChannelSensitivityUnitsSequence = [made._code(units, "UCUM", units)]
        if units == "mmHg":
            del built.WaveformSequence[0].SamplingFrequency
        picture = HANDLER.render(made.saved(built, tmp_path / units), Format.DICOM, 1, 72, ())
        rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, -1)
        painted.append((rows[picture.height - 50 :] < 128).any())
    assert painted == [True, False]


def test_curves_that_are_broken_cost_only_their_picture(tmp_path: Path) -> None:
    built = made.curves()
    built.WaveformSequence[0].WaveformSampleInterpretation = "XX"
    path = made.saved(built, tmp_path / "a")
    assert "Sinus rhythm" in HANDLER.read(path, Format.DICOM).pages[0].text
    with pytest.raises(PixelProblem, match="pixels_damaged"):
        HANDLER.render(path, Format.DICOM, 1, 72, ())
