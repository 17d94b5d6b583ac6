"""The catalogue file: made, brought up to date with a way back, refused when it is not ours to write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.catalogue import engine, store
from recordkeeper.catalogue.migrations import STEPS
from recordkeeper.records.errors import PlaceProblem
from tests.making import entries
from tests.making.entries import Entry


def _no_backup(db: Any, step: str) -> None:
    raise AssertionError("nothing to back up")


def _let_pass(db: Any, step: str) -> None:
    """A backup as far as these tests go."""


def _made(path: Path) -> Path:
    catalogue = store.open_for_writing(path / "c.sqlite", backup=_no_backup)
    entries.add(catalogue.writer, Entry("one"))
    catalogue.close()
    return path / "c.sqlite"


def _more_steps(monkeypatch: pytest.MonkeyPatch, *steps: tuple[str, Callable[[Any], None]]) -> None:
    monkeypatch.setattr(store, "STEPS", (*STEPS, *steps))


def _add_column(db: Any) -> None:
    db.execute("ALTER TABLE record ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")


def _add_table(db: Any) -> None:
    db.execute("CREATE TABLE shade (name TEXT NOT NULL) STRICT")


def test_every_table_of_ours_is_strict(tmp_path: Path) -> None:
    catalogue = store.open_for_writing(tmp_path / "c.sqlite", backup=_no_backup)
    rows = catalogue.writer.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    loose = {name for name, strict in rows if not strict} - {"sqlite_schema", "_sqlite_migrations"}
    assert loose == set()
    assert len(rows) > 10
    catalogue.close()


def test_a_file_of_today_is_opened_without_a_backup(tmp_path: Path) -> None:
    path = _made(tmp_path)
    catalogue = store.open_for_writing(path, backup=_no_backup)
    assert catalogue.writer.execute("SELECT id FROM record").fetchall() == [("one",)]
    catalogue.close()


def test_each_step_on_existing_data_has_a_backup_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _made(tmp_path)
    _more_steps(monkeypatch, ("m0002_colour", _add_column), ("m0003_shade", _add_table))
    seen: list[tuple[str, bool, bool]] = []

    def backup(db: Any, step: str) -> None:
        columns = {row[1] for row in db.execute("PRAGMA table_info(record)")}
        seen.append((step, "colour" in columns, "shade" in db.table_names()))

    catalogue = store.open_for_writing(path, backup=backup)
    assert seen == [("m0002_colour", False, False), ("m0003_shade", True, False)]
    assert catalogue.writer.execute("SELECT id, colour FROM record").fetchall() == [("one", "blue")]
    catalogue.close()
    catalogue = store.open_for_writing(path, backup=_no_backup)
    catalogue.close()


def test_a_new_file_takes_all_steps_without_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _more_steps(monkeypatch, ("m0002_colour", _add_column))
    catalogue = store.open_for_writing(tmp_path / "c.sqlite", backup=_no_backup)
    assert "colour" in {row[1] for row in catalogue.writer.execute("PRAGMA table_info(record)")}
    catalogue.close()


def test_a_step_that_fails_is_taken_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _made(tmp_path)

    def half(db: Any) -> None:
        _add_table(db)
        raise RuntimeError("half way")

    backups: list[str] = []
    with monkeypatch.context() as patch:
        _more_steps(patch, ("m0002_half", half))
        with pytest.raises(RuntimeError, match="half way"):
            store.open_for_writing(path, backup=lambda _, step: backups.append(step))
    assert backups == ["m0002_half"]
    catalogue = store.open_for_writing(path, backup=_no_backup)
    assert "shade" not in catalogue.writer.table_names()
    assert catalogue.writer.execute("SELECT id FROM record").fetchall() == [("one",)]
    catalogue.close()


def test_a_backup_that_fails_stops_before_anything_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path)

    def refuse(db: Any, step: str) -> None:
        raise PlaceProblem("backup_failed")

    with monkeypatch.context() as patch:
        _more_steps(patch, ("m0002_shade", _add_table))
        with pytest.raises(PlaceProblem, match="backup_failed"):
            store.open_for_writing(path, backup=refuse)
    store.open_for_writing(path, backup=_no_backup).close()


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path)
    with monkeypatch.context() as patch:
        _more_steps(patch, ("m9999_future", _add_table))
        store.open_for_writing(path, backup=_let_pass).close()
    before = path.read_bytes()
    with pytest.raises(PlaceProblem, match="library_too_new"):
        store.open_for_writing(path, backup=_no_backup)
    with pytest.raises(PlaceProblem, match="library_too_new"):
        store.open_for_reading(path)
    assert path.read_bytes() == before


def test_a_file_of_an_older_program_is_not_read_before_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path)
    _more_steps(monkeypatch, ("m0002_colour", _add_column))
    with pytest.raises(PlaceProblem, match="library_too_old_to_read"):
        store.open_for_reading(path)


@pytest.mark.parametrize("content", [b"this is no database " * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_said_to_be_damaged(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(content)
    with pytest.raises(PlaceProblem, match="library_damaged"):
        store.open_for_writing(path, backup=_no_backup)
    with pytest.raises(PlaceProblem, match="library_damaged"):
        store.open_for_reading(path)


def test_a_place_that_is_not_there_is_not_called_damage(tmp_path: Path) -> None:
    with pytest.raises(PlaceProblem, match="place_not_allowed"):
        store.open_for_writing(tmp_path / "nowhere" / "c.sqlite", backup=_no_backup)
    with pytest.raises(PlaceProblem, match="library_damaged"):  # the mark says there is a library
        store.open_for_reading(tmp_path / "c.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_not_called_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(db: Any) -> None:
        db.execute("PRAGMA max_page_count = 1")
        db.execute("INSERT INTO meta VALUES ('a', hex(zeroblob(1000000)))")

    path = _made(tmp_path)
    _more_steps(monkeypatch, ("m0002_much", too_much))
    with pytest.raises(PlaceProblem, match="disk_full"):
        store.open_for_writing(path, backup=_let_pass)


def test_each_thread_reads_through_its_own_connection(tmp_path: Path) -> None:
    catalogue = store.open_for_reading(_made(tmp_path))
    seen = [catalogue.reader()]
    thread = threading.Thread(target=lambda: seen.append(catalogue.reader()))
    thread.start()
    thread.join()
    assert catalogue.reader() is seen[0]
    assert seen[1] is not seen[0]
    catalogue.close()
    for db in seen:
        with pytest.raises(engine.driver.ProgrammingError):
            db.execute("SELECT 1")


def test_a_catalogue_open_for_reading_has_no_writer(tmp_path: Path) -> None:
    catalogue = store.open_for_reading(_made(tmp_path))
    with pytest.raises(PlaceProblem, match="library_read_only"):
        _ = catalogue.writer
    catalogue.close()


def test_a_reader_sees_what_was_committed_and_nothing_else(tmp_path: Path) -> None:
    catalogue = store.open_for_writing(_made(tmp_path), backup=_no_backup)
    reader = catalogue.reader()
    with catalogue.writer.atomic():
        store.set_meta(catalogue.writer, "a", "1")
        assert store.get_meta(reader, "a", "none") == "none"
    assert store.get_meta(reader, "a", "none") == "1"
    catalogue.close()


def test_meta_is_set_and_set_again(tmp_path: Path) -> None:
    catalogue = store.open_for_writing(_made(tmp_path), backup=_no_backup)
    assert store.get_meta(catalogue.writer, "journal", "0") == "0"
    store.set_meta(catalogue.writer, "journal", "5")
    store.set_meta(catalogue.writer, "journal", "6")
    assert store.get_meta(catalogue.writer, "journal", "0") == "6"
    catalogue.close()
