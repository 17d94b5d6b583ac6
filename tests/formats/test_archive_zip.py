"""ZIP: each member as a stream, names as data, bombs refused, damage paid for by the damaged member alone."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from recordkeeper.formats.archive import Limits
from recordkeeper.formats.archive_zip import ZipHandler
from recordkeeper.formats.handler import RefusedArchive, Unlocks
from recordkeeper.formats.zip_locks import is_opened_by
from recordkeeper.records.reading import Condition, Format
from tests.fakes import trouble_files as fakes
from tests.formats.unpacking import unpacked as all_of
from tests.making.locked_zip import Lock, locked_zip_of

HANDLER = ZipHandler()


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    return path


def unpacked(path: Path, handler: ZipHandler = HANDLER) -> list[tuple[str, bytes | str]]:
    return all_of(handler, path, Format.ZIP)


def test_members_come_in_order_with_their_bytes_and_folders_are_left_out(tmp_path: Path) -> None:
    members = {"a/": b"", "a/one.txt": b"1", "two.bin": bytes(3_000_000)}
    path = saved(tmp_path, fakes.zip_of(members, zipfile.ZIP_STORED))
    assert unpacked(path) == [("a/one.txt", b"1"), ("two.bin", bytes(3_000_000))]
    assert HANDLER.read(path, Format.ZIP).condition is Condition.CONTAINER
    assert all(len(chunk) <= 1 << 20 for _, chunks in HANDLER.members(path, Format.ZIP) for chunk in chunks)


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/passwd", "C:\\win.txt", "..\\up.txt", "CON.txt", "a/../../b"]
)
def test_hostile_names_are_only_names(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, fakes.zip_of({name: b"x"}))
    ((found, body),) = unpacked(path)
    assert (found, body) == (name, b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"]


def test_two_members_of_one_name_are_both_there(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("same.txt", "first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            zipped.writestr("same.txt", "second")
    assert unpacked(saved(tmp_path, out.getvalue())) == [("same.txt", b"first"), ("same.txt", b"second")]


@pytest.mark.parametrize("make", [fakes.zip_of_zeros, fakes.zip_whose_members_share_bytes])
def test_a_bomb_is_refused_before_anything_comes_out(tmp_path: Path, make: object) -> None:
    path = saved(tmp_path, make())  # type: ignore[operator]
    reading = HANDLER.read(path, Format.ZIP)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_bomb")
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        next(HANDLER.members(path, Format.ZIP))


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_said(tmp_path: Path) -> None:
    path = saved(tmp_path, fakes.zip_that_lies_about_its_size())
    ((_, chunks),) = HANDLER.members(path, Format.ZIP)
    came: list[int] = []
    with pytest.raises(RefusedArchive, match="member_damaged"):
        came.extend(map(len, chunks))
    assert sum(came) <= 10


def test_the_bytes_of_all_members_count_together(tmp_path: Path) -> None:
    path = saved(tmp_path, fakes.zip_of({f"{n}": bytes(400) for n in range(10)}))
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        unpacked(path, ZipHandler(limits=Limits(most_bytes=1000)))


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, fakes.zip_of({f"{n}": b"" for n in range(4)}))
    reading = ZipHandler(limits=Limits(most_members=3)).read(path, Format.ZIP)
    assert (reading.reason_code, reading.detail) == ("archive_too_many", "4")


def test_an_archive_with_a_password_is_locked(tmp_path: Path) -> None:
    path = saved(tmp_path, fakes.zip_locked({"a.txt": b"secret"}))
    reading = HANDLER.read(path, Format.ZIP)
    assert (reading.condition, reading.reason_code) == (Condition.LOCKED, "archive_locked")
    with pytest.raises(RefusedArchive, match="archive_locked"):
        next(HANDLER.members(path, Format.ZIP))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(500), fakes.zip_of({"a": b"a" * 99})[:60]],
    ids=["empty", "begun", "zeros", "cut"],
)
def test_a_broken_archive_is_refused_with_a_reason(tmp_path: Path, data: bytes) -> None:
    reading = HANDLER.read(saved(tmp_path, data), Format.ZIP)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_damaged")


def test_one_bad_member_costs_only_itself(tmp_path: Path) -> None:
    assert unpacked(saved(tmp_path, fakes.zip_with_an_unknown_method())) == [
        ("a.txt", "member_method"),
        ("b.txt", b"here"),
    ]
    assert unpacked(saved(tmp_path, fakes.zip_with_a_link())) == [("link.txt", "member_link"), ("ok.txt", b"fine")]
    data = fakes.zip_of({"a.txt": b"first words", "b.txt": b"here"}, zipfile.ZIP_STORED).replace(
        b"first words", b"other words"
    )
    assert unpacked(saved(tmp_path, data)) == [("a.txt", "member_damaged"), ("b.txt", b"here")]


def test_names_that_are_not_the_utf8_they_claim_to_be_cost_nothing(tmp_path: Path) -> None:
    ((name, body),) = unpacked(saved(tmp_path, fakes.zip_with_names_that_are_not_utf8()))
    assert body == b"words"
    assert name.startswith("bericht-")
    assert name.endswith(".txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_common_way_of_packing_comes_out_whole(tmp_path: Path, method: int) -> None:
    members = {"a.bin": bytes(range(256)) * 9000, "b.txt": b"b", "empty": b""}
    path = saved(tmp_path, fakes.zip_of(members, method))
    assert unpacked(path) == list(members.items())
    assert all(len(chunk) <= 1 << 20 for _, chunks in HANDLER.members(path, Format.ZIP) for chunk in chunks)


def test_an_archive_written_as_a_stream_comes_out_whole(tmp_path: Path) -> None:
    class NoSeek(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = NoSeek()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as a,
    ):
        a.write(b"words " * 1000)
    assert unpacked(saved(tmp_path, out.getvalue())) == [("a.txt", b"words " * 1000)]


def test_rubbish_before_an_archive_is_looked_past(tmp_path: Path) -> None:
    data = b"some words of a mail program\n" * 100 + fakes.zip_of({"a.txt": b"a"})
    assert unpacked(saved(tmp_path, data)) == [("a.txt", b"a")]


@pytest.mark.parametrize("make", [fakes.zip_that_is_the_last_of_parts, fakes.zip_that_is_the_first_of_parts])
def test_one_part_of_an_archive_says_so(tmp_path: Path, make: object) -> None:
    reading = HANDLER.read(saved(tmp_path, make()), Format.ZIP)  # type: ignore[operator]
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_in_parts")


def test_a_better_name_in_the_extra_field_is_taken_while_it_is_about_this_name(tmp_path: Path) -> None:
    assert [name for name, _ in unpacked(saved(tmp_path, fakes.zip_with_a_unicode_path("a?.txt", "aß検.txt")))] == [
        "aß検.txt"
    ]
    stale = fakes.zip_with_a_unicode_path("a?.txt", "aß検.txt", about="other")
    assert [name for name, _ in unpacked(saved(tmp_path, stale))] == ["a?.txt"]


SECRETS = {"a.txt": b"secret words", "b.bin": bytes(70_000)}


@pytest.mark.parametrize("lock", ["zipcrypto", "aes"])
def test_a_locked_archive_opens_with_the_right_password_only(tmp_path: Path, lock: Lock) -> None:
    path = saved(tmp_path, locked_zip_of(SECRETS, "Päss 1", lock))
    assert isinstance(HANDLER, Unlocks)
    wrong = HANDLER.with_passwords(("1", "", "päss 1"))
    assert wrong.read(path, Format.ZIP).condition is Condition.LOCKED
    right = HANDLER.with_passwords(("wrong", "Päss 1"))
    assert right.read(path, Format.ZIP).condition is Condition.CONTAINER
    assert unpacked(path, right) == list(SECRETS.items())


@pytest.mark.parametrize("lock", ["zipcrypto", "aes"])
def test_a_password_that_passes_the_locks_own_check_by_chance_is_seen_through(tmp_path: Path, lock: Lock) -> None:
    path = saved(tmp_path, locked_zip_of({"a.txt": b"secret words"}, "right", lock))
    with path.open("rb") as file, zipfile.ZipFile(path) as archive:
        (entry,) = archive.infolist()
        file.seek(30 + len("a.txt") + len(entry.extra))
        head = file.read(32)
        tries = (f"wrong {at}" for at in range(400_000 if lock == "zipcrypto" else 0))
        lucky = next((each for each in tries if is_opened_by(head, entry, each.encode())), "wrong")
    assert unpacked(path, HANDLER.with_passwords((lucky, "right"))) == [("a.txt", b"secret words")]


def test_a_changed_byte_under_a_strong_lock_is_found(tmp_path: Path) -> None:
    data = bytearray(locked_zip_of({"a.bin": bytes(1000)}, "p", "aes", method=zipfile.ZIP_STORED))
    data[200] ^= 1
    assert unpacked(saved(tmp_path, bytes(data)), HANDLER.with_passwords(("p",))) == [("a.bin", "member_damaged")]


def test_a_locked_member_among_open_ones_costs_only_itself(tmp_path: Path) -> None:
    path = saved(tmp_path, locked_zip_of({"a": b"open", "b": b"locked"}, "p", "aes", only=("b",)))
    assert unpacked(path) == [("a", b"open"), ("b", "member_locked")]
    assert unpacked(path, HANDLER.with_passwords(("p",))) == [("a", b"open"), ("b", b"locked")]


@pytest.mark.skipif(shutil.which("7z") is None, reason="7z, which makes the archives, is not on this computer")
@pytest.mark.parametrize(
    "options", ["-mm=Deflate64", "-mm=LZMA", "-mm=BZip2 -pp", "-pp -mem=AES256", "-pp -mem=AES128 -mm=Copy"]
)
def test_archives_of_a_real_program_come_out_byte_for_byte(tmp_path: Path, options: str) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 9000)
    path = tmp_path / "real.zip"
    command = ["7z", "a", "-bd", "-tzip", *options.split(), path, tmp_path / "a.bin"]
    subprocess.run(command, check=True, capture_output=True)
    assert unpacked(path, HANDLER.with_passwords(("p",))) == [("a.bin", bytes(range(256)) * 9000)]
