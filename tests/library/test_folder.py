"""The folder of one patient: made in an empty place, opened by one writer, refused when it is not sound."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.catalogue import changes, documents, engine, store
from recordkeeper.catalogue.migrations import STEPS
from recordkeeper.library import acts, folder
from recordkeeper.library.folder import Library
from recordkeeper.library.journal import Journal
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.query import Listing
from tests.making import entries

ROOT = Path(__file__).resolve().parents[2]


def test_a_new_library_knows_whose_it_is(library: Library) -> None:
    assert library.patient == entries.PATIENT
    assert (library.folder / "READ-ME.txt").read_text(encoding="utf-8") == "Please change nothing here."
    assert [line.what for line in library.journal.lines()] == ["patient"]


def test_only_its_owner_may_look_inside(tmp_path: Path) -> None:
    made = folder.create(tmp_path / "deep" / "library", entries.PATIENT, readme="")
    for path in [made.folder, *(path for path in made.folder.iterdir() if path.is_dir())]:
        assert path.stat().st_mode & 0o077 == 0
    made.close()


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(PlaceProblem) as caught:
        folder.create(tmp_path, entries.PATIENT, readme="")
    assert (caught.value.code, caught.value.fields) == ("folder_not_empty", {"place": str(tmp_path)})
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_library_is_not_made_over_a_library(library: Library) -> None:
    with pytest.raises(PlaceProblem, match="folder_not_empty"):
        folder.create(library.folder, entries.PATIENT, readme="")


def test_what_was_there_is_there_after_opening_again(library: Library) -> None:
    acts.correct(library, "one", "title", "Said")
    library.close()
    again = folder.open_for_writing(library.folder)
    assert documents.get(again.catalogue.reader(), "one").title == "Said"
    assert again.journal.append("note", {}) == 3
    again.close()


def test_a_second_writer_is_refused_and_the_first_not_disturbed(library: Library) -> None:
    with pytest.raises(PlaceProblem, match="library_in_use"):
        folder.open_for_writing(library.folder)
    acts.trash(library, ["one"])
    library.close()
    folder.open_for_writing(library.folder).close()


def test_opening_sweeps_what_an_interrupted_run_left(library: Library) -> None:
    (library.folder / "staging" / "half a file").write_bytes(b"x")
    library.close()
    folder.open_for_writing(library.folder).close()
    assert not list((library.folder / "staging").iterdir())


def test_opening_for_reading_changes_nothing(library: Library) -> None:
    (library.folder / "staging" / "being copied").write_bytes(b"x")
    reading = folder.open_for_reading(library.folder)
    assert (library.folder / "staging" / "being copied").exists()
    assert reading.lock is None
    with pytest.raises(PlaceProblem, match="library_read_only"):
        acts.trash(reading, ["one"])
    reading.close()


_WRITER = """
import sys
from pathlib import Path
from recordkeeper.library import acts, folder
library = folder.open_for_writing(Path(sys.argv[1]))
print("open", flush=True)
for line in sys.stdin:
    acts.correct(library, "one", "title", line.strip())
    print("done", flush=True)
