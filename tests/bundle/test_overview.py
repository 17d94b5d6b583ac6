"""What START-HERE.pdf tells of the illness, and the sheets: only what is confirmed, shared and in the bundle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.sheets import SHEETS
from recordkeeper.bundle.verify import verify
from recordkeeper.catalogue import clinical
from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.library import acts, acts_imaging, preparing
from recordkeeper.records.own import OwnList
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import HEAD, do, export, manifest_of, named, settle, studies
from tests.making import dicom
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

FIRST = [
    f"{HEAD}\nSurgical pathology report\nClinical history: lump.",
    "FINAL DIAGNOSIS:\nInvasive ductal carcinoma",
]
SECOND = [f"{HEAD}\nConsultation\nDIAGNOSIS: Invasive lobular carcinoma of the right breast"]


@pytest.fixture(scope="module")
def ill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Two papers that do not say the same, a line of each confirmed; entries shared and private; a marked image."""
    place = tmp_path_factory.mktemp("ill")
    with a_library(place / "library") as app:
        bring_in(
            app, papers.pdf_with_text(place / "path.pdf", FIRST), papers.pdf_with_text(place / "visit.pdf", SECOND)
        )
        dicom.write_disc(place / "disc", [dicom.SeriesRecipe(slices=3)])
        bring_in(app, place / "disc")
        settle(app, "path.pdf", kind="pathology_report", title="Biopsy", service_date="2024-03-12")
        settle(app, "visit.pdf", kind="consult_note", title="Second visit", service_date="2024-04-02")
        for fact in clinical.all_facts(app.library.catalogue.reader()):
            if "carcinoma" in fact.fact.printed:
                do(app, acts.accept, [fact.called])
        asked = {"text": "Is an operation the next step?", "points_at": f"{named(app, 'path.pdf').id}#2"}
        for of, fields in (
            (OwnList.QUESTIONS, asked),
            (OwnList.QUESTIONS, {"text": "Will I be well again?", "for": "me"}),
            (OwnList.QUESTIONS, {"text": "May I travel in June?", "for": "me", "share": "yes"}),
            (
                OwnList.TREATMENTS,
                {"name": "Paclitaxel", "kind": "drug", "start": "2024-05-06", "told_by": "Dr. Hand"},
            ),
            (OwnList.MEDICINES, {"name": "Metformin", "dose": "500 mg"}),
            (OwnList.MEDICINES, {"name": "Secret tea", "share": "no"}),
            (OwnList.VISIT, {"doctor": "Dr. Private", "date": "2024-06-01"}),
            (OwnList.GOALS, {"text": "Keep my evenings free"}),
        ):
            do(app, preparing.add_entry, of, fields)
        do(app, type_result, app.lab_rules(), Typed("CEA", "4.2", "2024-05-01", "ng/mL"))
        study = studies(app)["CT"]
        assert study.imaging is not None
        do(app, acts_imaging.star, study.id, study.imaging.series[0].instances[1], 0, "Ask about this")
        yield app


PRIVATE = ("well again", "Secret tea", "Dr. Private", "evenings free")


def words_of(path: Path) -> str:
    with pymupdf.open(path) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def everything_said(bundle: Path) -> str:
    files = [path for path in bundle.rglob("*") if path.suffix in (".pdf", ".html", ".txt", ".json")]
    return " ".join(words_of(path) if path.suffix == ".pdf" else path.read_text("utf-8") for path in files)


