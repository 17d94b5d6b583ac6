"""A commit that fails: its line is taken back if it surely cannot come back, else the library is opened anew."""

from __future__ import annotations

import pytest

from recordkeeper.catalogue import engine, store
from recordkeeper.library import acts, folder
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import PlaceProblem


def journal_of(library: Library) -> tuple[int, int]:
    """(last line, last line the catalogue has)."""
    return library.journal.last, int(store.get_meta(library.catalogue.writer, "journal", "0"))


def test_a_line_whose_effect_was_refused_is_taken_back(library: Library) -> None:
    before = journal_of(library)
    with pytest.raises(engine.DatabaseError), library.noting("note", {}) as db:
        db.execute("no SQL at all")
    assert journal_of(library) == before
    acts.trash(library, ["one"])
    assert journal_of(library) == (before[0] + 1, before[1] + 1)


def test_a_commit_that_fails_once_is_undone_for_sure(library: Library) -> None:
    before = journal_of(library)
    with pytest.raises(engine.DatabaseError), library.noting("note", {}):
        _refuse_to_commit(library)
    assert journal_of(library) == before
    acts.trash(library, ["one"])
    assert journal_of(library)[0] == before[0] + 1


def test_what_may_come_back_is_written_over(library: Library) -> None:
    """SQLite leaves out a write that changes nothing, and the failed commit would come back whole."""
    wal = library.folder / "catalogue.sqlite-wal"
    if not wal.exists():
        pytest.skip("this SQLite keeps no write-ahead log")
    library.catalogue.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for _ in range(2):
        size = wal.stat().st_size
        with pytest.raises(engine.DatabaseError), library.noting("note", {}):
            _refuse_to_commit(library)
        assert wal.stat().st_size > size


def test_once_the_disk_answers_again_the_next_act_goes_on(library: Library) -> None:
    """Full while a commit and what is written over it were tried; there is room now."""
    before = journal_of(library)
    number = library.journal.append("note", {})
    library.journal.refuse_more(number)
    acts.trash(library, ["one"])
    assert journal_of(library) == (before[0] + 1, before[1] + 1)
    assert not library.journal.in_doubt
    assert [line.what for line in library.journal.lines(before[0])] == ["change"]


def test_while_the_disk_refuses_the_next_act_says_what_the_disk_says(library: Library) -> None:
    number = library.journal.append("note", {})
    library.journal.refuse_more(number)
    library.catalogue.writer.execute("PRAGMA query_only = ON")  # refuses every write, as a full disk does
    with pytest.raises(PlaceProblem) as caught:
        acts.trash(library, ["one"])
    assert caught.value.code != "open_again"
    assert library.journal.in_doubt
    library.catalogue.writer.execute("PRAGMA query_only = OFF")
    acts.trash(library, ["one"])
    assert not library.journal.in_doubt


def test_a_journal_that_refuses_says_what_to_do(library: Library) -> None:
    library.journal.refuse_more()
    with pytest.raises(PlaceProblem, match="open_again"):
        acts.trash(library, ["one"])
    library.close()
    again = folder.open_for_writing(library.folder)
    acts.trash(again, ["one"])
    again.close()


def _refuse_to_commit(library: Library) -> None:
    """A key that points nowhere, checked only at the commit (SQLite: deferred foreign keys)."""
    db = library.catalogue.writer
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("INSERT INTO record_file (record_id, original_id, position, name) VALUES (999, 999, 1, 'x')")
