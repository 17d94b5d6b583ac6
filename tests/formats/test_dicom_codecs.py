"""The preferred decoder and its fall-backs give the same samples; damage is told, whoever meets it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import as_pixel_options

from recordkeeper.formats import dicom_codecs, dicom_pixels
from recordkeeper.formats.dicom_imagecodecs import (
    BASELINE,
    EXTENDED,
    HTJ2K_LOSSLESS,
    J2K_LOSSLESS,
    JPEG_LS,
    LOSSLESS,
    NotPlain,
    decode_frame,
)
from recordkeeper.formats.dicom_pixels import PixelProblem, frame
from recordkeeper.formats.dicom_slow import hushed
from tests.formats.test_dicom_pixels import frames_of, labelled, values
from tests.making import dicom
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_slice, save

RECIPE = SeriesRecipe(rows=40, columns=56)


OURS = {syntax: names[:1] for syntax, names in dicom_codecs.DECODERS.items()}
OTHERS = {syntax: names[1:] for syntax, names in dicom_codecs.DECODERS.items()}
_IDCT = "lossy JPEG: the standard leaves the last digits of the inverse transform to the decoder"
# Where the others are not as ours, how far (None: one of the two refuses), and why ours is taken.
_APART = {
    "pydicom/JPEG-lossy.dcm": (None, "a header that pylibjpeg finds wrong; ours is what GDCM and DCMTK show"),
    "cornerstoneWADOImageLoader/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm": (1, _IDCT),
    "cornerstoneWADOImageLoader/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm": (1, _IDCT),
    "made_here/fuzz/00_truncate": (None, "cut short: ours refuses, pylibjpeg shows what is there"),
    "made_here/fuzz/00_bitflip": (None, "damaged: the second frame is refused by pylibjpeg, GDCM shows it as ours"),
    "made_here/fuzz/04_truncate": (None, "cut short: ours refuses, pylibjpeg shows what is there"),
    "made_here/fuzz/04_bitflip": (None, "damaged: ours refuses, pylibjpeg shows what it can"),
}


def test_every_decoder_of_the_table_is_installed() -> None:
    """Otherwise the table says what is not so, and nobody sees how slow it is."""
    for syntax, names in dicom_codecs.DECODERS.items():
        wanted = set(names) - ({"pyjpegls"} if sys.version_info >= (3, 14) else set())
        assert wanted <= set(dicom_codecs.decoder_of(syntax).available_plugins), syntax


def test_ours_and_the_others_agree_on_every_file(shared_data: Path) -> None:
    apart: dict[str, float | None] = {}
    compared = 0
    for row in labelled(shared_data):
        path = shared_data / "dicom" / row["file"]
        for index in frames_of(row):
            one, other = (decoded(path, index, row_of) for row_of in (OURS, OTHERS))
            if isinstance(one, str) or isinstance(other, str):
                if not (isinstance(one, str) and isinstance(other, str)):
                    apart[row["file"]] = None
            elif one.dtype != other.dtype or not np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
                far = float(np.abs(one.astype(np.float64) - other).max())
                apart[row["file"]] = max(far, apart.get(row["file"], 0.0) or 0.0)
            compared += not isinstance(one, str)
    assert apart == {name: far for name, (far, _why) in _APART.items()}
    assert compared > 120


def decoded(path: Path, index: int, decoders: Mapping[str, Sequence[str]]) -> np.ndarray | str:
    """A frame by these decoders alone, or why not."""
    try:
        with hushed():
            return dicom_pixels.decode(path, index, decoders=decoders).array
    except PixelProblem as problem:
        return problem.reason_code


def stream_of(array: np.ndarray, kind: str) -> tuple[bytes, str]:
    """An image packed by imagecodecs, and its transfer syntax."""
    import imagecodecs

    packed = {
        "lossless": (
            lambda: imagecodecs.jpeg8_encode(array, lossless=True, bitspersample=16, predictor=1),
            LOSSLESS,
        ),
        "extended": (lambda: imagecodecs.jpeg8_encode(array, level=98, bitspersample=12), EXTENDED),
        "jpegls": (lambda: imagecodecs.jpegls_encode(array), JPEG_LS),
        "jpeg2000": (lambda: imagecodecs.jpeg2k_encode(array, level=0, codecformat="j2k"), J2K_LOSSLESS),
        "htj2k": (lambda: imagecodecs.htj2k_encode(array), HTJ2K_LOSSLESS),
    }
    make, syntax = packed[kind]
    return bytes(make()), syntax


def packed_file(path: Path, stream: bytes, syntax: str, **changed: object) -> Path:
    built = make_slice(RECIPE, 1)
    for keyword, value in changed.items():
        setattr(built, keyword, value)
    built.file_meta.TransferSyntaxUID = pydicom.uid.UID(syntax)
    built.PixelData = encapsulate([stream])
    built["PixelData"].VR = "OB"
    pydicom.dcmwrite(path, built, enforce_file_format=True)
    return path


KINDS = ["lossless", "extended", "jpegls", "jpeg2000", "htj2k"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("signed", [False, True])
def test_made_up_frames_are_the_same_by_all_decoders(tmp_path: Path, kind: str, signed: bool) -> None:
    if signed and kind == "extended":
        pytest.skip("JPEG with loss has no signs")
    stored = np.random.default_rng(3).integers(0, 4000, (40, 56)).astype("<u2")
    marked: dict[str, object] = {}
    if signed:
        stored = (stored.astype("<i2") - 2000).view("<u2")
        marked = {"PixelRepresentation": 1, "BitsStored": 16, "HighBit": 15}
    source = stored.view("<i2") if signed and kind in ("jpeg2000", "htj2k") else stored
    stream, syntax = stream_of(source, kind)
    path = packed_file(tmp_path / "a", stream, syntax, **marked)
    one, other = decoded(path, 0, OURS), decoded(path, 0, OTHERS)
    assert isinstance(one, np.ndarray)
    assert isinstance(other, np.ndarray)
    if kind == "extended":
        assert np.abs(one.astype(int) - other).max() <= 2
    else:
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(one, stored.view(one.dtype))


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("samples", [1, 3])
def test_run_lengths_are_the_same_by_both_decoders(tmp_path: Path, bits: int, samples: int) -> None:
    built = make_slice(RECIPE, 1)
    shape = (40, 56, samples) if samples > 1 else (40, 56)
    built.BitsAllocated = built.BitsStored = bits
    built.HighBit, built.SamplesPerPixel, built.PlanarConfiguration = bits - 1, samples, 0
    built.PhotometricInterpretation = "RGB" if samples > 1 else "MONOCHROME2"
    expected = np.random.default_rng(5).integers(0, 2**bits, shape).astype(f"<u{bits // 8}")
    built.PixelData = expected.tobytes()
    path = save(built, tmp_path / "a", "rle")
    for decoders in (OURS, OTHERS):
        np.testing.assert_array_equal(decoded(path, 0, decoders), expected)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_that_is_cut_is_refused_or_doubted(tmp_path: Path, kind: str) -> None:
    """JPEG's decoders fill up with grey, and OpenJPH with what lay in memory: never without a word."""
    stream, syntax = stream_of(np.random.default_rng(3).integers(0, 4000, (40, 56)).astype("<u2"), kind)
    path = packed_file(tmp_path / "a", stream[: len(stream) // 2], syntax)
    assert decoded(path, 0, OURS) == "pixels_damaged"
    with hushed(), suppress(PixelProblem):
        assert dicom_pixels.decode(path, 0).doubtful


def test_damage_that_openjph_swallows_is_refused() -> None:
    """Of the streams that OpenJPEG refuses 99 in 100 are refused: OpenJPH gives an image of any memory for them."""
    import imagecodecs

    rng = np.random.default_rng(7)
    stream, _syntax = stream_of(rng.integers(0, 4000, (64, 64)).astype("<u2"), "htj2k")
    runner = SimpleNamespace(transfer_syntax=HTJ2K_LOSSLESS, rows=64, columns=64, samples_per_pixel=1)
    runner.photometric_interpretation, runner.set_option = "MONOCHROME2", lambda *_: None
    refused, by_ours = 0, 0
    for _ in range(200):
        spoiled = bytearray(stream)
        for at in rng.integers(100, len(stream) - 2, 5):
            spoiled[at] = int(rng.integers(256))
        try:
            imagecodecs.jpeg2k_decode(bytes(spoiled))
        except imagecodecs.Jpeg2kError:
            refused += 1
            try:
                decode_frame(bytes(spoiled), runner)  # type: ignore[arg-type]
            except (NotPlain, imagecodecs.Htj2kError):
                by_ours += 1
    assert refused > 50
    assert by_ours >= refused - 2


@pytest.mark.parametrize(("told", "marker"), [("RGB", 0), ("RGB", 1), ("YBR_FULL_422", 0), ("YBR_FULL_422", 1)])
def test_the_streams_own_word_on_colour_goes_before_the_headers(tmp_path: Path, told: str, marker: int) -> None:
    import imagecodecs

    colours = np.zeros((40, 56, 3), np.uint8)
    colours[:, :28], colours[:, 28:] = (200, 40, 40), (20, 60, 180)
    stored = "YCBCR" if marker else "RGB"
    plain = bytes(imagecodecs.jpeg8_encode(colours, level=98, colorspace="RGB", outcolorspace=stored))
    at = plain.find(b"Adobe") - 4
    if at < 0:
        at, plain = 2, plain[:2] + b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00" + plain[2:]
    stream = plain[: at + 15] + bytes([marker]) + plain[at + 16 :]
    colour = {"SamplesPerPixel": 3, "PhotometricInterpretation": told, "PlanarConfiguration": 0}
    bits = {"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7}
    path = packed_file(tmp_path / "a", stream, BASELINE, **colour, **bits)
    shown = decoded(path, 0, OURS)
    assert isinstance(shown, np.ndarray)
    assert np.abs(shown.astype(int) - colours)[:, :20].max() <= 3


def test_a_retired_syntax_without_a_decoder_is_said_to_have_none(tmp_path: Path) -> None:
    path = packed_file(tmp_path / "a", b"\xff\xd8 no image \xff\xd9", "1.2.840.10008.1.2.4.56")
    assert decoded(path, 0, dicom_codecs.DECODERS) == "pixels_codec"


def test_nothing_of_imagecodecs_is_loaded_before_a_frame_needs_it(tmp_path: Path) -> None:
    plain = save(make_slice(RECIPE, 1), tmp_path / "a", "explicit")
    code = f"""
import sys
from pathlib import Path
from recordkeeper.formats import dicom_pixels
dicom_pixels.frame(Path({str(plain)!r}), 0, stage="voi")
assert "imagecodecs" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


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
    assert frame(path, 0, stage="stored")[0]["facts"]["doubtful"] == 1  # and the image says so


def test_a_decoder_that_is_not_installed_is_passed_over(tmp_path: Path) -> None:
    path = save(make_slice(RECIPE, 1), tmp_path / "ls", "jpegls")
    data_set = pydicom.dcmread(path)
    stream, options = BytesIO(data_set.PixelData), as_pixel_options(data_set)
    options["transfer_syntax_uid"] = data_set.file_meta.TransferSyntaxUID
    array, _ = dicom_codecs.decode(
        stream, 0, SYNTAXES["jpegls"], options, decoders={SYNTAXES["jpegls"]: ("nobody", "pylibjpeg")}
    )
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
