"""The clinics that a phone's health export names are joined with the clinics' own records, whichever came first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.app import App, opened
from recordkeeper.catalogue import documents, jobs, told
from recordkeeper.intake.judge import RECOGNISER
from recordkeeper.intake.reread import reread
from recordkeeper.intake.told import RULE
from recordkeeper.library import acts, folder
from recordkeeper.records.document import Record
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import Format
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write, zip_of

CLINICS = {"1": "Sutter Health", "2": "Clínica del Sol", "3": "Sutter Health"}
ROOT = "apple_health_export/"


def export_xml(clinics: dict[str, str]) -> str:
    records = "".join(
        f'<ClinicalRecord type="DiagnosticReport" identifier="{number}" sourceName="{clinic}" fhirVersion="4.0.1" '
        f'receivedDate="2024-05-06" resourceFilePath="/clinical-records/DiagnosticReport-{number}.json"/>\n'
        for number, clinic in clinics.items()
    )
    return f'<HealthData locale="en_US">\n<ExportDate value="2024-05-14 10:00:00 +0200"/>\n{records}</HealthData>'


def report(number: str, **more: object) -> str:
    return json.dumps(
        {
            "resourceType": "DiagnosticReport",
            "id": number,
            "status": "final",
            "code": {"text": "Basic metabolic panel"},
            "effectiveDateTime": f"2024-03-0{number}",
            **more,
        }
    )


def records_of(clinics: dict[str, str], root: str = ROOT) -> dict[str, bytes | str]:
    return {f"{root}clinical-records/DiagnosticReport-{number}.json": report(number) for number in clinics}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def facilities(app: App) -> dict[str, str]:
    """The number of a clinic's record → its place."""
    found = documents.find(app.library.catalogue.reader(), Listing())
    return {_number(record): record.facility for record in found if record.files[0].format is Format.FHIR}


def _number(record: Record) -> str:
    return record.files[0].name.removeprefix("DiagnosticReport-").removesuffix(".json")


def the_record(app: App, number: str) -> Record:
    found = documents.find(app.library.catalogue.reader(), Listing())
    return next(record for record in found if _number(record) == number)


@pytest.mark.parametrize("root", [ROOT, "", "a/b/"])
def test_each_record_comes_from_the_clinic_the_export_names(app: App, tmp_path: Path, root: str) -> None:
    files = {f"{root}export.xml": export_xml(CLINICS), **records_of(CLINICS, root)}
    bring_in(app, write(tmp_path / "heap", files))
    assert facilities(app) == CLINICS


def test_it_is_so_in_the_zip_a_phone_shares_and_says_why(app: App, tmp_path: Path) -> None:
    files = {f"{ROOT}export.xml": export_xml(CLINICS), **records_of(CLINICS)}
    members = [(name, body.encode() if isinstance(body, str) else body) for name, body in files.items()]
    receipt = bring_in(app, zip_of(tmp_path / "export.zip", members))
    assert facilities(app) == CLINICS
    db = app.library.catalogue.reader()
    (why,) = (why for why in documents.reasons(db, the_record(app, "2").id) if why.field == "facility")
    (export,) = next(row.records for row in receipt.files if row.path.endswith("export.xml"))
    assert (why.value, why.words, why.rule, why.page) == ("Clínica del Sol", "Clínica del Sol", RULE, 1)
    assert why.file == documents.get(db, export).files[0].fingerprint.sha256


def test_the_export_may_come_long_after_the_records(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", records_of(CLINICS))
    bring_in(app, heap)
    assert facilities(app) == dict.fromkeys(CLINICS, "")
    bring_in(app, write(heap, {f"{ROOT}export.xml": export_xml(CLINICS)}))
    assert facilities(app) == CLINICS


def test_records_may_come_long_after_the_export(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {f"{ROOT}export.xml": export_xml(CLINICS)})
    bring_in(app, heap)
    bring_in(app, write(heap, records_of(CLINICS)))
    assert facilities(app) == CLINICS


def test_files_of_the_same_name_from_another_place_are_not_joined(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {f"{ROOT}export.xml": export_xml(CLINICS), **records_of({"1": ""}, "other/")})
    bring_in(app, heap)
    assert facilities(app) == {"1": ""}


def test_a_record_that_names_its_own_place_keeps_it(app: App, tmp_path: Path) -> None:
    summary = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"resource": json.loads(report("1", performer=[{"reference": "Organization/o"}]))},
            {"resource": {"resourceType": "Organization", "id": "o", "name": "Lakeside Laboratory"}},
        ],
    }
    record = {f"{ROOT}clinical-records/DiagnosticReport-1.json": json.dumps(summary)}
    bring_in(app, write(tmp_path / "heap", {f"{ROOT}export.xml": export_xml(CLINICS), **record}))
    assert facilities(app) == {"1": "Lakeside Laboratory"}


def test_what_a_person_wrote_stays_and_what_is_read_again_is_joined_again(app: App, tmp_path: Path) -> None:
    bring_in(app, write(tmp_path / "heap", {f"{ROOT}export.xml": export_xml(CLINICS), **records_of(CLINICS)}))
    acts.correct(app.library, the_record(app, "1").id, "facility", "Eastside")
    done = reread(app.library, app.lanes, app.rules(), None, progress=Progress(), cancel=CancelToken())
    assert (done.files, done.changed) == (4, 0)
    assert facilities(app) == {**CLINICS, "1": "Eastside", "3": "Eastside"}  # 3 is of the same form and place as 1


def test_the_catalogue_made_again_has_the_clinics(tmp_path: Path) -> None:
    place = tmp_path / "library"
    with a_library(place) as app:
        bring_in(app, write(tmp_path / "heap", {f"{ROOT}export.xml": export_xml(CLINICS), **records_of(CLINICS)}))
    assert folder.set_catalogue_aside(place) is not None
    with opened(place, writing=True) as app:
        assert facilities(app) == CLINICS


def test_killed_before_joining_the_next_start_joins(tmp_path: Path) -> None:
    place = tmp_path / "library"
    with a_library(place) as app:
        bring_in(app, write(tmp_path / "heap", {f"{ROOT}export.xml": export_xml(CLINICS), **records_of(CLINICS)}))
        db = app.library.catalogue.writer
        with db.atomic():  # as a kill between the last batch and the joining leaves it
            for number in CLINICS:
                record = the_record(app, number).id
                read = documents.recognition_of(db, record)
                bare = tuple(why for why in read.reasons if why.field != "facility")
                alone = replace(read, facility="", facility_key="", reasons=bare)
                documents.put_recognition(db, record, alone, RECOGNISER)
            jobs.want(db, "f" * 64, told.JOIN)
    with opened(place, writing=True) as app:
        assert facilities(app) == CLINICS
        assert not told.waiting(app.library.catalogue.writer)
