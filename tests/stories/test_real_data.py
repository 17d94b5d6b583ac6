"""Real files nobody here wrote: all of them into one library, and a library a patient for the rendered reports."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.bundle.plan import Request
from recordkeeper.catalogue import documents, search
from recordkeeper.cli.export_command import make
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Identity, Outcome, Status
from recordkeeper.records.patient import Patient
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import Progress
from tests.making.labels import Label, labels
from tests.making.libraries import a_library, bring_in

STRANGER = Patient("Zebulon Quartermaine", PartialDate(1911, 11, 11))


@pytest.fixture(scope="module")
def everything(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[App, Receipt, Receipt]]:
    """One library about somebody none of the files is about, with all files added, twice."""
    with a_library(tmp_path_factory.mktemp("all") / "library", STRANGER) as app:
        # Reading the pictures takes minutes: tests/bench/shared_data.py does that, and tests/formats/test_ocr.py.
        first = bring_in(app, shared_data, pictures=False)
        yield app, first, bring_in(app, shared_data, pictures=False)


def test_every_real_file_is_accounted_for(everything: tuple[App, Receipt, Receipt], shared_data: Path) -> None:
    _, receipt, _ = everything
    on_disk = {str(path) for path in shared_data.rglob("*") if path.is_file()}
    rows = [row.path for row in receipt.files]
    assert len(rows) == len(set(rows))
    assert {row for row in rows if "!/" not in row} == on_disk
    containers = sum(row.outcome is Outcome.CONTAINER for row in receipt.files)
    assert sum(receipt.totals.values()) == len(rows) - containers
    assert receipt.totals[Outcome.PENDING] == 0


def test_nobody_else_is_taken_for_the_patient(everything: tuple[App, Receipt, Receipt]) -> None:
    app, _, _ = everything
    records = documents.find(app.library.catalogue.reader(), Listing())
    assert [r.id for r in records if r.identity is Identity.AGREES] == []


def test_the_second_time_adds_nothing(everything: tuple[App, Receipt, Receipt]) -> None:
    _, first, second = everything
    assert second.totals[Outcome.ADDED] == second.totals[Outcome.SET_ASIDE] == 0
    # Archives are opened again and all in them listed; so is what lies in a mail or a scan file that is here.
    assert sorted(row.path for row in second.files) == sorted(row.path for row in first.files)


def test_what_a_reference_reader_opens_is_not_unreadable(
    everything: tuple[App, Receipt, Receipt], shared_data: Path
) -> None:
    _, receipt, _ = everything
    rows = {row.path: row for row in receipt.files}
    asked, refused = 0, []
    for folder in ("pdf", "images", "dicom", "text", "reports", "scans"):
        for label in labels(shared_data, folder):
            row = rows[str(shared_data / folder / label.path)]
            if label.readable and not label.locked:
                asked += 1
                if row.outcome in (Outcome.UNREADABLE, Outcome.LOCKED):
                    refused.append(f"{label.path} {row.reason_code}")
            if label.locked:
                assert row.outcome is Outcome.LOCKED, label.path
    assert len(refused) <= asked * 0.01, refused


def test_the_archives_are_treated_as_a_careful_importer_would(
    everything: tuple[App, Receipt, Receipt], shared_data: Path
) -> None:
    _, receipt, _ = everything
    rows = {row.path.removeprefix(f"{shared_data}/archives/"): row for row in receipt.files}
    assert rows["bomb_512MiB.zip"].reason_code == "archive_bomb"
    assert rows["libzip/encrypt-1234.zip"].outcome is Outcome.LOCKED
    assert rows["libzip/encrypt-aes256.zip!/encrypted"].outcome is Outcome.LOCKED
    on_disc = [row for path, row in rows.items() if path.startswith("cd_as_zip.zip!/")]
    taken = (Outcome.ADDED, Outcome.ALREADY_HERE, Outcome.SET_ASIDE)
    assert sum(row.outcome in taken for row in on_disc if "DIR" not in row.path.rsplit("/", 1)[-1]) >= 31
    assert rows["symlink_a.zip!/link.txt"].outcome is Outcome.NOT_RECORDS


@pytest.fixture(scope="module", params=range(4))
def one_patient(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[App, Receipt, list[Label], list[Label]]]:
    """A library for one of the people of the rendered reports, with everybody's reports added."""
    people: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for label in labels(shared_data, "reports"):
        people[label.patient, label.birth_date].append(label)
    (name, birth_date), own = sorted(people.items())[request.param]
    strangers = [label for person, others in people.items() if person != (name, birth_date) for label in others]
    patient = Patient(name, PartialDate.parse(birth_date), country="US")
    with a_library(tmp_path_factory.mktemp("one") / "library", patient) as app:
        files = [shared_data / "reports" / label.path for label in (*own, *strangers)]
        yield app, bring_in(app, *files), own, strangers


def records_by_file(app: App, receipt: Receipt) -> dict[str, Record]:
    db = app.library.catalogue.reader()
    return {Path(row.path).name: documents.get(db, row.records[0]) for row in receipt.files}


def test_strangers_are_set_aside_and_the_patient_is_not(
    one_patient: tuple[App, Receipt, list[Label], list[Label]],
) -> None:
    app, receipt, own, strangers = one_patient
    found = records_by_file(app, receipt)
    assert [label.path for label in strangers if found[label.path].identity is Identity.AGREES] == []
    assert [label.path for label in own if found[label.path].status is Status.SET_ASIDE] == []
    assert search.find(app.library.catalogue.reader(), strangers[0].patient) == ()


def test_a_bundle_of_the_patient_alone_verifies(
    one_patient: tuple[App, Receipt, list[Label], list[Label]], tmp_path: Path
) -> None:
    app, receipt, own, _ = one_patient
    found = records_by_file(app, receipt)
    request = Request(recipient="Dr. Second", question="What would you do next?")
    made = make(app, tmp_path / "bundle", request, shape="folder", progress=Progress())
    assert [check for check in made.checks if not check.ok] == []
    mine = {found[label.path].id for label in own}
    assert set(made.entry.records) <= mine
    originals = (path for path in (tmp_path / "bundle" / "ORIGINALS").rglob("*") if path.is_file())
    sums = {hashlib.sha256(path.read_bytes()).hexdigest() for path in originals}
    bundled = [record for record in found.values() if record.id in made.entry.records]
    assert {part.fingerprint.sha256 for record in bundled for part in record.files} <= sums
