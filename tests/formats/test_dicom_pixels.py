"""Frames come out as pydicom decodes them, and are shown as PS3.3 C.11 says."""

from __future__ import annotations

import csv
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut
from pydicom.pixels.utils import pixel_array

from recordkeeper.formats import dicom_pixels
from recordkeeper.formats.dicom_display import windowed
from recordkeeper.formats.dicom_pixels import PixelProblem, frame
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_slice, save

BASELINE = "1.2.840.10008.1.2.4.50"  # with loss: pylibjpeg, which pydicom asks first, is up to 7 from all others
_LOSSY = "cornerstoneWADOImageLoader/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm"  # pydicom has pylibjpeg alone


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def values(
    path: Path, index: int = 0, stage: str = "stored", window: tuple[float, float] | None = None
) -> np.ndarray:
    header, raw = frame(path, index, stage=stage, window=window)  # type: ignore[arg-type]
    shape = [header["rows"], header["columns"]] + ([header["samples"]] if header["samples"] > 1 else [])
    return np.frombuffer(raw, np.dtype(header["dtype"]).newbyteorder("<")).reshape(shape)


def labelled(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "dicom" / "labels.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def frames_of(row: dict[str, str]) -> list[int]:
    count = int(row["frames"]) if row["frames"].isdigit() else 1
    return sorted({0, count // 2, count - 1})


def test_every_frame_labelled_as_decodable_is_decoded_alike(shared_data: Path) -> None:
    decoded = 0
    for row in labelled(shared_data):
        if not row["ref_decode"].startswith("ok"):
            continue
        path = shared_data / "dicom" / row["file"]
        data_set = pydicom.dcmread(path)
        others = {} if data_set.file_meta.get("TransferSyntaxUID") != BASELINE else {"decoding_plugin": "pillow"}
        for index in frames_of(row):
            expected = pixel_array(data_set, index=index, **others)
            most = 1 if row["file"] == _LOSSY else 0
            np.testing.assert_allclose(values(path, index), expected, rtol=0, atol=most, err_msg=row["file"])
            for stage in ("modality", "voi"):
                assert values(path, index, stage).shape[:2] == expected.shape[:2]
        decoded += 1
    assert decoded >= 97


def test_what_cannot_be_decoded_has_a_reason(shared_data: Path) -> None:
    codes = {}
    for row in labelled(shared_data):
        if row["ref_decode"].startswith("fails"):
            try:
                frame(shared_data / "dicom" / row["file"], 0, stage="voi")
            except PixelProblem as problem:
                codes[row["file"]] = problem.reason_code
    assert set(codes.values()) <= {"pixels_none", "pixels_damaged", "pixels_codec"}
    assert codes == {
        "pydicom/MR_truncated.dcm": "pixels_damaged",
        "pydicom/meta_missing_tsyntax.dcm": "pixels_damaged",
        "pydicom/nested_priv_SQ.dcm": "pixels_damaged",
    }


def test_deflated_frames_are_decoded_though_pydicom_cannot(shared_data: Path) -> None:
    folder = shared_data / "dicom"
    shown = [values(folder / "pydicom-data" / "liver_deflate.dcm", index) for index in range(3)]
    single = values(folder / "pydicom" / "liver_1frame.dcm")
    assert {plane.shape for plane in shown} == {(512, 512)}
    assert all(set(np.unique(plane)) == {0, 1} for plane in shown)
    assert any(np.array_equal(plane, single) for plane in shown)


def test_modality_and_window_agree_with_pydicom(shared_data: Path) -> None:
    compared = 0
    for row in labelled(shared_data):
        if not row["ref_decode"].startswith("ok") or row["photometric"] not in ("MONOCHROME1", "MONOCHROME2"):
            continue
        path = shared_data / "dicom" / row["file"]
        data_set = pydicom.dcmread(path)
        if "PerFrameFunctionalGroupsSequence" in data_set or data_set.get("BitsAllocated") == 1:
            continue
        unit = apply_modality_lut(pixel_array(data_set, index=0), data_set)
        np.testing.assert_allclose(values(path, 0, "modality"), unit, rtol=1e-12, err_msg=row["file"])
        width = data_set.get("WindowWidth")
        if width in (None, "") or "VOILUTSequence" in data_set or np.min(width) < 1:
            continue
        seen = apply_voi_lut(unit, data_set)
        if seen.max() == seen.min():
            continue
        low, high = output_range(data_set)
        expected = np.rint((seen - low) / (high - low) * 255)
        if row["photometric"] == "MONOCHROME1":
            expected = 255 - expected
        assert np.abs(values(path, 0, "voi").astype(float) - expected).max() <= 1, row["file"]
        compared += 1
    assert compared > 30


def output_range(data_set: Any) -> tuple[float, float]:
    """What pydicom maps the window's ends to."""
    bits, signed = data_set.BitsStored, data_set.PixelRepresentation
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    slope, intercept = float(data_set.get("RescaleSlope") or 1), float(data_set.get("RescaleIntercept") or 0)
    return low * slope + intercept, high * slope + intercept


def test_hounsfield_units_are_exact(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a")
    header, _raw = frame(path, 0, stage="modality")
    assert header["dtype"] == "float32"
    np.testing.assert_array_equal(values(path, 0, "modality"), values(path).astype(float) - 1024)


def test_a_slope_that_float32_cannot_hold_gives_float64(tmp_path: Path) -> None:
    data_set = make_slice(SeriesRecipe(), 1)
    data_set.RescaleSlope = "0.1"
    path = save(data_set, tmp_path / "a")
    assert frame(path, 0, stage="modality")[0]["dtype"] == "float64"


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_lossless_syntaxes_give_the_same_samples(tmp_path: Path, syntax: str) -> None:
    expected = make_slice(SeriesRecipe(), 1).pixel_array
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", syntax)  # type: ignore[arg-type]
    np.testing.assert_array_equal(values(path), expected)


def test_a_bare_data_set_is_decoded(tmp_path: Path) -> None:
    expected = make_slice(SeriesRecipe(), 1).pixel_array
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "implicit", part10=False)
    np.testing.assert_array_equal(values(path), expected)


def test_the_linear_window_is_the_standards() -> None:
    """The example of PS3.3 C.11.2.1.2.1: centre 2048, width 4096 maps 0..4095 to the whole range."""
    shown = windowed(np.array([-5, 0, 2047, 2048, 4095, 9000]), 2048, 4096)
    assert shown.tolist() == [0, 0, 127, 128, 255, 255]
    assert windowed(np.array([2047, 2048, 2049]), 2048, 1).tolist() == [0, 255, 255]


def test_the_exact_and_the_sigmoid_window_are_the_standards() -> None:
    assert windowed(np.array([0, 50, 100, 101]), 50, 100, "LINEAR_EXACT").tolist() == [0, 128, 255, 255]
    shown = windowed(np.array([-10_000, 0, 50, 75, 10_000]), 50, 100, "SIGMOID")
    expected = [0, 255 / (1 + np.exp(2)), 127.5, 255 / (1 + np.exp(-1)), 255]
    assert np.abs(shown - np.array(expected)).max() <= 0.5


def test_a_window_asked_for_is_used_and_monochrome1_inverted(tmp_path: Path) -> None:
    plain = save(make_slice(SeriesRecipe(), 1), tmp_path / "a")
    inverse = make_slice(SeriesRecipe(), 1)
    inverse.PhotometricInterpretation = "MONOCHROME1"
    inverted = save(inverse, tmp_path / "b")
    asked = values(plain, 0, "voi", (-200, 300))
    np.testing.assert_array_equal(asked, windowed(values(plain, 0, "modality"), -200, 300))
    np.testing.assert_array_equal(values(inverted, 0, "voi", (-200, 300)), 255 - asked)


def test_without_a_window_the_whole_range_is_shown_and_padding_left_out(tmp_path: Path) -> None:
    data_set = make_slice(SeriesRecipe(absent=("WindowCenter", "WindowWidth")), 1)
    pixels = np.full((32, 32), 1000, "<u2")
    pixels[0, 0], pixels[0, 1], pixels[0, 2] = 1100, 1050, 4000
    data_set.PixelData = pixels.tobytes()
    data_set.PixelPaddingValue = 4000
    shown = values(save(data_set, tmp_path / "a"), 0, "voi")
    assert shown[0, :3].tolist() == [255, 128, 255]
    assert shown[5, 5] == 0


def test_each_frame_of_an_enhanced_image_has_its_own_rescale(shared_data: Path) -> None:
    path = shared_data / "dicom" / "pydicom-data" / "eCT_Supplemental.dcm"
    data_set = pydicom.dcmread(path)
    for index in range(2):
        groups = data_set.PerFrameFunctionalGroupsSequence[index]
        shared = data_set.SharedFunctionalGroupsSequence[0]
        holder = groups if "PixelValueTransformationSequence" in groups else shared
        item = holder.PixelValueTransformationSequence[0]
        expected = pixel_array(data_set, index=index) * float(item.RescaleSlope) + float(item.RescaleIntercept)
        np.testing.assert_allclose(values(path, index, "modality"), expected)


def test_a_voi_table_is_followed(shared_data: Path) -> None:
    path = shared_data / "dicom" / "pydicom-data" / "vlut_04.dcm"
    data_set = pydicom.dcmread(path)
    table = apply_voi_lut(apply_modality_lut(data_set.pixel_array, data_set), data_set).astype(float)
    bits = data_set.VOILUTSequence[0].LUTDescriptor[2]
    expected = np.rint(table * 255 / max(2**bits - 1, table.max()))
    if data_set.PhotometricInterpretation == "MONOCHROME1":
        expected = 255 - expected
    assert np.abs(values(path, 0, "voi").astype(float) - expected).max() <= 1


@pytest.mark.parametrize("name", ["pydicom/examples_palette.dcm", "fo-dicom/TestPattern_Palette_16.dcm"])
def test_palettes_become_colour(shared_data: Path, name: str) -> None:
    from pydicom.pixels.processing import apply_color_lut

    data_set = pydicom.dcmread(shared_data / "dicom" / name)
    expected = apply_color_lut(data_set.pixel_array, data_set)
    shown = values(shared_data / "dicom" / name, 0, "voi")
    np.testing.assert_array_equal(shown, expected >> 8 if expected.max() > 255 else expected)


def test_colour_is_given_as_rgb(shared_data: Path) -> None:
    path = shared_data / "dicom" / "pydicom" / "examples_ybr_color.dcm"
    header, raw = frame(path, 29, stage="voi")
    assert (header["photometric"], header["samples"], header["dtype"]) == ("RGB", 3, "uint8")
    assert len(raw) == 240 * 320 * 3


def test_frames_past_the_end_are_an_index_error(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a")
    for index in (-1, 1):
        with pytest.raises(IndexError):
            frame(path, index, stage="stored")


@pytest.mark.parametrize("syntax", ["explicit", "rle"])
def test_a_frame_of_four_thousand_million_pixels_is_refused_before_decoding(tmp_path: Path, syntax: str) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", syntax)  # type: ignore[arg-type]
    raw = path.read_bytes()
    for number in (0x0010, 0x0011):  # rows, columns
        small = struct.pack("<HH2sHH", 0x0028, number, b"US", 2, 32)
        assert small in raw
        raw = raw.replace(small, struct.pack("<HH2sHH", 0x0028, number, b"US", 2, 65535))
    path.write_bytes(raw)
    with pytest.raises(PixelProblem) as caught:
        frame(path, 0, stage="voi")
    assert caught.value.reason_code == "pixels_too_large"
    assert dicom_pixels.MOST_SAMPLES < 65535**2


def test_no_pixels_and_no_dicom_are_told_apart(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(absent=("PixelData",)), 1), tmp_path / "a")
    text = tmp_path / "b"
    text.write_text("not an image")
    for wrong, code in ((path, "pixels_none"), (text, "pixels_damaged")):
        with pytest.raises(PixelProblem) as caught:
            frame(wrong, 0, stage="stored")
        assert caught.value.reason_code == code
