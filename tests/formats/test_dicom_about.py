"""The quick way to a header says the same as pydicom of all that an image is shown by."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.sequence import Sequence

from recordkeeper.formats import dicom_about
from recordkeeper.formats.dicom_about import pixel_options, read_about
from recordkeeper.formats.dicom_encoding import Encoding, NotDicom, TooMuchInside, open_data_set
from recordkeeper.formats.dicom_pixels import _count_frames, decode
from recordkeeper.formats.dicom_slow import hushed, trouble
from tests.formats.test_dicom_pixels import labelled
from tests.making import dicom
from tests.making.dicom import SeriesRecipe

IMPLICIT = Encoding("1.2.840.10008.1.2", implicit=True, little=True, start=0, part10=False)
EXPLICIT = Encoding("1.2.840.10008.1.2.1", implicit=False, little=True, start=0, part10=False)
BIG = Encoding("1.2.840.10008.1.2.2", implicit=False, little=False, start=0, part10=False)


def kept(about: Dataset) -> Dataset:
    """What both ways have: not whom an image is of, nor what a vendor says."""
    for tag in list(about.keys()):
        if tag.group % 2 or tag.group in dicom_about._LEFT_OUT:
            del about[tag]
    return about


def test_every_labelled_file_says_the_same_by_both_ways(shared_data: Path) -> None:
    quick = 0
    for row in labelled(shared_data):
        with (shared_data / "dicom" / row["file"]).open("rb") as file, hushed():
            try:
                stream, encoding = open_data_set(file)
                whole = kept(dicom_about._whole(stream, encoding))
                at = stream.tell()
            except (NotDicom, TooMuchInside, *trouble()):
                continue
            ours = dicom_about._plain(stream, encoding)
            if ours is None:
                continue
            quick += 1
            assert stream.tell() == at, row["file"]
            assert ours == whole, row["file"]
            for about in (ours, whole):
                _count_frames(about)  # one says "1A"
            assert pixel_options(ours) == pixel_options(whole), row["file"]
            assert ours.original_encoding == whole.original_encoding, row["file"]
    assert quick > 60


def written(data_set: Dataset, encoding: Encoding) -> BytesIO:
    out = DicomBytesIO()
    out.is_implicit_VR, out.is_little_endian = encoding.implicit, encoding.little
    data_set.file_meta = None
    write_dataset(out, data_set)
    return BytesIO(out.getvalue())


def an_image() -> Dataset:
    """With a sequence of undefined length that holds another, and a vendor's element."""
    built = Dataset()
    built.SpecificCharacterSet = "ISO_IR 192"
    built.Rows, built.Columns, built.SamplesPerPixel, built.PhotometricInterpretation = 4, 6, 1, "MONOCHROME2"
    built.BitsAllocated, built.BitsStored, built.PixelRepresentation = 16, 12, 0
    inner, outer = Dataset(), Dataset()
    inner.LUTExplanation, inner.is_undefined_length_sequence_item = "Größe", True
    outer.ModalityLUTSequence = Sequence([inner])
    outer["ModalityLUTSequence"].is_undefined_length = True
    built.VOILUTSequence = Sequence([outer])
    built["VOILUTSequence"].is_undefined_length = True
    built.PatientName = "Sample^Anna"
    built.add_new(0x00291001, "OB", b"a vendor's")
    built.add_new(0x7FE00010, "OW", bytes(48))
    return built


@pytest.mark.parametrize("encoding", [IMPLICIT, EXPLICIT, BIG], ids=["implicit", "explicit", "big"])
def test_sequences_and_letters_come_through(encoding: Encoding) -> None:
    stream = written(an_image(), encoding)
    about = dicom_about._plain(stream, encoding)
    assert about is not None
    assert about.VOILUTSequence[0].ModalityLUTSequence[0].LUTExplanation == "Größe"
    assert "PatientName" not in about
    assert (0x0029, 0x1001) not in about
    assert stream.read(2) == (b"\xe0\x7f" if encoding.little else b"\x7f\xe0")
    options = pixel_options(about, pixel_keyword="PixelData")
    assert (options["rows"], options["columns"], options["bits_stored"]) == (4, 6, 12)
    assert (options["photometric_interpretation"], options["number_of_frames"]) == ("MONOCHROME2", 1)


@pytest.mark.parametrize("wrong", ["cut", "order", "kind", "far"])
def test_what_is_not_plain_is_left_to_pydicom(wrong: str) -> None:
    built = an_image()
    if wrong == "far":
        built.add_new(0x00420011, "OB", bytes(100_000))
    raw = written(built, EXPLICIT).getvalue()
    if wrong == "cut":
        raw = raw[: raw.index(b"\xe0\x7f\x10\x00") - 1]
    elif wrong == "order":
        at = raw.index(b"\x28\x00\x10\x00US")
        raw = raw[at : at + 10] + raw
    elif wrong == "kind":
        raw = raw.replace(b"\x28\x00\x10\x00US", b"\x28\x00\x10\x00ZZ")
    assert dicom_about._plain(BytesIO(raw), EXPLICIT) is None
    if wrong == "far":
        assert read_about(BytesIO(raw), EXPLICIT).Rows == 4


@pytest.mark.parametrize("signed", [False, True])
def test_bits_that_are_not_used_do_not_count(tmp_path: Path, signed: bool) -> None:
    """Overlays were once put into them (PS3.5 section 8.1.1)."""
    built = dicom.make_slice(SeriesRecipe(rows=8, columns=8), 1)
    grey: np.ndarray[Any, Any] = np.arange(64, dtype="<u2").reshape(8, 8) * 60 + 0xA000
    built.BitsStored, built.HighBit, built.PixelRepresentation = 12, 11, int(signed)
    built.PixelData = grey.tobytes()
    expected = (grey & 0x0FFF).astype(np.int32)
    if signed:
        expected = np.where(expected >= 2048, expected - 4096, expected)
    with hushed():
        for syntax in ("explicit", "rle"):
            array = decode(dicom.save(built, tmp_path / syntax, syntax), 0).array  # type: ignore[arg-type]
            assert np.array_equal(array, expected), syntax
            assert array.dtype.kind == ("i" if signed else "u")
