"""Copies for a file-set hold the same elements and samples, byte for byte where rules allow."""

from __future__ import annotations

import hashlib
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from recordkeeper.paper import dicom_copy
from recordkeeper.paper.dicom_copy import CopyProblem
from recordkeeper.paper.dicom_part10 import examine
from recordkeeper.records.papers_media import CopyDone, CopyNote
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_slice, save

EXPLICIT = SYNTAXES["explicit"]
PROGRAMS = [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n", b"PK\x03\x04", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def assert_same_elements(before: Dataset, after: Dataset) -> None:
    """Every element but retired group lengths, nested ones too, has the value it had."""
    kept, found = ({tag for tag in dict(one) if tag.element or tag.group <= 6} for one in (before, after))
    assert kept == found
    for tag in kept:
        one, other = before[tag], after[tag]
        if one.VR == "SQ":
            assert len(one.value) == len(other.value)
            for item, twin in zip(one.value, other.value, strict=True):
                assert_same_elements(item, twin)
        elif one.VR not in ("OW", "OF", "OD", "OL", "OV"):  # those are turned; pixels are compared as samples
            assert one.value == other.value, tag


@pytest.mark.parametrize("syntax", ["explicit", "rle", "jpeg2000", "jpegls"])
def test_a_proper_file_is_copied_byte_for_byte(tmp_path: Path, syntax: str) -> None:
    source = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", syntax)  # type: ignore[arg-type]
    note = dicom_copy.write(source, tmp_path / "b")
    content = source.read_bytes()
    assert (tmp_path / "b").read_bytes() == content
    assert (note.done, note.transfer_syntax_uid) == (CopyDone.AS_IS, SYNTAXES[syntax])
    assert (note.sha256, note.size) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize(
    ("syntax", "part10"),
    [
        ("implicit", True),
        ("big", True),
        ("deflated", True),
        ("implicit", False),
        ("big", False),
        ("explicit", False),
    ],
)
def test_other_encodings_become_explicit_with_nothing_else_changed(
    tmp_path: Path, syntax: str, part10: bool
) -> None:
    data_set = make_slice(SeriesRecipe(patient_name="Müller^Jürgen", empty=("StudyID",)), 1)
    samples = data_set.pixel_array
    data_set.SmallestImagePixelValue = 3  # US or SS
    data_set.private_block(0x0009, "VENDOR", create=True).add_new(1, "LO", "private words")
    data_set.ReferencedImageSequence = [nested(1), nested(2)]
    source = save(data_set, tmp_path / "a", syntax, part10=part10)  # type: ignore[arg-type]
    note = dicom_copy.write(source, tmp_path / "b")
    assert (note.done, note.transfer_syntax_uid) == (CopyDone.EXPLICIT, EXPLICIT)
    assert note.from_transfer_syntax_uid == (SYNTAXES[syntax] if part10 else "")
    assert note.sha256 == hashlib.sha256((tmp_path / "b").read_bytes()).hexdigest()
    copy = pydicom.dcmread(tmp_path / "b")
    if part10:
        assert_same_elements(pydicom.dcmread(source), copy)
    assert copy.file_meta.MediaStorageSOPInstanceUID == copy.SOPInstanceUID
    np.testing.assert_array_equal(copy.pixel_array, samples)
    assert examine((tmp_path / "b").read_bytes()).can_stay


def nested(number: int) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", f"1.2.{number}"
    item.ReferencedFrameNumber = number
    return item


def copied(source: Path, out: Path) -> CopyNote | None:
    try:
        return dicom_copy.write(source, out)
    except CopyProblem:
        return None


def test_real_files_keep_their_elements_and_samples(shared_data: Path, tmp_path: Path) -> None:
    done = dict.fromkeys(CopyDone, 0)
    for at, source in enumerate(sorted((shared_data / "dicom").rglob("*"))):
        if not source.is_file() or source.suffix == ".csv" or "fuzz" in source.parts:
            continue
        out = tmp_path / str(at)
        note = copied(source, out)
        if note is None:
            assert not out.exists()
            continue
        done[note.done] += 1
        if note.done is CopyDone.AS_IS:
            assert out.read_bytes() == source.read_bytes()
            continue
        before, after = pydicom.dcmread(source, force=True), pydicom.dcmread(out)
        assert_same_elements(before, after)
        if "PixelData" in before:
            np.testing.assert_array_equal(before.pixel_array, after.pixel_array, err_msg=str(source))
    assert done[CopyDone.AS_IS] > 60
    assert done[CopyDone.EXPLICIT] > 10


@pytest.mark.parametrize("start", PROGRAMS)
def test_a_program_in_the_preamble_is_not_carried_along(tmp_path: Path, start: bytes) -> None:
    plain = save(make_slice(SeriesRecipe(), 1), tmp_path / "plain").read_bytes()
    (tmp_path / "a").write_bytes(start.ljust(128, b"\x41") + plain[128:])
    note = dicom_copy.write(tmp_path / "a", tmp_path / "b")
    assert note.done is CopyDone.PREAMBLE_ZEROED
    assert (tmp_path / "b").read_bytes() == plain


def test_a_tiff_preamble_is_legitimate_and_stays(tmp_path: Path) -> None:
    plain = save(make_slice(SeriesRecipe(), 1), tmp_path / "plain").read_bytes()
    (tmp_path / "a").write_bytes(b"II*\0".ljust(128, b"\0") + plain[128:])
    assert dicom_copy.write(tmp_path / "a", tmp_path / "b").done is CopyDone.AS_IS


def test_a_file_whose_syntax_lies_is_rewritten(tmp_path: Path) -> None:
    source = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "implicit")
    raw = source.read_bytes().replace(b"UI\x12\x001.2.840.10008.1.2\0", b"UI\x12\x001.2.840.10008.1.2\0", 1)
    lying = raw.replace(b"UI\x12\x001.2.840.10008.1.2\0", b"UI\x14\x001.2.840.10008.1.2.1\0", 1)
    assert lying != raw
    source.write_bytes(lying)
    assert dicom_copy.write(source, tmp_path / "b").done is CopyDone.EXPLICIT
    np.testing.assert_array_equal(
        pydicom.dcmread(tmp_path / "b").pixel_array, make_slice(SeriesRecipe(), 1).pixel_array
    )


