"""Images of discs with a UDF tree only: however blocks are numbered, the files come out whole."""

from __future__ import annotations

import shutil
import struct
import subprocess
import time
from pathlib import Path
from typing import get_args

import pytest

from recordkeeper.formats.archive import Limits
from recordkeeper.formats.archive_iso import IsoHandler
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.unpacking import unpacked
from tests.making.udf_image import (
    PARTITION_AT,
    PIPE,
    SECTOR,
    SYMLINK,
    Disc,
    Numbering,
    Pointing,
    address,
    identifier,
    tagged,
)

ROOT = Path(__file__).resolve().parents[2]
DISC = {
    "DICOMDIR": b"index",
    "DICOM/A/IM1": bytes(range(256)) * 40,
    "Reports/Bericht vom März.pdf": b"%PDF",
    "日本.txt": b"x" * 1500,
    "empty": b"",
}


def stored(tmp_path: Path, image: bytes) -> Path:
    path = tmp_path / "stored"
    path.write_bytes(image)
    return path


def all_of(tmp_path: Path, image: bytes) -> list[tuple[str, bytes | str]]:
    path = stored(tmp_path, image)
    assert Registry(ROOT / "resources").sniff(path, "0001") is Format.ISO
    assert IsoHandler().read(path, Format.ISO).condition is Condition.CONTAINER
    return unpacked(IsoHandler(), path, Format.ISO)


@pytest.mark.parametrize("numbering", get_args(Numbering))
@pytest.mark.parametrize("pointing", get_args(Pointing))
@pytest.mark.parametrize("extended", [False, True])
def test_every_way_to_write_a_disc_is_read(
    tmp_path: Path, numbering: Numbering, pointing: Pointing, extended: bool
) -> None:
    files = {**DISC, "DICOM/A/IM1": b"y" * 1700} if pointing == "embedded" else DISC
    image = Disc(numbering, pointing, extended).image(files)
    assert dict(all_of(tmp_path, image)) == files


@pytest.mark.parametrize("numbering", get_args(Numbering))
def test_a_file_in_pieces_whose_list_goes_on_elsewhere_is_one(tmp_path: Path, numbering: Numbering) -> None:
    assert dict(all_of(tmp_path, Disc(numbering, "long", pieces=3, chained=True).image(DISC))) == DISC


def test_bytes_never_written_are_zeros(tmp_path: Path) -> None:
    image = Disc(holes={"a": 3_000_000}).image({"a": b"start"})
    assert all_of(tmp_path, image) == [("a", b"start" + bytes(3_000_000))]


def test_links_and_pipes_are_refused_alone(tmp_path: Path) -> None:
    image = Disc(kinds={"a": SYMLINK, "b": PIPE}).image({"a": b"/etc/passwd", "b": b"", "c": b"ok"})
    assert all_of(tmp_path, image) == [("a", "member_link"), ("b", "special_file"), ("c", b"ok")]


def test_entries_of_which_the_newest_stands_elsewhere_are_refused(tmp_path: Path) -> None:
    image = Disc(strategy=4096).image({"a": b"old"})
    assert all_of(tmp_path, image) == [("a", "member_method")]


