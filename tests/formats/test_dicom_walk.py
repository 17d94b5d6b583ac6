"""The quick walk finds what pydicom finds, and nothing in a file makes it fail in a way nobody named."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import warnings
from io import BytesIO
from pathlib import Path

import pydicom
import pytest

from recordkeeper.formats.dicom import read_instance
from recordkeeper.formats.dicom_encoding import (
    DEFLATED,
    EXPLICIT_LITTLE,
    MOST_INFLATED,
    Encoding,
    NotDicom,
    TooMuchInside,
    find_encoding,
    inflate,
    open_data_set,
)
from recordkeeper.formats.dicom_fields import WANTED, pixels_missing, to_instance
from recordkeeper.formats.dicom_slow import Unparsable, parse
from recordkeeper.formats.dicom_walk import Header, Odd, walk
from recordkeeper.records.imaging import InstanceRead
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_slice, save, write_series

BUNDLED = Path(pydicom.__file__).parent / "data"
NOT_DICOM = {".py", ".pyc", ".json", ".md", ".txt", ".csv", ".gz", ".dump", ".icc", ""}


def headers(path: Path) -> tuple[Header | None, Header, InstanceRead, InstanceRead]:
    with path.open("rb") as file:
        stream, encoding = open_data_set(file)
        size = stream.seek(0, 2)

        def tail(at: int, length: int) -> bytes:
            stream.seek(max(0, at))
            return stream.read(length)

        slow = parse(stream, encoding, WANTED, size)
        try:
            quick = walk(stream, encoding, WANTED, size)
        except Odd:
            quick = None
        both = [to_instance(header, pixels_missing(header, tail)) for header in (quick or slow, slow)]
    return quick, slow, both[0], both[1]


def assert_both_ways_agree(paths: list[Path]) -> tuple[int, int]:
    """How many files were read both ways, and how many of them by the quick walk."""
    read = quick_ones = 0
    for path in paths:
        try:
            quick, slow, by_walk, by_pydicom = headers(path)
        except (NotDicom, Unparsable):
            continue
        assert by_walk == by_pydicom, path
        if quick is not None:
            quick_ones += 1
            assert (quick.pixels_at, quick.pixels_length) == (slow.pixels_at, slow.pixels_length), path
        read += 1
    return read, quick_ones


def test_the_walk_and_pydicom_agree_on_the_labelled_files(shared_data: Path) -> None:
    paths = [path for path in (shared_data / "dicom").rglob("*") if path.is_file() and path.suffix != ".csv"]
    read, quick = assert_both_ways_agree(paths)
    assert read > 120
    assert quick > read - 10  # the rest is odd on purpose


def test_the_walk_and_pydicom_agree_on_the_files_pydicom_brings() -> None:
    paths = [
        path
        for folder in ("test_files", "charset_files")
        for path in (BUNDLED / folder).rglob("*")
        if path.is_file() and path.suffix.lower() not in NOT_DICOM - {""}
    ]
    read, quick = assert_both_ways_agree(paths)
    assert read > 100
    assert quick > read - 10


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_walk_and_pydicom_agree_on_what_we_make(tmp_path: Path, syntax: str) -> None:
    recipe = SeriesRecipe(slices=2, syntax=syntax, patient_name="Müller^Jürgen", empty=("StudyID", "SeriesNumber"))  # type: ignore[arg-type]
    paths = write_series(tmp_path, recipe)
    assert assert_both_ways_agree(paths) == (2, 2)


def test_values_are_those_of_a_full_pydicom_read(shared_data: Path) -> None:
    compared = 0
    for path in sorted((shared_data / "dicom").rglob("*")):
        if (
            not path.is_file()
            or path.suffix == ".csv"
            or "fuzz" in path.parts
            or path.name == "no_preamble_dicm_in_data"
        ):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data_set = pydicom.dcmread(path, force=True)
            try:
                read = read_instance(path)
            except (NotDicom, Unparsable):
                continue
            assert read.person.name == str(data_set.get("PatientName") or ""), path
            assert read.patient_id == (data_set.get("PatientID") or ""), path
            assert read.study_instance_uid == (data_set.get("StudyInstanceUID") or ""), path
            assert read.series_description == (data_set.get("SeriesDescription") or ""), path
            assert read.institution_name == (data_set.get("InstitutionName") or ""), path
            assert read.rows == data_set.get("Rows"), path
            assert list(read.image_type) == list(data_set.get("ImageType") or []), path
            assert list(read.pixel_spacing) == [float(value) for value in data_set.get("PixelSpacing") or []], path
        compared += 1
    assert compared > 110


def test_reading_a_plain_header_does_not_import_pydicom(tmp_path: Path) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1, patient_name="Ångström^Åsa"))
    code = (
        "import sys, pathlib\n"
        "from recordkeeper.formats.dicom import DicomHandler\n"
        "from recordkeeper.records.reading import Format\n"
        "reading = DicomHandler().read(pathlib.Path(sys.argv[1]), Format.DICOM)\n"
        "assert reading.instance.person.name == 'Ångström^Åsa'\n"
        "print([name for name in ('pydicom', 'numpy', 'PIL') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_vendors_megabyte_is_skipped_by_its_length(tmp_path: Path) -> None:
    data_set = make_slice(SeriesRecipe(), 1)
    data_set.private_block(0x0009, "VENDOR", create=True).add_new(1, "OB", bytes(3_000_000))
    path = save(data_set, tmp_path / "a")
    read = read_instance(path)
    assert read.instance_number == 1
    assert read.has_pixels


def test_nesting_of_any_depth_is_walked_without_recursion(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a")
    plain = path.read_bytes()
    at = plain.index(b"\x18\x00\x15\x00CS")  # body part: put a deep nest in front of it
    opened = struct.pack("<HH2sHI", 0x0010, 0x9431, b"SQ", 0, 0xFFFFFFFF) + struct.pack(
        "<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF
    )
    closed = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    path.write_bytes(plain[:at] + opened * 20_000 + closed * 20_000 + plain[at:])
    read = read_instance(path)
    assert read.body_part_examined == "CHEST"
    assert read.has_pixels


def test_sequences_of_every_length_form_are_skipped() -> None:
    inner = struct.pack("<HH2sH4s", 0x0008, 0x0060, b"CS", 4, b"SEQ ")
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
    open_item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF) + inner + struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
    end = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    head = struct.pack("<HH2sHI", 0x0008, 0x1140, b"SQ", 0, 0xFFFFFFFF)
    last = struct.pack("<HH2sH4s", 0x0010, 0x0020, b"LO", 4, b"ID1 ")
    for items in (item, open_item, item + open_item, b""):
        raw = head + items + end + last
        found = walk(BytesIO(raw), Encoding(EXPLICIT_LITTLE, False, True, 0, True), WANTED, len(raw))
        assert found.values == {0x00100020: b"ID1 "}


def test_the_bytes_are_believed_before_the_transfer_syntax(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "explicit")
    lying = path.read_bytes().replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2\0\0\0", 1)
    path.write_bytes(lying)
    assert read_instance(path).patient_id == "MRN-1001"


@pytest.mark.parametrize("syntax", ["implicit", "explicit", "big"])
def test_bare_data_sets_are_recognised(tmp_path: Path, syntax: str) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", syntax, part10=False)  # type: ignore[arg-type]
    read = read_instance(path)
    assert read.transfer_syntax_uid == SYNTAXES[syntax]
    assert not read.has_part10_header
    assert read.instance_number == 1


def test_a_lost_prefix_does_not_lose_the_meta_information(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "rle")
    path.write_bytes(bytes(132) + path.read_bytes()[132:])
    read = read_instance(path)
    assert read.transfer_syntax_uid == SYNTAXES["rle"]
    assert not read.has_part10_header


@pytest.mark.parametrize(
    "junk", [b"", b"hello, this is a text file with words", bytes(4096), b"\xff" * 500, b"MZ" + bytes(300)]
)
def test_other_bytes_are_not_dicom(junk: bytes) -> None:
    with pytest.raises(NotDicom):
        find_encoding(junk)


def test_a_deflate_bomb_is_refused_in_steps(tmp_path: Path) -> None:
    import zlib

    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(300)) + packer.flush()
    assert len(packed) < 2**20 < MOST_INFLATED
    plain = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "deflated").read_bytes()
    at = find_encoding(plain).start
    (tmp_path / "bomb").write_bytes(plain[:at] + packed)
    with pytest.raises(TooMuchInside):
        read_instance(tmp_path / "bomb")


def test_inflate_says_when_it_is_no_deflate_stream() -> None:
    assert inflate(BytesIO(b"\x08\x00\x05\x00CS\x0a\x00ISO_IR 100")) is None


def test_damage_anywhere_is_named_damage(tmp_path: Path) -> None:
    """Seeded truncations, bit flips and overwritten runs of every encoding: only the named errors come out."""
    dice = random.Random(7)
    path = tmp_path / "damaged"
    outcomes = {"read": 0, "refused": 0}
    for syntax in SYNTAXES:
        whole = save(make_slice(SeriesRecipe(), 1), tmp_path / syntax, syntax).read_bytes()  # type: ignore[arg-type]
        for _ in range(60):
            raw = bytearray(whole)
            at = dice.randrange(140, len(raw))
            match dice.randrange(3):
                case 0:
                    del raw[at:]
                case 1:
                    raw[at] ^= 1 << dice.randrange(8)
                case _:
                    raw[at : at + 16] = dice.randbytes(16)
            path.write_bytes(raw)
            try:
                read_instance(path)
                outcomes["read"] += 1
            except (NotDicom, Unparsable, TooMuchInside):
                outcomes["refused"] += 1
    assert min(outcomes.values()) > 20


def test_deflated_is_found_in_the_meta_information(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "deflated")
    assert find_encoding(path.read_bytes()).transfer_syntax == DEFLATED