def test_words_in_a_wrong_character_set_arrive_as_they_were(tmp_path: Path) -> None:
    data_set = make_slice(SeriesRecipe(charset="ISO_IR 192"), 1)
    source = save(data_set, tmp_path / "a", "implicit")
    source.write_bytes(source.read_bytes().replace(b"Sample^Anna", b"S\xe4mple^Anna"))
    dicom_copy.write(source, tmp_path / "b")
    assert b"S\xe4mple^Anna" in (tmp_path / "b").read_bytes()


def test_a_truncated_image_stays_truncated(tmp_path: Path) -> None:
    source = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "implicit")
    source.write_bytes(source.read_bytes()[:-100])
    dicom_copy.write(source, tmp_path / "b")
    assert len(pydicom.dcmread(tmp_path / "b").PixelData) == 32 * 32 * 2 - 100


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    source = save(make_slice(SeriesRecipe(), 1), tmp_path / "a")
    (tmp_path / "b").write_text("mine")
    with pytest.raises(FileExistsError):
        dicom_copy.write(source, tmp_path / "b")
    assert (tmp_path / "b").read_text() == "mine"


def test_without_identifiers_there_is_no_copy(tmp_path: Path) -> None:
    source = save(make_slice(SeriesRecipe(absent=("SOPInstanceUID",)), 1), tmp_path / "a", "implicit", part10=False)
    with pytest.raises(CopyProblem) as caught:
        dicom_copy.write(source, tmp_path / "b")
    assert caught.value.reason_code == "dicom_no_uid"
    assert not (tmp_path / "b").exists()


def test_a_deflate_bomb_is_refused(tmp_path: Path) -> None:
    plain = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "deflated").read_bytes()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(300)) + packer.flush()
    (tmp_path / "bomb").write_bytes(plain[: examine(plain).data_set_at] + packed)
    with pytest.raises(CopyProblem) as caught:
        dicom_copy.write(tmp_path / "bomb", tmp_path / "b")
    assert caught.value.reason_code == "dicom_bomb"


def test_a_bomb_of_nested_sequences_is_refused_politely(tmp_path: Path) -> None:
    plain = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "implicit").read_bytes()
    at = plain.index(struct.pack("<HHI", 0x0018, 0x0015, 6))
    opened = struct.pack("<HHI", 0x0010, 0x9431, 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    (tmp_path / "bomb").write_bytes(plain[:at] + opened * 5000)
    with pytest.raises(CopyProblem) as caught:
        dicom_copy.write(tmp_path / "bomb", tmp_path / "b")
    assert caught.value.reason_code == "dicom_damaged"


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"no image, just words" * 40)
    with pytest.raises(CopyProblem):
        dicom_copy.write(tmp_path / "a", tmp_path / "b")
