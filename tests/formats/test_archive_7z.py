"""7z: every common way of packing, locked archives with a supplied password, and what cannot be had said."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from recordkeeper.formats.archive_7z import SevenZipHandler
from recordkeeper.formats.handler import RefusedArchive, Unlocks
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.unpacking import unpacked
from tests.making.seven_zip import Packing, seven_zip_of, signed

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = {
    "a/note.txt": b"Progress note",
    "Ärztbrief 検査.bin": bytes(range(256)) * 9000,
    "empty": b"",
    "../up": b"u",
}
PLAIN = SevenZipHandler()


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "stored"
    path.write_bytes(data)
    assert Registry(ROOT / "resources").sniff(path, "0001") is Format.SEVEN_ZIP
    return path


@pytest.mark.parametrize("packing", get_args(Packing))
def test_members_come_in_order_whatever_they_are_packed_with(tmp_path: Path, packing: Packing) -> None:
    path = saved(tmp_path, seven_zip_of(MEMBERS, packing))
    assert PLAIN.read(path, Format.SEVEN_ZIP).condition is Condition.CONTAINER
    assert unpacked(PLAIN, path, Format.SEVEN_ZIP) == list(MEMBERS.items())


def test_folders_are_left_out_and_links_refused(tmp_path: Path) -> None:
    link = 0o120777 << 16 | 0x8000
    data = seven_zip_of({"d/": b"", "link": b"/etc/passwd", "ok": b"ok"}, attributes={"link": link})
    assert unpacked(PLAIN, saved(tmp_path, data), Format.SEVEN_ZIP) == [("link", "member_link"), ("ok", b"ok")]


@pytest.mark.parametrize("locked_names", [False, True])
@pytest.mark.parametrize("packing", ["copy", "lzma2"])
def test_a_locked_archive_opens_with_the_right_password_only(
    tmp_path: Path, packing: Packing, locked_names: bool
) -> None:
    data = seven_zip_of(MEMBERS, packing, password="Päss wörd", locked_names=locked_names)
    path = saved(tmp_path, data)
    assert isinstance(PLAIN, Unlocks)
    for handler in (PLAIN, PLAIN.with_passwords(("wrong",))):
        reading = handler.read(path, Format.SEVEN_ZIP)
        assert (reading.condition, reading.reason_code) == (Condition.LOCKED, "archive_locked")
        with pytest.raises(RefusedArchive, match="archive_locked"):
            next(handler.members(path, Format.SEVEN_ZIP))
    opened = PLAIN.with_passwords(("wrong", "Päss wörd"))
    assert opened.read(path, Format.SEVEN_ZIP).condition is Condition.CONTAINER
    assert unpacked(opened, path, Format.SEVEN_ZIP) == list(MEMBERS.items())


def test_a_changed_byte_costs_only_what_it_is_in(tmp_path: Path) -> None:
    data = seven_zip_of({"a": b"first words", "b": b"second"}, "copy").replace(b"first words", b"other words")
    assert unpacked(PLAIN, saved(tmp_path, data), Format.SEVEN_ZIP) == [("a", "member_damaged"), ("b", b"second")]


def test_members_not_taken_are_passed_over(tmp_path: Path) -> None:
    path = saved(tmp_path, seven_zip_of({"a": bytes(3_000_000), "b": b"2", "c": b"3"}))
    found = [b"".join(chunks) for member, chunks in PLAIN.members(path, Format.SEVEN_ZIP) if member.name != "a"]
    assert found == [b"2", b"3"]


def test_an_unknown_way_of_packing_is_said(tmp_path: Path) -> None:
    data = seven_zip_of({"a": b"aaa", "b": b"bbb"}, "bzip2")
    at = 32 + int.from_bytes(data[12:20], "little")
    header = data[at:].replace(bytes.fromhex("040202"), bytes.fromhex("030401"))  # PPMd
    path = saved(tmp_path, signed(data[32:at], header))
    assert unpacked(PLAIN, path, Format.SEVEN_ZIP) == [("a", "member_method"), ("b", "member_method")]


def test_the_first_of_several_parts_says_so(tmp_path: Path) -> None:
    data = seven_zip_of(MEMBERS, "copy")
    reading = PLAIN.read(saved(tmp_path, data[: len(data) // 2]), Format.SEVEN_ZIP)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_in_parts")


@pytest.mark.parametrize("at", [8, 13, 40, -9, -60])
def test_damage_is_never_more_than_a_reason(tmp_path: Path, at: int) -> None:
    data = bytearray(seven_zip_of(MEMBERS))
    data[at] ^= 0xFF
    path = saved(tmp_path, bytes(data))
    reading = PLAIN.read(path, Format.SEVEN_ZIP)
    if reading.condition is Condition.CONTAINER:
        assert "member_damaged" in {body for _, body in unpacked(PLAIN, path, Format.SEVEN_ZIP)}
    else:
        assert reading.reason_code in ("archive_damaged", "archive_in_parts")


@pytest.mark.skipif(shutil.which("7z") is None, reason="7z, which makes the archives, is not on this computer")
@pytest.mark.parametrize(
    "options", ["", "-ms=off", "-m0=BCJ -m1=LZMA", "-m0=Delta:4 -m1=LZMA", "-m0=Deflate64", "-pp", "-pp -mhe"]
)
def test_archives_of_the_real_program_come_out_byte_for_byte(tmp_path: Path, options: str) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, body in MEMBERS.items():
        (source / name.replace("/", "_").replace("..", "up")).write_bytes(body)
    path = tmp_path / "real.7z"
    subprocess.run(["7z", "a", "-bd", *options.split(), path, source], check=True, capture_output=True)
    handler = PLAIN.with_passwords(("p",))
    found = dict(unpacked(handler, path, Format.SEVEN_ZIP))
    assert found == {f"source/{each.name}": each.read_bytes() for each in source.iterdir()}
