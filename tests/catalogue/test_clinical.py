"""Facts in the catalogue: kept in order, and a person's word laid over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import clinical, documents
from recordkeeper.intake.rebuild import catch_up
from recordkeeper.intake.reread import reread
from recordkeeper.library import acts
from recordkeeper.records.clinical import Fact, FactKind, FactStatus, KeptFact
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write

NOTE = (
    "PROGRESS NOTE\nPatient: Anna Sample\nDate of birth: 03/05/1964\nDate of visit: 04/17/2024\n"
    "Invasive ductal carcinoma of the left breast, stage IIA. ER positive. ECOG 1.\n"
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", {"note.txt": NOTE}))
        yield app


def facts(app: App) -> dict[FactKind, KeptFact]:
    return {kept.fact.kind: kept for kept in clinical.all_facts(app.library.catalogue.reader())}


def name(kept: KeptFact) -> str:
    return kept.called


def again(app: App) -> int:
    done = reread(app.library, app.lanes, app.rules(), None, progress=Progress(), cancel=CancelToken())
    return done.changed


def rebuilt(app: App) -> None:
    """Everything the journal tells, read into an empty catalogue."""
    db = app.library.catalogue.writer
    db.execute("PRAGMA foreign_keys = OFF")
    for table in ("clinical", "fact", "record_file", "record", "source_file", "intake", "page", "original", "job"):
        db.execute(f"DELETE FROM {table}")
    for table in ("change", "correction", "patient", "meta"):
        db.execute(f"DELETE FROM {table}")
    db.conn.commit()
    db.execute("PRAGMA foreign_keys = ON")
    catch_up(app.library, app.lanes, app.rules(), Progress())


def test_facts_are_written_when_a_file_comes_in(app: App) -> None:
    found = facts(app)
    assert {kind: kept.fact.printed for kind, kept in found.items()} == {
        FactKind.DIAGNOSIS: "Invasive ductal carcinoma of the left breast",
        FactKind.SITE: "left breast",
        FactKind.SIDE: "left",
        FactKind.STAGE: "stage IIA",
        FactKind.MARKER: "ER positive",
        FactKind.PERFORMANCE_STATUS: "ECOG 1",
    }
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    assert clinical.of_record(app.library.catalogue.reader(), record.id) == tuple(found.values())
    assert {kept.file for kept in found.values()} == {record.files[0].fingerprint.sha256}


def test_of_no_record_there_are_none(app: App) -> None:
    with pytest.raises(InputProblem):
        clinical.of_record(app.library.catalogue.reader(), "dnobody")
    with pytest.raises(InputProblem):
        clinical.get(app.library.catalogue.reader(), "dnobody#fnothing")


@pytest.mark.parametrize("way", ["at once", "read again", "rebuilt"])
def test_a_persons_word_outlives_reading_again_and_rebuilding(app: App, way: str) -> None:
    before = facts(app)
    acts.accept(app.library, [name(before[FactKind.STAGE])])
    acts.correct(app.library, name(before[FactKind.DIAGNOSIS]), "printed", " invasive  lobular carcinoma ")
    acts.trash(app.library, [name(before[FactKind.MARKER])])
    if way == "read again":
        again(app)
    elif way == "rebuilt":
        rebuilt(app)
    after = facts(app)
    assert after[FactKind.STAGE] == replace(before[FactKind.STAGE], status=FactStatus.CONFIRMED)
    assert after[FactKind.DIAGNOSIS].fact.printed == "invasive lobular carcinoma"
    assert after[FactKind.DIAGNOSIS].status is FactStatus.CORRECTED
    assert FactKind.MARKER not in after
    assert after[FactKind.SITE] == before[FactKind.SITE]


def test_each_act_can_be_taken_back_and_done_again(app: App) -> None:
    before = facts(app)
    acts.correct(app.library, name(before[FactKind.STAGE]), "printed", "stage IIB")
    acts.trash(app.library, [name(before[FactKind.STAGE])])
    assert FactKind.STAGE not in facts(app)
    acts.undo(app.library)
    assert facts(app)[FactKind.STAGE].fact.printed == "stage IIB"
    acts.undo(app.library)
    assert facts(app) == before
    acts.redo(app.library)
    assert facts(app)[FactKind.STAGE].fact.printed == "stage IIB"


def test_a_fact_comes_out_of_the_trash(app: App) -> None:
    before = facts(app)
    acts.trash(app.library, [name(before[FactKind.SIDE])])
    acts.untrash(app.library, [name(before[FactKind.SIDE])])
    assert facts(app) == before


def test_only_what_is_printed_can_be_put_right(app: App) -> None:
    stage = name(facts(app)[FactKind.STAGE])
    for field, value in (("kind", "grade"), ("printed", "  ")):
        with pytest.raises(InputProblem):
            acts.correct(app.library, stage, field, value)


def test_a_word_holds_when_a_later_reader_finds_other_words(app: App) -> None:
    before = facts(app)
    acts.accept(app.library, [name(before[FactKind.STAGE])])
    acts.trash(app.library, [name(before[FactKind.DIAGNOSIS])])
    db = app.library.catalogue.writer
    row = documents.row_of(db, before[FactKind.STAGE].record)
    later = [
        Fact(FactKind.STAGE, "left breast, stage IIA", 1, "…", 0.9),
        Fact(FactKind.DIAGNOSIS, "ductal carcinoma of the left breast", 1, "…", 0.9),
    ]
    clinical.put(db, row, later, None)
    db.conn.commit()
    after = facts(app)
    assert set(after) == {FactKind.STAGE}
    assert after[FactKind.STAGE].fact.printed == "stage IIA"
    assert after[FactKind.STAGE].status is FactStatus.CONFIRMED


def test_reading_again_says_how_many_records_tell_something_else(app: App) -> None:
    assert again(app) == 0
    db = app.library.catalogue.writer
    db.execute("DELETE FROM clinical")
    db.conn.commit()
    assert again(app) == 1


def test_the_facts_of_parts_stand_in_the_whole(app: App, tmp_path: Path) -> None:
    bring_in(app, write(tmp_path / "more", {"second.txt": NOTE.replace("IIA", "IIB").replace("04/17", "04/18")}))
    records = [record.id for record in documents.find(app.library.catalogue.reader(), Listing())]
    acts.merge(app.library, records)
    stages = [
        kept
        for kept in clinical.of_record(app.library.catalogue.reader(), records[0])
        if kept.fact.kind is FactKind.STAGE
    ]
    assert {kept.record for kept in stages} == set(records)
    assert {kept.shown_in for kept in stages} == {records[0]}


def test_what_is_in_the_trash_tells_nothing_unless_asked(app: App) -> None:
    record = facts(app)[FactKind.STAGE].record
    acts.trash(app.library, [record])
    assert facts(app) == {}
    assert clinical.of_record(app.library.catalogue.reader(), record)


def test_an_older_catalogue_is_brought_up_to_date(app: App) -> None:
    columns = app.library.catalogue.writer.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid").fetchall()
    assert ("m0006_clinical",) in columns
