"""One file is compared with the folder it was packed from: a byte, a name or a file too many is told."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from recordkeeper.bundle import packed_check, zip_writer
from recordkeeper.bundle.packed_check import by_worker, plain_zip
from recordkeeper.records.reading import Format
from recordkeeper.work.pool import WorkerPool

CONTENTS = {"a.txt": b"one " * 100, "b/c.txt": b"two " * 100, "d.bin": b"three"}
WORD = "five words"


@pytest.fixture
def expected() -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return packed(tmp_path, CONTENTS)


def packed(place: Path, contents: dict[str, bytes], passphrase: str = "") -> Path:
    files = []
    for number, (name, content) in enumerate(contents.items()):
        (place / f"{number}").write_bytes(content)
        files.append((place / f"{number}", name))
    (place / "a.zip").unlink(missing_ok=True)
    zip_writer.write(files, place / "a.zip", passphrase=passphrase, step=lambda: None)
    return place / "a.zip"


def test_a_sound_zip_is_told_so(archive: Path, expected: dict[str, str]) -> None:
    assert plain_zip(archive, expected).ok


def test_a_locked_one_is_opened_with_its_passphrase_only(
    tmp_path: Path, expected: dict[str, str], pool: WorkerPool
) -> None:
    locked = packed(tmp_path, CONTENTS, WORD)
    assert by_worker(locked, Format.ZIP, expected, pool, WORD).ok
    assert not by_worker(locked, Format.ZIP, expected, pool, "wrong").ok


@pytest.mark.parametrize(
    "contents",
    [
        {**CONTENTS, "a.txt": b"One " * 100},
        {name: content for name, content in CONTENTS.items() if name != "d.bin"},
        {**CONTENTS, "more.txt": b"more"},
    ],
    ids=["changed", "gone", "more"],
)
def test_what_differs_is_named(
    tmp_path: Path, expected: dict[str, str], pool: WorkerPool, contents: dict[str, bytes]
) -> None:
    archive = packed(tmp_path, contents)
    for check in (plain_zip(archive, expected), by_worker(archive, Format.ZIP, expected, pool)):
        assert not check.ok
        assert check.detail


def test_damage_is_told(archive: Path, expected: dict[str, str], pool: WorkerPool) -> None:
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        at = opened.getinfo("b/c.txt").header_offset + 30 + len("b/c.txt") + 2
    data[at] ^= 0xFF
    archive.write_bytes(data)
    assert not plain_zip(archive, expected).ok
    assert not by_worker(archive, Format.ZIP, expected, pool).ok
    archive.write_bytes(data[:40])
    assert not plain_zip(archive, expected).ok


def test_a_sum_that_is_wrong_and_a_name_that_is_another_are_told(archive: Path, expected: dict[str, str]) -> None:
    whole = archive.read_bytes()
    with zipfile.ZipFile(archive) as opened:
        member = opened.getinfo("a.txt")
    assert member.compress_type == zipfile.ZIP_DEFLATED
    central = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"a.txt"))
    for at in (central + 16, member.header_offset + 30, member.header_offset):  # its CRC, its name, its mark
        data = bytearray(whole)
        data[at] ^= 0x01
        archive.write_bytes(data)
        assert not plain_zip(archive, expected).ok


@pytest.mark.parametrize(("most", "by_zlib"), [(10_000, ["a", "b", "c", "d", "e"]), (1200, ["a", "d"])])
def test_zlib_unpacks_all_or_a_share_spread_over_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, by_zlib: list[str]
) -> None:
    contents = {name: name.encode() * 600 for name in "abcde"}
    archive = packed(tmp_path, contents)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    opened: list[str] = []
    usual = zipfile.ZipFile.open

    def noted(self: zipfile.ZipFile, member: zipfile.ZipInfo) -> object:
        opened.append(member.filename)
        return usual(self, member)

    monkeypatch.setattr(packed_check, "_BY_ANOTHER", most)
    monkeypatch.setattr(zipfile.ZipFile, "open", noted)
    assert plain_zip(archive, sums).ok
    assert sorted(opened) == by_zlib


def test_a_zip_that_isa_l_alone_reads_otherwise_is_told(
    archive: Path, expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_check, "_inflated", lambda member, _: iter([CONTENTS[member.filename]]))
    damaged = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        damaged[opened.getinfo("a.txt").header_offset + 30 + len("a.txt") + 2] ^= 0xFF
    archive.write_bytes(damaged)
    assert not plain_zip(archive, expected).ok
    monkeypatch.setattr(packed_check, "_BY_ANOTHER", 1)
    assert not plain_zip(archive, expected).ok  # the first member is always among them
