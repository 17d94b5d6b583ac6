"""Results in the catalogue: kept in order, a person's word laid over them, typed ones beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, labs, renewals
from recordkeeper.intake.lab_entry import Typed, correct_result, type_result
from recordkeeper.intake.rebuild import catch_up
from recordkeeper.intake.renew import renew
from recordkeeper.intake.reread import reread
from recordkeeper.library import acts
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.labs import KeptResult, LabStatus
from recordkeeper.records.provenance import Box
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write

REPORT = (
    "LABORATORY REPORT\nHarbor Laboratory\nPatient: Anna Sample\nDate of birth: 03/05/1964\n"
    "Collected: 04/17/2024\n\n"
    "Test                    Result     Flag   Units      Reference Range\n"
    "CEA                     5.9        H      ng/mL      0.0-5.0\n"
    "Sodium                  140               mmol/L     135-145\n"
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", {"report.txt": REPORT}))
        yield app


def results(app: App) -> dict[str, KeptResult]:
    return {kept.result.test.key: kept for kept in labs.all_results(app.library.catalogue.reader())}


def name(kept: KeptResult) -> str:
    return f"{kept.record}{labs.SIGN}{kept.id}"


def rebuilt(app: App) -> None:
    """Everything the journal tells, read into an empty catalogue."""
    db = app.library.catalogue.writer
    db.execute("PRAGMA foreign_keys = OFF")
    tables = (
        "lab",
        "clinical",
        "fact",
        "record_file",
        "record",
        "source_file",
        "intake",
        "page",
        "original",
        "job",
    )
    for table in (*tables, "change", "correction", "patient", "meta"):
        db.execute(f"DELETE FROM {table}")
    db.conn.commit()
    db.execute("PRAGMA foreign_keys = ON")
    catch_up(app.library, app.lanes, app.rules(), Progress())


def test_results_come_in_with_their_record(app: App) -> None:
    found = results(app)
    assert set(found) == {"cea", "sodium"}
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    assert {kept.record for kept in found.values()} == {record.id}
    assert str(found["cea"].day) == "2024-04-17"
    assert found["cea"].file == record.files[0].fingerprint.sha256
    assert labs.of_record(app.library.catalogue.reader(), record.id) == tuple(found.values())


def test_results_of_the_trash_are_not_shown(app: App) -> None:
    acts.trash(app.library, [results(app)["cea"].record])
    assert results(app) == {}


def test_what_a_person_puts_right_is_marked_and_outlives_reading_again_and_a_rebuild(app: App) -> None:
    cea, sodium = results(app)["cea"], results(app)["sodium"]
    correct_result(app.library, app.lab_rules(), name(cea), "printed", "<5,9")
    correct_result(app.library, app.lab_rules(), name(cea), "unit", "µg/L")
    acts.trash(app.library, [name(sodium)])
    for again in (lambda: None, lambda: _read_again(app), lambda: rebuilt(app)):
        again()
        (now,) = results(app).values()
        assert (now.result.printed, now.result.comparator, now.result.value) == ("<5,9", "<", 5.9)
        assert (now.result.unit, now.status, now.result.range) == ("µg/L", LabStatus.CORRECTED, "0.0-5.0")
        assert now.result.doubts == ()
    acts.undo(app.library)
    acts.undo(app.library)
    assert results(app)["cea"].result.unit == "ng/mL"
    assert results(app)["cea"].result.printed == "<5,9"
    acts.undo(app.library)
    assert results(app)["cea"].status is LabStatus.SURE
    acts.redo(app.library)
    assert results(app)["cea"].status is LabStatus.CORRECTED


def test_the_name_a_person_puts_right_names_the_test(app: App) -> None:
    correct_result(app.library, app.lab_rules(), name(results(app)["cea"]), "name", "CA 15-3")
    assert results(app)["ca_15_3"].result.name == "CA 15-3"


def test_accepted_is_sure_and_said_to_be_looked_at(app: App) -> None:
    acts.accept(app.library, [name(results(app)["cea"])])
    assert (results(app)["cea"].status, results(app)["cea"].confirmed) == (LabStatus.SURE, True)


def test_what_is_typed_is_marked_and_can_be_put_right_removed_and_brought_back(app: App) -> None:
    typed = type_result(
        app.library, app.lab_rules(), Typed("CA 125", "1.234,5", "2024-05", "U/mL", lab="Elsewhere")
    )
    kept = results(app)["ca_125"]
    assert (kept.status, kept.result.value, kept.lab, kept.record) == (LabStatus.TYPED, 1234.5, "Elsewhere", "")
    assert kept.result.test.loinc == "10334-1"
    correct_result(app.library, app.lab_rules(), typed, "printed", "12")
    rebuilt(app)
    assert (results(app)["ca_125"].result.printed, results(app)["ca_125"].lab) == ("12", "Elsewhere")
    acts.trash(app.library, [typed])
    assert "ca_125" not in results(app)
    acts.untrash(app.library, [typed])
    assert results(app)["ca_125"].result.printed == "12"
    for _ in range(4):
        acts.undo(app.library)
    assert "ca_125" not in results(app)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("colour", "red", "no_such_field"),
        ("printed", " ", "nothing_printed"),
        ("collected", "soon", "not_a_service_date"),
    ],
)
def test_what_cannot_be_said_is_refused(app: App, field: str, value: str, problem: str) -> None:
    with pytest.raises(InputProblem) as told:
        correct_result(app.library, app.lab_rules(), name(results(app)["cea"]), field, value)
    assert told.value.code == problem


def test_a_result_that_is_not_here_is_refused(app: App) -> None:
    record = results(app)["cea"].record
    for unknown in (f"{record}#lnothing", "#tnothing"):
        with pytest.raises(InputProblem) as told:
            correct_result(app.library, app.lab_rules(), unknown, "printed", "1")
        assert told.value.code == "no_such_result"


def test_a_row_read_a_little_differently_is_not_shown_beside_a_persons_word(app: App) -> None:
    cea = results(app)["cea"]
    correct_result(app.library, app.lab_rules(), name(cea), "printed", "6.1")
    db = app.library.catalogue.writer
    misread = replace(cea.result, test=replace(cea.result.test, key="gea"), name="GEA")
    box = misread.box or Box(0, 0, 1, 1)
    other = replace(
        misread, name="X", test=replace(misread.test, key="x"), box=box._replace(y0=box.y0 + 99, y1=box.y1 + 99)
    )
    labs.put(db, documents.row_of(db, cea.record), [misread, other], cea.file)
    shown = {kept.result.name: kept.result.printed for kept in labs.all_results(db)}
    assert shown == {"CEA": "6.1", "X": "5.9"}


def test_files_from_before_are_read_again_behind_everything_else(app: App) -> None:
    db = app.library.catalogue.writer
    db.execute("DELETE FROM lab")
    db.execute("DELETE FROM meta WHERE key = 'readings'")
    renewals.ask(db)
    renew(app.library, app.lanes, app.rules(), progress=Progress(), cancel=CancelToken())
    assert set(results(app)) == {"cea", "sodium"}
    assert renewals.waiting(db) == ()


def test_two_alike_keep_their_own_ids() -> None:
    from recordkeeper.records.labs import LabResult, LabTest

    alike = LabResult("Glucose", "90", LabTest("glucose"), 1)
    first, second = labs.result_ids([alike, alike])
    assert first != second
    assert labs.result_ids([alike]) == [first]


def _read_again(app: App) -> None:
    reread(app.library, app.lanes, app.rules(), None, progress=Progress(), cancel=CancelToken())
