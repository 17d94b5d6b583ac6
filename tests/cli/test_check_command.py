"""`check` and `rebuild`: is everything still there, and back again when it is not."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, said


def test_all_is_well(own: Path) -> None:
    answer = call(own, "check")
    assert answer.code == 0
    assert (answer.data["ok"], answer.data["originals"]) == (True, 2)


def test_a_changed_and_a_missing_original_are_named_and_it_is_one(own: Path) -> None:
    gone, changed = sorted(path for path in (own / "originals").rglob("*") if path.is_file())
    gone.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"other")
    answer = call(own, "check")
    assert answer.code == 1
    assert (answer.data["ok"], answer.data["missing"], answer.data["changed"]) == (
        False,
        [gone.name],
        [changed.name],
    )
    told = said(own, "check")
    assert gone.name in told.out
    assert changed.name in told.out


def test_with_repair_files_come_back_from_a_full_copy(own: Path, tmp_path: Path) -> None:
    call(own, "backup", tmp_path / "stick")
    gone, _ = sorted(path for path in (own / "originals").rglob("*") if path.is_file())
    gone.unlink()
    assert call(own, "check").data["repaired"] is None
    assert not gone.exists(), "a check alone changes nothing"
    answer = call(own, "check", "--repair")
    assert (answer.code, answer.data["ok"]) == (0, True)
    assert answer.data["repaired"]["brought_back"] == [gone.name]
    gone.unlink()
    elsewhere = (tmp_path / "stick").rename(tmp_path / "other stick")
    assert call(own, "check", "--repair").data["missing"] == [gone.name]
    assert call(own, "check", "--repair", "--from", elsewhere).data["ok"]


def test_with_repair_a_damaged_list_is_mended_and_kept(own: Path) -> None:
    before = call(own, "list").data
    with (own / "catalogue.sqlite").open("r+b") as file:
        file.write(b"spoiled")
    assert call(own, "list").code == 3
    answer = call(own, "check", "--repair")
    assert answer.data["ok"]
    assert answer.data["repaired"]["catalogue"]
    assert Path(answer.data["repaired"]["catalogue_kept"]).read_bytes().startswith(b"spoiled")
    assert call(own, "list").data == before


def test_rebuild_gives_the_same_records_and_keeps_the_old_catalogue(own: Path) -> None:
    record = call(own, "list").data["records"][0]["id"]
    call(own, "correct", record, "title", "As a person said")
    before = call(own, "list").data, call(own, "history").data, call(own, "bundles").data
    answer = call(own, "rebuild")
    assert answer.code == 0
    assert answer.data["records"] == 2
    assert Path(answer.data["set_aside_catalogue"]).is_file()
    assert (call(own, "list").data, call(own, "history").data, call(own, "bundles").data) == before


def test_rebuild_keeps_the_ledger(own: Path, tmp_path: Path) -> None:
    call(own, "export", tmp_path / "out", "--recipient", "Dr. Second")
    before = call(own, "bundles").data
    assert len(before["bundles"]) == 1
    call(own, "rebuild")
    assert call(own, "bundles").data == before
