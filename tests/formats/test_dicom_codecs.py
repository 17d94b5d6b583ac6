"""The preferred decoder and its fall-backs give the same samples; damage is told, whoever meets it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import as_pixel_options

from recordkeeper.formats import dicom_codecs
from recordkeeper.formats.dicom_pixels import PixelProblem, frame
from tests.formats.test_dicom_pixels import values
from tests.making import dicom
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_slice, save

RECIPE = SeriesRecipe(rows=40, columns=56)


def test_every_preferred_decoder_is_installed() -> None:
    """Otherwise the table says what is not so, and nobody sees how slow it is."""
    for syntax, plugin in dicom_codecs.PREFERRED.items():
        assert plugin in get_decoder(pydicom.uid.UID(syntax)).available_plugins


@pytest.mark.parametrize("signed", [False, True])
def test_jpeg_ls_is_the_same_by_all_decoders(tmp_path: Path, signed: bool) -> None:
    built = make_slice(RECIPE, 1)
    if signed:
        built.PixelRepresentation, built.BitsStored, built.HighBit = 1, 16, 15
        pixels = np.random.default_rng(3).integers(-2000, 3000, (40, 56)).astype("<i2")
        built.PixelData = pixels.tobytes()
    path = save(built, tmp_path / "ls", "jpegls")
    ours = values(path)
    data_set = pydicom.dcmread(path)
    decoder = get_decoder(data_set.file_meta.TransferSyntaxUID)
    for plugin in decoder.available_plugins:
        other, _ = decoder.as_array(data_set, index=0, decoding_plugin=plugin)
        np.testing.assert_array_equal(ours, other, err_msg=plugin)


def test_what_the_preferred_one_refuses_the_others_are_asked_for(shared_data: Path) -> None:
    """A stream with flipped bits: pyjpegls calls it broken, pylibjpeg shows what it can."""
    path = shared_data / "dicom" / "made_here" / "fuzz" / "04_bitflip"
    data_set = pydicom.dcmread(path)
    decoder = get_decoder(data_set.file_meta.TransferSyntaxUID)
    with pytest.raises(RuntimeError):
        decoder.as_array(data_set, index=0, decoding_plugin="pyjpegls")
    expected, _ = decoder.as_array(data_set, index=0, decoding_plugin="pylibjpeg")
    np.testing.assert_array_equal(values(path), expected)


def test_a_decoder_that_is_not_installed_is_passed_over(tmp_path: Path) -> None:
    path = save(make_slice(RECIPE, 1), tmp_path / "ls", "jpegls")
    data_set = pydicom.dcmread(path)
    stream, options = BytesIO(data_set.PixelData), as_pixel_options(data_set)
    options["transfer_syntax_uid"] = data_set.file_meta.TransferSyntaxUID
    array, _ = dicom_codecs.decode(stream, 0, SYNTAXES["jpegls"], options, preferred={SYNTAXES["jpegls"]: "nobody"})
    np.testing.assert_array_equal(array, values(path))


@pytest.mark.parametrize("syntax", ["rle", "jpeg2000"])
def test_damage_is_told(tmp_path: Path, syntax: dicom.Syntax) -> None:
    path = save(make_slice(RECIPE, 1), tmp_path / syntax, syntax)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(PixelProblem) as problem:
        frame(path, 0, stage="stored")
    assert problem.value.reason_code == "pixels_damaged"


def test_nothing_of_a_damaged_file_gets_into_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = save(make_slice(RECIPE, 1), tmp_path / "j2k", "jpeg2000")
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with caplog.at_level("DEBUG"), pytest.raises(PixelProblem):
        frame(path, 0, stage="stored")
    assert not [record for record in caplog.records if record.name.startswith("pydicom")]