"""


def test_others_read_while_a_process_writes(library: Library) -> None:
    library.close()
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(library.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    reading = folder.open_for_reading(library.folder)
    for title in ("first", "second", "third"):
        writer.stdin.write(f"{title}\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "done\n"
        assert documents.get(reading.catalogue.reader(), "one").title == title
    with pytest.raises(PlaceProblem, match="library_in_use"):
        folder.open_for_writing(library.folder)
    writer.kill()
    writer.communicate()
    reading.close()
    again = folder.open_for_writing(library.folder)  # the killed writer's lock is gone
    assert documents.get(again.catalogue.reader(), "one").title == "third"
    again.close()


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (json.dumps({"layout": 2}), "library_too_new"),
        (json.dumps({"layout": "next"}), "library_too_new"),
        ("{", "library_damaged"),
        ("[]", "library_damaged"),
        ("\0\0\0", "library_damaged"),
        (None, "library_not_found"),
    ],
)
def test_a_mark_that_is_not_ours_is_refused(mark: str | None, code: str, library: Library) -> None:
    library.close()
    (library.folder / folder.MARK).unlink()
    if mark is not None:
        (library.folder / folder.MARK).write_text(mark, encoding="utf-8")
    for opening in (folder.open_for_writing, folder.open_for_reading):
        with pytest.raises(PlaceProblem, match=code):
            opening(library.folder)


def test_a_failed_opening_frees_the_lock(library: Library) -> None:
    library.close()
    path = library.folder / "catalogue.sqlite"
    whole = path.read_bytes()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(PlaceProblem, match="library_damaged"):
        folder.open_for_writing(library.folder)
    path.write_bytes(whole)
    folder.open_for_writing(library.folder).close()


def test_a_journal_shorter_than_the_catalogue_remembers_is_refused(library: Library) -> None:
    acts.trash(library, ["one"])
    library.close()
    path = library.folder / "journal" / "000000.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    with pytest.raises(PlaceProblem) as caught:
        folder.open_for_writing(library.folder)
    assert (caught.value.code, caught.value.fields) == ("journal_damaged", {"line": 2})
    folder.open_for_reading(library.folder).close()
    path.write_bytes(whole)
    folder.open_for_writing(library.folder).close()


def test_a_fresh_catalogue_learns_from_the_journal_whose_it_is(library: Library) -> None:
    library.close()
    aside = folder.set_catalogue_aside(library.folder)
    assert aside == library.folder / "backups" / "set-aside-1.sqlite"
    again = folder.open_for_writing(library.folder)
    assert again.patient == entries.PATIENT
    assert documents.find(again.catalogue.reader(), Listing()) == ()
    again.close()
    assert folder.set_catalogue_aside(library.folder) == library.folder / "backups" / "set-aside-2.sqlite"


def test_a_catalogue_set_aside_is_still_whole(library: Library) -> None:
    library.close()
    aside = folder.set_catalogue_aside(library.folder)
    assert aside is not None
    db = engine.connect(aside, read_only=True)
    assert {record.id for record in documents.find(db, Listing())} == {"one", "two", "three"}
    db.conn.close()


def test_a_catalogue_in_use_is_not_set_aside(library: Library) -> None:
    with pytest.raises(PlaceProblem, match="library_in_use"):
        folder.set_catalogue_aside(library.folder)


def test_a_step_on_existing_data_leaves_a_whole_copy_of_what_was_before(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts.correct(library, "one", "title", "Said before")
    library.close()

    def rename(db: Any) -> None:
        db.execute("UPDATE record SET title = 'Renamed'")

    monkeypatch.setattr(store, "STEPS", (*STEPS, ("m0002_rename", rename)))
    again = folder.open_for_writing(library.folder)
    assert documents.get(again.catalogue.reader(), "one").title == "Renamed"
    again.close()
    copy = engine.connect(library.folder / "backups" / "before-m0002_rename.sqlite", read_only=True)
    assert documents.get(copy, "one").title == "Said before"
    copy.conn.close()
    assert not list((library.folder / "backups").glob("*.new"))


def test_a_line_and_its_effect_are_both_there_or_neither(library: Library) -> None:
    before = library.journal.last

    def half_way() -> None:
        with library.noting("note", {}) as db:
            store.set_meta(db, "colour", "blue")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_way()
    assert library.journal.last == before
    assert store.get_meta(library.catalogue.reader(), "colour", "none") == "none"


def test_a_commit_the_disk_refuses_takes_the_line_back(library: Library) -> None:
    before = library.journal.last
    db = library.catalogue.writer

    def fail_at_the_commit() -> None:
        with library.noting("note", {}):
            db.execute("PRAGMA defer_foreign_keys = ON")  # checked at the commit, after the line was written
            db.execute("INSERT INTO fact VALUES (NULL, 999, '', '', '', '', NULL, NULL, NULL, '', 1)")

    with pytest.raises(engine.DatabaseError, match="FOREIGN KEY"):
        fail_at_the_commit()
    assert library.journal.last == before
    assert Journal(library.folder / "journal").last == before
    acts.trash(library, ["one"])
    assert [line.number for line in library.journal.lines()] == list(range(1, before + 2))
    assert changes.next_seq(db) == 2


def test_a_full_disk_is_told_as_such(library: Library) -> None:
    (pages,) = library.catalogue.writer.execute("PRAGMA page_count").fetchone()
    library.catalogue.writer.execute(f"PRAGMA max_page_count = {pages}")
    before = library.journal.last
    with pytest.raises(PlaceProblem, match="disk_full"):
        acts.correct(library, "one", "title", "long " * 100_000)
    assert library.journal.last == before
    assert documents.get(library.catalogue.reader(), "one").title == "Letter one"
