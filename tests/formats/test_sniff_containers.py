"""Containers are known by their content, whatever they are called."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from recordkeeper.formats.litter import load_litter
from recordkeeper.formats.sniff import sniff
from recordkeeper.records.reading import Format
from tests.formats.good_files import tar_of
from tests.making.disc_image import iso_of
from tests.making.seven_zip import seven_zip_of

LITTER = load_litter(Path(__file__).resolve().parents[2] / "resources" / "formats")
MEMBERS = {"a.txt": b"words"}


def kind(tmp_path: Path, data: bytes, name: str = "IM0001") -> Format:
    path = tmp_path / "x"
    path.write_bytes(data)
    return sniff(path, name, LITTER)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_a_tar_or_one_file_by_what_is_in_it(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    assert kind(tmp_path, pack(tar_of(MEMBERS))) is Format.TAR
    assert kind(tmp_path, pack(b"words"), "report.tar.gz") is Format.GZIP
    assert kind(tmp_path, pack(tar_of(MEMBERS))[:30]) in (Format.GZIP, Format.TAR)


def test_others_are_known_by_their_first_bytes_or_their_first_sector(tmp_path: Path) -> None:
    assert kind(tmp_path, tar_of(MEMBERS), "x.pdf.txt") is Format.TAR
    assert kind(tmp_path, seven_zip_of(MEMBERS)) is Format.SEVEN_ZIP
    assert kind(tmp_path, iso_of(MEMBERS), "disc.dat") is Format.ISO


@pytest.mark.parametrize(
    "data",
    [b"BZh is how the letter begins", b"x" * 148 + b"0000000\0" + b"y" * 400, bytes(600), b"1 2 3\n" * 200],
    ids=["words", "wrong sum", "zeros", "digits"],
)
def test_what_only_begins_like_one_is_none(tmp_path: Path, data: bytes) -> None:
    assert kind(tmp_path, data, "note.txt") not in (Format.TAR, Format.GZIP, Format.SEVEN_ZIP, Format.ISO)
