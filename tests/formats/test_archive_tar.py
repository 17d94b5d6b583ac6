"""TAR: members in order, long names, what is no file refused alone, damage told and never passed over."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from recordkeeper.formats.archive_tar import TarHandler
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.good_files import tar_of
from tests.formats.unpacking import unpacked

ROOT = Path(__file__).resolve().parents[2]
LONG = "/".join(["Ordner mit langem Namen"] * 8) + "/Ärztbrief 検査.pdf"


def all_of(tmp_path: Path, data: bytes) -> list[tuple[str, bytes | str]]:
    path = tmp_path / "stored"
    path.write_bytes(data)
    assert Registry(ROOT / "resources").sniff(path, "0001") is Format.TAR
    assert TarHandler().read(path, Format.TAR).condition is Condition.CONTAINER
    return unpacked(TarHandler(), path, Format.TAR)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT], ids=["pax", "gnu"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_members_come_in_order_by_their_full_names(
    tmp_path: Path, form: int, pack: Callable[[bytes], bytes]
) -> None:
    members = {"a.txt": b"1", LONG: bytes(3_000_000), "../up.txt": b"", "/abs.txt": b"x" * 512}
    assert all_of(tmp_path, pack(tar_of(members, form))) == list(members.items())


def test_an_archive_of_before_ustar_is_one(tmp_path: Path) -> None:
    header = bytearray(tarfile.TarInfo("old.txt").tobuf(tarfile.USTAR_FORMAT))
    header[257:265] = bytes(8)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert all_of(tmp_path, bytes(header) + bytes(1024)) == [("old.txt", b"")]


def test_what_is_no_file_is_refused_alone(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in [
            ("to passwd", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("pipe", tarfile.FIFOTYPE),
            ("disk", tarfile.BLKTYPE),
            ("folder", tarfile.DIRTYPE),
        ]:
            one = tarfile.TarInfo(name)
            one.type, one.linkname = kind, "/etc/passwd"
            archive.addfile(one)
        last = tarfile.TarInfo("ok.txt")
        last.size = 2
        archive.addfile(last, io.BytesIO(b"ok"))
    assert all_of(tmp_path, out.getvalue()) == [
        ("to passwd", "member_link"),
        ("hard", "member_link"),
        ("pipe", "special_file"),
        ("disk", "special_file"),
        ("ok.txt", b"ok"),
    ]


def test_a_sparse_file_is_refused_alone(tmp_path: Path) -> None:
    one = tarfile.TarInfo("sparse")
    one.size, one.pax_headers = 4, {"GNU.sparse.major": "1", "GNU.sparse.name": "holes.bin"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(one, io.BytesIO(b"0\n0\n"))
        two = tarfile.TarInfo("b")
        two.size = 1
        archive.addfile(two, io.BytesIO(b"b"))
    assert all_of(tmp_path, out.getvalue()) == [("holes.bin", "member_method"), ("b", b"b")]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_cut_short_gives_what_it_has_and_says_so(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    import random

    noise = random.Random(1).randbytes(200_000)
    found = all_of(tmp_path, pack(tar_of({"a": b"whole", "b": noise}))[:100_000])
    assert found == [("a", b"whole"), ("b", "member_damaged")]


def test_a_damaged_header_costs_what_follows_and_is_told(tmp_path: Path) -> None:
    data = bytearray(tar_of({"a": b"1", "b": b"2", "c": b"3"}))
    data[1024 + 5] ^= 0xFF  # in the name of b, so that its checksum is wrong
    assert all_of(tmp_path, bytes(data)) == [("a", b"1"), ("…", "member_damaged")]


def test_members_not_taken_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(tar_of({"a": bytes(5000), "b": b"2"}))
    names = [member.name for member, _ in TarHandler().members(path, Format.TAR)]
    assert names == ["a", "b"]


@pytest.mark.parametrize("data", [b"", b"no archive", bytes(2000), b"\x1f\x8b\x08" + bytes(50)])
def test_what_is_none_is_damaged(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    reading = TarHandler().read(path, Format.TAR)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_damaged")