def test_a_file_whose_bytes_lie_behind_the_end_is_told(tmp_path: Path) -> None:
    image = Disc().image({"a": b"1" * SECTOR, "b": b"2" * SECTOR})
    place = (image.index(b"2" * SECTOR) // SECTOR) - PARTITION_AT
    spoiled = image.replace(address("short", SECTOR, place), address("short", SECTOR, 10_000))
    assert all_of(tmp_path, spoiled) == [("a", b"1" * SECTOR), ("b", "member_damaged")]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    image = bytearray(Disc(pointing="embedded").image({"top": b"1", "sub/a": b"2"}))
    at = image.rindex(identifier("a", 4, 0, 0)[20:])
    image[at - 20] ^= 1  # the tag of the name
    assert all_of(tmp_path, bytes(image)) == [("top", b"1"), ("sub/…", "member_damaged")]


def test_a_file_whose_entry_is_damaged_is_told(tmp_path: Path) -> None:
    image = bytearray(Disc(pointing="embedded").image({"a": b"first", "b": b"second"}))
    image[image.index(b"first") // SECTOR * SECTOR] ^= 1
    assert all_of(tmp_path, bytes(image)) == [("a", "member_damaged"), ("b", b"second")]


def test_a_folder_that_holds_itself_is_walked_once(tmp_path: Path) -> None:
    image = bytearray(Disc(pointing="embedded").image({"a": b"1", "sub/b": b"2"}))
    names = image.index(identifier("sub", 3, 0, 2))
    image[names : names + 44] = identifier("sub", 1, 0, 2)  # the root's own entry
    assert all_of(tmp_path, bytes(image)) == [("a", b"1")]


def test_folders_deeper_than_a_disc_has_are_told(tmp_path: Path) -> None:
    found = all_of(tmp_path, Disc().image({"d/" * 70 + "a": b"1", "b": b"2"}))
    assert found == [("b", b"2"), ("d/" * 65 + "…", "member_damaged")]


def test_a_list_of_places_that_goes_on_in_itself_is_damage(tmp_path: Path) -> None:
    disc = Disc(chained=True, pointing="long")
    image = bytearray(disc.image({"a": b"first"}))
    number = next(
        place for place, raw in enumerate(disc.blocks) if raw[:2] == b"\2\1" and b"first" in disc.blocks[place - 1]
    )
    again = address("long", 3 << 30 | SECTOR, number)
    at = (PARTITION_AT + number) * SECTOR
    image[at : at + 40] = tagged(258, 0, struct.pack("<II", 0, len(again)) + again)
    assert all_of(tmp_path, bytes(image)) == [("a", "member_damaged")]


def test_holes_that_would_fill_a_disk_are_a_bomb(tmp_path: Path) -> None:
    path = stored(
        tmp_path, Disc(holes={str(number): 0x3FFFFFFF for number in range(5)}).image(dict.fromkeys("01234", b""))
    )
    reading = IsoHandler().read(path, Format.ISO)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_bomb")


def test_more_names_than_a_disc_has_are_refused(tmp_path: Path) -> None:
    path = stored(tmp_path, Disc().image({str(number): b"" for number in range(40)}))
    reading = IsoHandler(Limits(most_members=39)).read(path, Format.ISO)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_too_many")


def test_lists_of_places_shared_by_many_files_end(tmp_path: Path) -> None:
    """A small image whose files all point at the same long lists would keep a reader busy for hours."""
    disc = Disc(pointing="short")
    image = bytearray(disc.image({f"{number:04}": b"x" for number in range(2000)}))
    first = len(disc.blocks)
    lists = b""
    for number in range(64):  # 16,000 places of one byte; each list goes on in the next
        places = address("short", 1, 0) * 252 + address("short", 3 << 30 | SECTOR, first + number + 1)
        lists += tagged(258, 0, struct.pack("<II", 0, len(places)) + places).ljust(SECTOR, b"\0")
    for number, raw in enumerate(disc.blocks):
        if raw[:2] == b"\5\1" and raw[27] == 5:
            body = raw[16:56] + struct.pack("<Q", 16_000) + raw[64:176] + address("short", 3 << 30 | SECTOR, first)
            at = (PARTITION_AT + number) * SECTOR
            image[at : at + SECTOR] = tagged(261, number, body).ljust(SECTOR, b"\0")
    path = stored(tmp_path, bytes(image) + lists)
    started = time.monotonic()
    with pytest.raises(RefusedArchive) as refused:
        unpacked(IsoHandler(), path, Format.ISO)
    assert refused.value.reason_code == "archive_too_many"
    assert time.monotonic() - started < 20  # some 3 s


@pytest.mark.parametrize("sector", [256, 257, 258, PARTITION_AT, PARTITION_AT + 1])
def test_an_image_without_what_it_stands_on_is_damaged(tmp_path: Path, sector: int) -> None:
    image = bytearray(Disc().image(DISC))
    image[sector * SECTOR : sector * SECTOR + 16] = bytes(16)
    reading = IsoHandler().read(stored(tmp_path, bytes(image)), Format.ISO)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_damaged")


def _without_first_tree(image: bytes) -> bytes:
    """The image as if the program had written the UDF tree alone."""
    raw = bytearray(image)
    starts = [at for at in range(16 * SECTOR, 32 * SECTOR, SECTOR) if raw[at + 1 : at + 6] == b"BEA01"]
    told = raw[starts[0] : starts[0] + 3 * SECTOR]
    raw[16 * SECTOR : starts[0] + 3 * SECTOR] = told + bytes(starts[0] - 16 * SECTOR)
    return bytes(raw)


@pytest.mark.skipif(shutil.which("genisoimage") is None, reason="genisoimage is not on this computer")
def test_the_tree_of_a_real_program_comes_out_byte_for_byte(tmp_path: Path) -> None:
    for name, body in DISC.items():
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_bytes(body)
    path = tmp_path / "real.iso"
    command = ["genisoimage", "-quiet", "-udf", "-J", "-input-charset", "utf-8", "-o", path, tmp_path / "source"]
    subprocess.run(command, check=True, capture_output=True)
    assert dict(all_of(tmp_path, _without_first_tree(path.read_bytes()))) == DISC


@pytest.mark.skipif(shutil.which("genisoimage") is None, reason="genisoimage is not on this computer")
def test_where_the_first_tree_holds_a_note_only_the_second_is_taken(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("README.TXT", "scan.dcm", "report.pdf"):
        (source / name).write_bytes(name.encode())
    path = tmp_path / "real.iso"
    command = ["genisoimage", "-quiet", "-udf", "-hide", "scan.dcm", "-hide", "report.pdf", "-o", path, source]
    subprocess.run(command, check=True, capture_output=True)
    assert sorted(all_of(tmp_path, path.read_bytes())) == [
        (name, name.encode()) for name in ("README.TXT", "report.pdf", "scan.dcm")
    ]


@pytest.mark.skipif(shutil.which("mkudffs") is None, reason="mkudffs (udftools) is not on this computer")
@pytest.mark.parametrize(
    "options",
    ["-m hd -b 512", "-m hd -b 4096", "-m dvd", "-m cdr -r 1.50", "-m cdr -r 2.01", "-m cdrw -r 2.01"],
)
def test_every_sort_of_disc_a_real_program_makes_is_understood(tmp_path: Path, options: str) -> None:
    path = tmp_path / "disc"
    path.write_bytes(b"")
    block = 512 if "512" in options else 4096 if "4096" in options else SECTOR
    command = ["mkudffs", "--new-file", *options.split(), path, str(20480 * SECTOR // block)]
    if "-b" not in options:
        command[1:1] = ["-b", str(SECTOR)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    image = path.read_bytes()
    table = [line for line in told.splitlines() if line.startswith("vatblock=")]
    if table:  # the image of such a disc ends with its table
        image = image[: (int(table[0].partition("=")[2]) + 1) * SECTOR]
    assert all_of(tmp_path, image) == []