@pytest.fixture(scope="module")
def told(ill: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("told") / "bundle"
    export(ill, place)
    return place


def page_of(bundle: Path, title: str, page: int) -> int:
    """The page of the packet where a page of a document stands."""
    record = next(record for record in manifest_of(bundle)["records"] if record["title"] == title)
    return int(record["first_page"]) + page - 1


def test_the_story_cites_the_page_of_the_packet_on_which_the_words_stand(told: Path) -> None:
    start = words_of(told / "START-HERE.pdf")
    page = page_of(told, "Biopsy", 2)
    assert f"12 Mar 2024: Invasive ductal carcinoma (p. {page})" in start
    with pymupdf.open(told / "Packet.pdf") as document:
        assert "Invasive ductal carcinoma" in document[page - 1].get_text()
        assert f"page {page} of" in document[page - 1].get_text()
    assert "none is chosen" in start
    assert "Allergies not found in these records" in start
    assert "6 May 2024: Paclitaxel (as told to the patient by Dr. Hand)" in start


def test_what_nobody_confirmed_is_counted_and_not_quoted(ill: App, told: Path) -> None:
    waiting = [f for f in clinical.all_facts(ill.library.catalogue.reader()) if "carcinoma" not in f.fact.printed]
    assert waiting
    start = words_of(told / "START-HERE.pdf")
    assert "not checked yet" in start


def test_the_timeline_has_records_and_what_was_typed(told: Path) -> None:
    start = words_of(told / "START-HERE.pdf")
    assert f"12 Mar 2024 Biopsy p. {page_of(told, 'Biopsy', 1)}" in start
    assert "6 May 2024 Paclitaxel the patient says" in start


def test_a_record_that_stays_out_is_neither_quoted_nor_named(ill: App, tmp_path: Path) -> None:
    export(ill, tmp_path / "bundle", leave_out=(named(ill, "path.pdf").id,))
    said = everything_said(tmp_path / "bundle")
    assert "Invasive ductal" not in said
    assert "Biopsy" not in said
    assert "Invasive lobular" in said
    assert "none is chosen" not in said


def test_sheets_are_in_packet_contents_page_for_browsers_and_manifest(told: Path, pool: WorkerPool) -> None:
    content = manifest_of(told)
    assert [sheet["key"] for sheet in content["sheets"]] == [each.key for each in SHEETS]
    listed = {file["path"] for file in content["files"]}
    index, contents = (told / "index.html").read_text("utf-8"), words_of(told / "Packet.pdf")
    with pymupdf.open(told / "Packet.pdf") as document:
        for sheet in content["sheets"]:
            assert sheet["path"] in listed
            assert sheet["title"] in contents
            assert sheet["title"] in index
            page = document[sheet["first_page"] - 1].get_text()
            assert "Made for this bundle" in page
            assert "Copy supplied by the patient" not in page
    assert all(check.ok for check in verify(told, pool, Progress()))


def test_nothing_private_is_anywhere_in_the_bundle(told: Path) -> None:
    said = everything_said(told)
    for private in PRIVATE:
        assert private not in said, private
    for shared in ("Is an operation the next step?", "May I travel in June?", "Metformin", "Ask about this"):
        assert shared in said, shared


def test_a_question_names_the_page_it_points_at_only_where_that_goes(ill: App, told: Path, tmp_path: Path) -> None:
    assert "See: Biopsy, 12 Mar 2024, page 2" in words_of(told / "SHEETS" / "Questions of the patient.pdf")
    export(ill, tmp_path / "bundle", leave_out=(named(ill, "path.pdf").id,))
    assert "See:" not in words_of(tmp_path / "bundle" / "SHEETS" / "Questions of the patient.pdf")


def test_marked_images_of_a_study_that_stays_out_stay_out(ill: App, tmp_path: Path) -> None:
    export(ill, tmp_path / "bundle", leave_out=(studies(ill)["CT"].id,))
    assert "key_images" not in {sheet["key"] for sheet in manifest_of(tmp_path / "bundle")["sheets"]}
    assert "not for diagnosis" in words_of(told_sheet(ill, tmp_path)).casefold()


def told_sheet(app: App, folder: Path) -> Path:
    export(app, folder / "whole")
    return folder / "whole" / "SHEETS" / "Marked images.pdf"


def test_a_sheet_can_be_left_out(ill: App, tmp_path: Path) -> None:
    export(ill, tmp_path / "bundle", without_sheets=tuple(each.key for each in SHEETS))
    assert "sheets" not in manifest_of(tmp_path / "bundle")
    assert not (tmp_path / "bundle" / "SHEETS").exists()


def test_on_a_disc_sheets_have_short_names(ill: App, tmp_path: Path, pool: WorkerPool) -> None:
    made = export(ill, tmp_path / "disc", shape="disc")
    assert sorted(path.name for path in (tmp_path / "disc" / "DOCS").glob("S0*")) == [
        f"S000{n}.PDF" for n in range(1, len(SHEETS) + 1)
    ]
    readme = (tmp_path / "disc" / "README.TXT").read_text("utf-8")
    assert "DOCS/S0001.PDF   Questions of the patient" in readme
    assert all(check.ok for check in made.checks)


def test_the_bundle_speaks_the_readers_language(ill: App, tmp_path: Path) -> None:
    export(ill, tmp_path / "bundle", language="es")
    start = words_of(tmp_path / "bundle" / "START-HERE.pdf")
    assert "Invasive ductal carcinoma" in start  # quoted words stay as printed
    assert "no consta en estos documentos" in start
    assert (tmp_path / "bundle" / "SHEETS" / "Preguntas del paciente.pdf").is_file()
