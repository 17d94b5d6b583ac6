"""ZIP: each member as a stream, names as data, bombs refused, damage paid for by the damaged member alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from recordkeeper.formats.archive import Limits
from recordkeeper.formats.archive_zip import ZipHandler
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.records.reading import Condition, Format
from tests.fakes import trouble_files as fakes

HANDLER = ZipHandler()


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    return path


def unpacked(path: Path) -> list[tuple[str, bytes | str]]:
    """Names with bytes, or with the reason why there are none."""
    found: list[tuple[str, bytes | str]] = []
    for member, chunks in HANDLER.members(path, Format.ZIP):
        try:
            found.append((member.name, b"".join(chunks)))
        except RefusedArchive as problem:
            found.append((member.name, problem.reason_code))
    return found


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


def test_the_bytes_of_all_members_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, fakes.zip_of({f"{n}": bytes(400) for n in range(10)}))
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        unpacked(path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    reading = HANDLER.read(saved(tmp_path, fakes.zip_of({f"{n}": b"" for n in range(4)})), Format.ZIP)
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


@pytest.mark.parametrize(
    ("raw", "utf8", "shown"),
    [
        ("Ärztbrief 検査 🏥.pdf".encode(), True, "Ärztbrief 検査 🏥.pdf"),
        (
            "Ärztbrief.pdf".encode(),
            False,
            "Ärztbrief.pdf",
        ),  # written as UTF-8 without saying so, as many programs do
        (b"\x8erztbrief.pdf", False, "Ärztbrief.pdf"),
        (b"a\xff\xfeb", True, "a\\xff\\xfeb"),
        (b"line\nbreak\x00.txt", False, "line\\x0abreak\\x00.txt"),
        ("cod\u202efdp.exe".encode(), True, "cod\\xe2\\x80\\xaefdp.exe"),
    ],
)
def test_names_are_shown_as_people_can_read_them(raw: bytes, utf8: bool, shown: str) -> None:
    assert display_name(raw, declared_utf8=utf8) == shown
