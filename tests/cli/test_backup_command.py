"""`backup` and `restore`: the whole way out and back, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, said


def test_all_comes_back_in_a_new_place(own: Path, tmp_path: Path) -> None:
    record = call(own, "list").data["records"][0]["id"]
    call(own, "correct", record, "title", "As a person said")
    made = call(own, "backup", tmp_path / "stick.zip")
    assert (made.code, made.data["ok"], made.data["originals"]) == (0, True, 2)
    back = call(tmp_path / "again", "restore", tmp_path / "stick.zip")
    assert (back.code, back.data["originals"], back.data["records"], back.data["damaged"]) == (0, 2, 2, [])
    for command in ("list", "history", "bundles"):
        assert call(tmp_path / "again", command).data == call(own, command).data
    assert call(tmp_path / "again", "check").data["ok"]


def test_a_library_is_never_restored_over(own: Path, tmp_path: Path) -> None:
    call(own, "backup", tmp_path / "stick.zip")
    answer = said(own, "restore", tmp_path / "stick.zip")
    assert answer.code == 3
    assert "Choose a new or empty one." in answer.err


def test_damage_is_named_and_it_is_one(own: Path, tmp_path: Path) -> None:
    made = Path(call(own, "backup", tmp_path / "stick").data["path"])
    original = next(path for path in (made / "originals").rglob("*") if path.is_file())
    original.chmod(0o600)
    original.write_bytes(b"scratched")
    answer = call(tmp_path / "again", "restore", made)
    assert (answer.code, answer.data["damaged"]) == (1, [original.name])
    assert call(tmp_path / "again", "check").data["missing"] == [original.name]


def test_what_is_not_there_is_said(own: Path, tmp_path: Path) -> None:
    assert call(tmp_path / "again", "restore", tmp_path / "absent").code == 2
    assert call(own, "backup", own / "inside").code == 3
