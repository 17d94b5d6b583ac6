"""Images of discs: walked like a disc, whatever names they carry, never mounted."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from recordkeeper.formats.archive_iso import IsoHandler
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.unpacking import unpacked
from tests.making.disc_image import ROOT_AT, SECTOR, Names, iso_of

ROOT = Path(__file__).resolve().parents[2]
DISC = {"DICOMDIR": b"index", "DICOM/A/IM1": b"one" * 2000, "Reports/Bericht vom März.pdf": b"%PDF"}


def all_of(tmp_path: Path, image: bytes) -> list[tuple[str, bytes | str]]:
    path = tmp_path / "stored"
    path.write_bytes(image)
    assert Registry(ROOT / "resources").sniff(path, "0001") is Format.ISO
    assert IsoHandler().read(path, Format.ISO).condition is Condition.CONTAINER
    return unpacked(IsoHandler(), path, Format.ISO)


@pytest.mark.parametrize("names", ["joliet", "rock ridge"])
def test_long_names_are_found(tmp_path: Path, names: Names) -> None:
    assert all_of(tmp_path, iso_of(DISC, names)) == list(DISC.items())


def test_plain_names_lose_their_version_and_a_lonely_dot(tmp_path: Path) -> None:
    found = dict(all_of(tmp_path, iso_of({"DICOMDIR": b"1", "SUB/README.TXT": b"2"})))
    assert found == {"DICOMDIR": b"1", "SUB/README.TXT": b"2"}


def test_a_file_in_several_pieces_is_one(tmp_path: Path) -> None:
    body = bytes(range(256)) * 40
    assert all_of(tmp_path, iso_of({"big.bin": body, "b": b"2222"}, "joliet", pieces=3)) == [
        ("big.bin", body),
        ("b", b"2222"),
    ]


def test_links_are_refused_alone(tmp_path: Path) -> None:
    image = iso_of({"a": b"/etc/passwd", "b": b"ok"}, "rock ridge", links=frozenset({"a"}))
    assert all_of(tmp_path, image) == [("a", "member_link"), ("b", b"ok")]


def test_an_image_cut_short_gives_what_it_has(tmp_path: Path) -> None:
    image = iso_of({"a": b"1" * SECTOR, "b": b"2" * SECTOR})
    assert all_of(tmp_path, image[:-1000]) == [("A", b"1" * SECTOR), ("B", "member_damaged")]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    image = bytearray(iso_of({"top": b"1", "sub/a": b"2"}))
    image[(ROOT_AT + 1) * SECTOR] = 20  # its first record is shorter than a record can be
    assert all_of(tmp_path, bytes(image)) == [("TOP", b"1"), ("SUB/…", "member_damaged")]


@pytest.mark.parametrize("cut", [33_000, 40_000, ROOT_AT * SECTOR + 100])
def test_an_image_without_its_tree_is_damaged(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x"
    path.write_bytes(iso_of(DISC)[:cut])
    reading = IsoHandler().read(path, Format.ISO)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_damaged")


@pytest.mark.skipif(shutil.which("genisoimage") is None, reason="genisoimage is not on this computer")
@pytest.mark.parametrize("options", ["-R", "-R -J", "-R -J -udf", "-iso-level 3 -R"])
def test_images_of_a_real_program_come_out_byte_for_byte(tmp_path: Path, options: str) -> None:
    source = tmp_path / "source"
    deep = "a/b/c/d/e/f/g/h/i/j/deep.txt"  # deeper than ISO 9660 allows: the folder is moved and pointed at
    files = {**DISC, deep: b"deep", "x" * 200: b"a name that goes on in another place"}
    for name, body in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(body)
    path = tmp_path / "real.iso"
    command = ["genisoimage", "-quiet", *options.split(), "-o", path, source]
    subprocess.run(command, check=True, capture_output=True)
    assert dict(unpacked(IsoHandler(), path, Format.ISO)) == files


def test_the_real_disc_image_holds_its_slices(shared_data: Path) -> None:
    found = dict(unpacked(IsoHandler(), shared_data / "archives" / "cd_as_iso.iso", Format.ISO))
    assert sum(name.startswith("DICOM/") for name in found) == 32
    assert all(isinstance(body, bytes) for body in found.values())
