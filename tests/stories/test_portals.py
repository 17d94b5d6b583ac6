"""What patients download from portals, dropped as it came: records, their files inside, strangers, helpers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.query import Listing
from tests.formats.good_files import pdf, picture
from tests.formats.test_blue_button import VETERANS
from tests.formats.test_phone_export import CLINIC, HEART, TYPE
from tests.formats.test_sniff_data import METADATA, STYLE
from tests.making.health import PATIENT, alone, as_base64, bundle, cda, coded, non_xml_body, observation, section
from tests.making.libraries import a_library, bring_in, outcomes, write, zip_of

LETTER = pdf(
    [
        [
            (72, 72, "General Hospital"),
            (72, 100, "Patient: Anna Sample   DOB: 03/05/1964"),
            (72, 130, "Dear Dr Field"),
        ]
    ]
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def records(app: App) -> dict[str, Record]:
    """The records by the name of their first file."""
    return {record.files[0].name: record for record in documents.find(app.library.catalogue.reader(), Listing())}


def test_a_health_summary_with_its_helpers(app: App, tmp_path: Path) -> None:
    """The layout of MyChart's download: an index, styles, logos and junk around the records (IHE XDM)."""
    start = b"<html><body><a href='IHE_XDM/ANNA1/DOC0001.XML'>Summary</a></body></html>"
    operation = cda(section("Procedure", "Right hemicolectomy"), code="11504-8", title="Operative note")
    scanned = cda(body=non_xml_body("application/pdf", LETTER), code="51852-2", title="Letter")
    heap = tmp_path / "heap"
    heap.mkdir()
    zip_of(
        heap / "HealthSummary_Jun_01_2024.zip",
        [
            ("INDEX.HTM", start),
            ("HTML/IMAGES/logo.png", picture("PNG")),
            ("IHE_XDM/ANNA1/METADATA.XML", METADATA),
            ("IHE_XDM/ANNA1/STYLE.XSL", STYLE),
            ("IHE_XDM/ANNA1/DOC0001.XML", cda(section("Problems", "Colon cancer"))),
            ("IHE_XDM/ANNA1/DOC0002.XML", operation),
            ("IHE_XDM/ANNA1/DOC0003.XML", scanned),
            ("__MACOSX/IHE_XDM/ANNA1/._DOC0001.XML", b"\0\5\x16\7\0\2\0\0Mac OS X"),
        ],
    )
    receipt = bring_in(app, heap)
    inside = "HealthSummary_Jun_01_2024.zip!/"
    assert {name.removeprefix(inside): outcome for name, outcome in outcomes(receipt, heap).items()} == {
        "HealthSummary_Jun_01_2024.zip": "container",
        "INDEX.HTM": "not_records",
        "HTML/IMAGES/logo.png": "not_records",
        "IHE_XDM/ANNA1/METADATA.XML": "not_records",
        "IHE_XDM/ANNA1/STYLE.XSL": "not_records",
        "IHE_XDM/ANNA1/DOC0001.XML": "added",
        "IHE_XDM/ANNA1/DOC0002.XML": "added",
        "IHE_XDM/ANNA1/DOC0003.XML": "added",
        "IHE_XDM/ANNA1/DOC0003.XML!/Letter.pdf": "added",
        "__MACOSX/IHE_XDM/ANNA1/._DOC0001.XML": "not_records",
    }
    found = records(app)
    assert found["DOC0001.XML"].kind is Kind.PORTAL_SUMMARY
    assert found["DOC0002.XML"].kind is Kind.OPERATIVE_NOTE
    assert str(found["DOC0002.XML"].service_date) == "2024-03-01"
    assert found["DOC0003.XML"].kind is Kind.LETTER
    assert found["DOC0003.XML"].encloses == (found["Letter.pdf"].id,)
    assert {name for name, record in found.items() if record.identity is not Identity.AGREES} == set()


def test_a_phones_export(app: App, tmp_path: Path) -> None:
    """One resource a file, whose clinic only export.xml names, and the phone's own measurements."""
    note = {
        "resourceType": "DocumentReference",
        "type": coded("11506-3", "Progress note"),
        "subject": {"reference": "Patient/x", "display": "Sample, Anna"},
        "context": {"period": {"start": "2024-03-05"}},
        "content": [{"attachment": {"contentType": "text/html", "url": "Binary/e"}}],
    }
    measured = cda().replace(b'extension="doc-1"', b'extension="Health Export CDA"')
    folder = "apple_health_export"
    heap = write(
        tmp_path / "heap",
        {
            f"{folder}/export.xml": f"{TYPE}<HealthData>{HEART.format(day='2018-09-10')}{CLINIC}</HealthData>",
            f"{folder}/export_cda.xml": measured,
            f"{folder}/clinical-records/Observation-1.json": alone(observation("1", "Hb", 9, "g/dL", "2024-03-05")),
            f"{folder}/clinical-records/DocumentReference-2.json": alone(note),
        },
    )
    bring_in(app, heap)
    found = records(app)
    assert {name: record.kind for name, record in found.items()} == {
        "export.xml": Kind.PORTAL_SUMMARY,
        "export_cda.xml": Kind.PORTAL_SUMMARY,
        "Observation-1.json": Kind.LAB_REPORT,
        "DocumentReference-2.json": Kind.PROGRESS_NOTE,
    }
    assert str(found["Observation-1.json"].service_date) == "2024-03-05"
    assert found["DocumentReference-2.json"].identity is Identity.UNKNOWN  # a name alone, and a folder does not tie


def test_a_strangers_records_are_set_aside_with_the_name_that_was_read(app: App, tmp_path: Path) -> None:
    other = json.loads(
        json.dumps(PATIENT).replace("Anna", "Bea").replace("1964", "1971").replace("Sample", "Other")
    )
    heap = write(
        tmp_path / "heap",
        {
            "theirs.xml": cda().replace(b"<given>Anna</given>", b"<given>Bea</given>").replace(b"Sample", b"Other"),
            "theirs.json": bundle(other, observation("1", "Hb", 9, "g/dL", "2024-03-05")),
            "theirs.txt": VETERANS.replace("SAMPLE, ANNA M", "OTHER, BEA"),
        },
    )
    assert set(outcomes(bring_in(app, heap), heap).values()) == {"set_aside"}
    found = records(app)
    assert found["theirs.xml"].person.name == "Ms. Bea Maria Other"
    assert found["theirs.json"].person.name == "Ms. Bea Maria Other"
    assert all(record.status is Status.SET_ASIDE for record in found.values())


def test_letters_in_a_bundle_become_records_of_their_own_and_stay_linked(app: App, tmp_path: Path) -> None:
    letter = {
        "resourceType": "DocumentReference",
        "date": "2024-03-05",
        "content": [
            {"attachment": {"contentType": "application/pdf", "title": "To the GP", "data": as_base64(LETTER)}}
        ],
    }
    heap = write(tmp_path / "heap", {"bundle.json": bundle(PATIENT, letter)})
    assert outcomes(bring_in(app, heap), heap) == {
        "bundle.json": "added",
        "bundle.json!/To the GP.pdf": "added",
    }
    found = records(app)
    assert found["bundle.json"].encloses == (found["To the GP.pdf"].id,)
    again = bring_in(app, heap)
    assert outcomes(again, heap) == {  # what lay inside is listed again too
        "bundle.json": "already_here",
        "bundle.json!/To the GP.pdf": "already_here",
    }
    assert len(records(app)) == 2
