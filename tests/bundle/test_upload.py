"""The bundle for an online opinion: loose PDFs, scans by the rule of the page, and a list to tick off."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.make import Made, Maker
from recordkeeper.bundle.plan import Request
from recordkeeper.bundle.upload_rule import UploadImages, UploadRule
from recordkeeper.bundle.verify import verify
from recordkeeper.records.errors import InputProblem
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import CancelToken, Progress
from tests.bundle.shelf import HEAD, settle
from tests.making import dicom
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in, write

CHEST = dicom.SeriesRecipe(slices=4)
BRAIN = dicom.SeriesRecipe(
    study="study-2", study_description="MR BRAIN", modality="MR", slices=3, patient_id="OTHER-9"
)


@pytest.fixture(scope="module")
def sick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A report of three pages, a picture, a file of a machine, and scans of two hospitals with a number each."""
    place = tmp_path_factory.mktemp("sick")
    with a_library(place / "library") as app:
        bring_in(app, papers.pdf_with_text(place / "report.pdf", [f"{HEAD}\nFinal diagnosis", "two", "three"]))
        bring_in(app, papers.jpeg(place / "photo.jpg"))
        write(place, {"values.xyz": b"\x00\x01\x02 of a machine"})
        bring_in(app, place / "values.xyz")
        dicom.write_disc(place / "disc", [CHEST, BRAIN])
        bring_in(app, place / "disc")
        settle(app, "report.pdf", kind="pathology_report", title="Biopsy", service_date="2024-03-12")
        settle(app, "photo.jpg", kind="letter", title="Letter on paper", service_date="2024-04-01")
        settle(app, "values.xyz", kind="other", title="Values")
        yield app


def made_at(app: App, place: Path, rule: UploadRule) -> Made:
    maker = Maker(
        app.library, app.lanes, app.makers, app.resources, app.words("en"),
        program="Recordkeeper 0", progress=Progress(), cancel=CancelToken(),
    )  # fmt: skip
    return maker.make(place, Request(recipient="Dr. Far"), shape="upload", rule=rule)


def names(place: Path) -> list[str]:
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())


def words_of(path: Path) -> str:
    with pymupdf.open(path) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_papers_lie_loose_under_the_page_numbers_the_first_sheet_cites(
    sick: App, tmp_path: Path, pool: WorkerPool
) -> None:
    place = tmp_path / "up"
    made = made_at(sick, place, UploadRule())
    found = names(place)
    assert [name for name in found if name.startswith("PAPERS/")] == [
        "PAPERS/p001 Contents.pdf",
        "PAPERS/p002 2024-03-12 Biopsy.pdf",
        "PAPERS/p005 2024-04-01 Letter on paper.pdf",
    ]  # fmt: skip
    assert {"START-HERE.pdf", "UPLOAD-LIST.pdf", "LISTS/MANIFEST.json"} <= set(found)
    assert not any(name in found for name in ("Packet.pdf", "index.html", "README.txt"))
    with pymupdf.open(place / "PAPERS/p002 2024-03-12 Biopsy.pdf") as document:
        assert len(document) == 3
        assert "page 3 of 5" in document[1].get_text()
        assert document[1].get_label() == "3"
    start = words_of(place / "START-HERE.pdf")
    assert "12 Mar 2024 Biopsy p. 2" in start
    assert "pages of PAPERS" in start
    assert "ORIGINALS" not in start
    assert all(check.ok for check in (*made.checks, *verify(place, pool, Progress())))
    assert [problem.code for problem in made.problems] == ["not_taken"]
    assert made.entry.counts["documents"] == 2
    assert "Files that cannot be shown as pages" in start


def test_each_upload_of_scans_holds_one_patient_id_and_is_a_file_set(
    sick: App, tmp_path: Path, pool: WorkerPool
) -> None:
    made = made_at(sick, tmp_path / "up", UploadRule())
    for number, count in ((1, 4), (2, 3)):
        root = tmp_path / "up" / "IMAGES" / str(number)
        assert (root / "DICOMDIR").is_file()
        files = [path for path in (root / "DICOM").rglob("*") if path.is_file()]
        assert len(files) == count
        assert len({pydicom.dcmread(path).PatientID for path in files}) == 1
    assert made.entry.counts["instances"] == 7
    ticks = words_of(tmp_path / "up" / "UPLOAD-LIST.pdf")
    for said in ("IMAGES/1/ (4 images", "IMAGES/2/ (3 images", "Patient ID OTHER-9", "more than one Patient ID",
                 "PAPERS/p002 2024-03-12 Biopsy.pdf", "uploads nothing"):  # fmt: skip
        assert said in ticks, said


def test_scans_of_several_numbers_go_together_where_the_page_allows(sick: App, tmp_path: Path) -> None:
    made_at(sick, tmp_path / "up", UploadRule(one_patient_id=False))
    assert [path.name for path in (tmp_path / "up" / "IMAGES").iterdir()] == ["1"]
    assert "more than one Patient ID" not in words_of(tmp_path / "up" / "UPLOAD-LIST.pdf")


def test_scans_as_zip_files_are_whole_file_sets_a_stranger_can_check(
    sick: App, tmp_path: Path, pool: WorkerPool
) -> None:
    made_at(sick, tmp_path / "up", UploadRule(images=UploadImages.ZIP))
    assert sorted(path.name for path in (tmp_path / "up" / "IMAGES").iterdir()) == ["1.zip", "2.zip"]
    with zipfile.ZipFile(tmp_path / "up" / "IMAGES" / "1.zip") as archive:
        assert "DICOMDIR" in archive.namelist()
        assert len(archive.namelist()) == 5
    checks = {check.check: check for check in verify(tmp_path / "up", pool, Progress())}
    assert all(check.ok for check in checks.values()), checks
    assert checks["dicomdir"].detail == "7 references"


def test_without_scans_none_go_none_are_counted_and_the_reader_is_told(sick: App, tmp_path: Path) -> None:
    made = made_at(sick, tmp_path / "up", UploadRule(images=UploadImages.NONE))
    assert not (tmp_path / "up" / "IMAGES").exists()
    assert made.entry.counts["instances"] == 0
    assert "scans_apart" in {problem.code for problem in made.problems}
    with pymupdf.open(tmp_path / "up" / "START-HERE.pdf") as document:
        assert "Scans: only papers go this way" in " ".join(document[1].get_text().split())
    assert all(check.ok for check in made.checks)


def test_no_file_is_larger_than_the_page_takes(sick: App, tmp_path: Path) -> None:
    whole = made_at(sick, tmp_path / "whole", UploadRule())
    sizes = {path: (tmp_path / "whole" / path).stat().st_size for path in names(tmp_path / "whole")}
    limit = sizes["PAPERS/p002 2024-03-12 Biopsy.pdf"] - 1
    made = made_at(sick, tmp_path / "small", UploadRule(largest=limit))
    parts = [name for name in names(tmp_path / "small") if "Biopsy" in name]
    assert parts == ["PAPERS/p002 2024-03-12 Biopsy (1 - 2).pdf", "PAPERS/p002 2024-03-12 Biopsy (2 - 2).pdf"]
    assert made.entry.counts["pages"] == whole.entry.counts["pages"]
    assert all(check.ok for check in made.checks)
    for path in names(tmp_path / "small"):
        if path.startswith("PAPERS/p002"):
            assert (tmp_path / "small" / path).stat().st_size <= limit


def test_a_limit_smaller_than_an_image_is_said_and_leaves_nothing(sick: App, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="part_too_small"):
        made_at(sick, tmp_path / "up", UploadRule(largest=66_000))
    assert list(tmp_path.iterdir()) == []
