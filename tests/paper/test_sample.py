"""Tests of recordkeeper.paper.sample and the recipes it reads."""

from __future__ import annotations

import hashlib
import io
import tomllib
import zipfile
from pathlib import Path

import mammoth
import pydicom
import pymupdf
import pytest
from PIL import Image
from striprtf.striprtf import rtf_to_text

from recordkeeper.paper.sample import write_sample
from recordkeeper.records.kinds import Kind
from recordkeeper.records.papers import SamplePatient
from recordkeeper.records.plain import from_plain, to_plain

RECIPES = Path(__file__).resolve().parents[2] / "resources" / "sample"
MARK = "Synthetic record, not a real person"


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heap")
    write_sample(folder, RECIPES, seed=7)
    return folder


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(heap: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "again", RECIPES, seed=7)
    write_sample(tmp_path / "other", RECIPES, seed=8)
    assert files(tmp_path / "again") == files(heap)
    assert set(files(tmp_path / "other").values()) != set(files(heap).values())


def test_every_pdf_page_with_text_says_it_is_made_up(heap: Path) -> None:
    pages = [
        page for path in heap.rglob("*.[pP][dD][fF]") for page in pymupdf.open(path) if page.get_text().strip()
    ]
    assert len(pages) >= 19
    assert all(MARK in page.get_text() for page in pages)


def test_the_truth_is_on_the_pages(heap: Path, tmp_path: Path) -> None:
    sample = write_sample(tmp_path, RECIPES, seed=7)
    family = sample.patient.name.split()[-1].casefold()
    read = 0
    for document in sample.documents:
        path = heap / document.path
        assert path.is_file()
        if path.suffix.lower() == ".pdf" and (text := pymupdf.open(path)[0].get_text()):
            assert (family in text.casefold()) is not document.stranger
            assert str(document.service_date.year) in text
            read += 1
    assert read >= 18
    assert sum(document.stranger for document in sample.documents) == 1
    assert len({document.kind for document in sample.documents}) >= 15
    assert Kind.OTHER not in {document.kind for document in sample.documents}


def test_a_heap_has_what_heaps_have(heap: Path) -> None:
    hashes = list(files(heap).values())
    assert len(set(hashes)) < len(hashes)  # a copy that is the same, byte for byte
    scan = pymupdf.open(heap / "scans" / "scan0042.pdf")
    assert scan.page_count == 3
    assert not any(page.get_text().strip() for page in scan)
    with Image.open(heap / "phone" / "IMG_2071.jpg") as photo:
        assert photo.getexif()[0x0112] == 6
        assert photo.width > photo.height  # upright once turned
    with Image.open(heap / "scans" / "fax_in_0007.tif") as fax:
        assert fax.mode == "1"
    with zipfile.ZipFile(heap / "Downloads" / "portal_download.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3


def test_office_files_are_read_by_others(heap: Path) -> None:
    with (heap / "Letters" / "Dr Standin letter.docx").open("rb") as file:
        assert "Dear Dr. Mock" in mammoth.extract_raw_text(file).value
    assert "Dear Dr. Mock" in rtf_to_text((heap / "Letters" / "followup.rtf").read_text("ascii"))
    assert MARK in (heap / "Downloads" / "after_visit.html").read_text("utf-8")
    assert "CA 15-3   " in (heap / "Labs" / "result_download.txt").read_text("utf-8")


def test_the_disc_holds_series_of_one_made_up_person(heap: Path) -> None:
    disc = heap / "CD from Northfield"
    directory = pydicom.dcmread(disc / "DICOMDIR")
    listed = [
        record.ReferencedFileID for record in directory.DirectoryRecordSequence if "ReferencedFileID" in record
    ]
    images = [pydicom.dcmread(disc.joinpath(*name)) for name in listed]
    assert len(images) == 43
    assert {path for path in (disc / "DICOM").rglob("*") if path.is_file()} == {
        disc.joinpath(*name) for name in listed
    }
    assert len({image.SOPInstanceUID for image in images}) == 43
    assert len({image.StudyInstanceUID for image in images}) == 2
    assert {str(image.ImageComments) for image in images} == {MARK}
    assert len({str(image.PatientName) for image in images}) == 1
    assert all(image.pixel_array.shape == (128, 128) and image.pixel_array.max() > 300 for image in images)
    assert (disc / "AUTORUN.INF").is_file()
    assert not (disc / "VIEWER.EXE").read_bytes().startswith(b"MZ\x90")  # no real program


def test_what_was_written_crosses_the_workers_border(tmp_path: Path) -> None:
    sample = write_sample(tmp_path, RECIPES, seed=1)
    assert from_plain(SamplePatient, to_plain(sample)) == sample
    assert sample.images == 43


def test_every_kind_belongs_to_exactly_one_section() -> None:
    sections = tomllib.loads((RECIPES.parent / "bundle" / "sections.toml").read_text("utf-8"))["section"]
    kinds = [kind for section in sections for kind in section["kinds"]]
    assert sorted(kinds) == sorted(set(Kind) - {Kind.IMAGING_STUDY})


def test_phone_photo_is_readable_once_turned(heap: Path) -> None:
    data = (heap / "phone" / "IMG_2071.jpg").read_bytes()
    with Image.open(io.BytesIO(data)) as photo:
        grey = photo.convert("L")
        assert grey.getextrema()[1] - grey.getextrema()[0] > 120
