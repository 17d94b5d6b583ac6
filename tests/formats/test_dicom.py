"""What the DICOM handler says of whole files."""

from __future__ import annotations

import csv
import struct
from pathlib import Path

import pytest

from recordkeeper.formats.dicom import DicomHandler
from recordkeeper.formats.dicom_inside import encapsulated_document
from recordkeeper.formats.handler import Handler, Renders
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Identifier
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import Condition, Format, Reading
from tests.making.dicom import (
    SeriesRecipe,
    make_encapsulated_pdf,
    make_report,
    make_slice,
    save,
    write_disc,
    write_series,
)

MISLEADING = "dcm4che/no_preamble_dicm_in_data"  # "DICM" stands in a value; the reference reads nothing of it


def read(path: Path) -> Reading:
    return DicomHandler().read(path, Format.DICOM)


def test_it_is_a_handler_that_renders() -> None:
    assert isinstance(DicomHandler(), Handler)
    assert isinstance(DicomHandler(), Renders)


def test_every_labelled_header_is_read_as_labelled(shared_data: Path) -> None:
    with (shared_data / "dicom" / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if "fuzz" not in row["file"] and row["file"] != MISLEADING]
    wrong = []
    for row in rows:
        reading = read(shared_data / "dicom" / row["file"])
        if reading.instance is None:
            assert reading.condition in (Condition.UNREADABLE, Condition.NOT_A_RECORD), row["file"]
            assert reading.reason_code, row["file"]
            wrong += [row["file"]] if row["study_uid"] else []
            continue
        one = reading.instance
        birth = str(one.person.birth_date or "").replace("-", "")
        labelled = (
            (one.person.name, row["patient_name"]),
            (one.patient_id, row["patient_id"]),
            (birth, row["patient_birth_date"]),
            (one.modality, row["modality"]),
            (one.study_date, row["study_date"]),
            (one.study_description, row["study_description"]),
            (one.series_description, row["series_description"]),
            (one.institution_name, row["institution"]),
            (one.photometric_interpretation, row["photometric"]),
            (str(one.rows or ""), row["rows"]),
            (one.study_instance_uid, row["study_uid"]),
            (one.series_instance_uid, row["series_uid"]),
        )
        wrong += [row["file"] for said, label in labelled if said != label]
    assert wrong == []


def test_damaged_labelled_files_have_an_outcome_and_a_reason(shared_data: Path) -> None:
    for path in sorted((shared_data / "dicom" / "made_here" / "fuzz").iterdir()):
        reading = read(path)
        assert reading.condition in (Condition.READ, Condition.UNREADABLE)
        assert reading.condition is Condition.READ or reading.reason_code == "dicom_damaged"


def test_a_plain_slice(tmp_path: Path) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1))
    reading = read(path)
    assert reading.condition is Condition.READ
    assert reading.page_count == 1
    one = reading.instance
    assert one is not None
    assert one.person.name == "Sample^Anna"
    assert one.person.birth_date == PartialDate(1964, 3, 5)
    assert one.person.identifiers == (Identifier("", "MRN-1001"),)
    assert one.image_position_patient == (-100.0, -100.0, 5.0)
    assert (one.rows, one.columns, one.series_number, one.instance_number) == (32, 32, 1, 1)


def test_a_reading_crosses_the_workers_border(tmp_path: Path) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1))
    reading = read(path)
    assert from_plain(Reading, to_plain(reading)) == reading


@pytest.mark.parametrize("directory", ["right", "wrong"])
def test_a_dicomdir_is_a_disc_index_and_no_record(tmp_path: Path, directory: str) -> None:
    write_disc(tmp_path, [SeriesRecipe()], directory=directory)  # type: ignore[arg-type]
    for told in (Format.DICOMDIR, Format.DICOM):
        reading = DicomHandler().read(tmp_path / "DICOMDIR", told)
        assert (reading.format, reading.condition) == (Format.DICOMDIR, Condition.NOT_A_RECORD)
        assert reading.reason_code == "disc_index"


def test_a_file_that_ends_in_its_pixels_is_read_and_says_so(tmp_path: Path) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1))
    path.write_bytes(path.read_bytes()[:-100])
    reading = read(path)
    assert reading.condition is Condition.READ
    assert reading.reason_code == "pixels_missing"
    assert reading.instance is not None
    assert reading.instance.frames_of_pixels_missing


@pytest.mark.parametrize("syntax", ["rle", "jpeg2000", "jpegls"])
def test_a_compressed_file_without_its_end_says_so(tmp_path: Path, syntax: str) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1, syntax=syntax))  # type: ignore[arg-type]
    assert read(path).reason_code == ""
    path.write_bytes(path.read_bytes()[:-40])
    assert read(path).reason_code == "pixels_missing"


def test_a_file_that_ends_before_its_identifiers_is_unreadable(tmp_path: Path) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1))
    path.write_bytes(path.read_bytes()[:420])
    reading = read(path)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "dicom_damaged")


def test_missing_identifiers_are_left_empty(tmp_path: Path) -> None:
    absent = ("StudyInstanceUID", "SeriesInstanceUID", "PatientID", "PatientName")
    path = save(make_slice(SeriesRecipe(absent=absent), 1), tmp_path / "a")
    one = read(path).instance
    assert one is not None
    assert (one.study_instance_uid, one.series_instance_uid, one.patient_id, one.person.name) == ("", "", "", "")


def test_a_report_becomes_text(tmp_path: Path) -> None:
    report = make_report(SeriesRecipe(), [("Findings", "No change of the nodule."), ("Impression", "Stable.")])
    reading = read(save(report, tmp_path / "sr"))
    assert reading.title == "Diagnostic imaging report"
    assert reading.page_count == 1
    lines = reading.pages[0].text.splitlines()
    assert lines[0] == "Diagnostic imaging report"
    assert "  Findings: No change of the nodule." in lines
    assert "  Impression: Stable." in lines


def test_measurements_of_a_real_report_keep_number_and_unit(shared_data: Path) -> None:
    text = read(shared_data / "dicom" / "dcmqi" / "sr-example" / "sr.dcm").pages[0].text
    assert "Volume: 33.5824 ml" in text
    assert "Finding Site: pharyngeal tonsil (adenoid)" in text


def test_a_report_nested_too_deep_is_still_read(tmp_path: Path) -> None:
    path = save(make_report(SeriesRecipe(), [("Findings", "deep")]), tmp_path / "sr")
    raw = path.read_bytes()
    at = raw.index(b"\x40\x00\x30\xa7SQ")
    head = struct.pack("<HH2sHI", 0x0040, 0xA730, b"SQ", 0, 0xFFFFFFFF) + struct.pack(
        "<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF
    )
    foot = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    path.write_bytes(raw[:at] + head * 3000 + foot * 3000)
    reading = read(path)
    assert (reading.condition, reading.reason_code) == (Condition.KEPT, "dicom_damaged")
    assert reading.pages == ()


def test_four_letters_in_a_value_do_not_make_a_preamble(shared_data: Path) -> None:
    reading = read(shared_data / "dicom" / MISLEADING)
    assert reading.instance is not None
    assert reading.instance.modality == "MG"
    assert reading.instance.series_description.startswith("MA MAMMO SCREEN")


def test_an_encapsulated_document_comes_out_byte_for_byte(tmp_path: Path) -> None:
    pdf = b"%PDF-1.4 not really\n%%EOF"
    path = save(make_encapsulated_pdf(SeriesRecipe(), pdf, "Old letter"), tmp_path / "doc")
    reading = read(path)
    assert (reading.title, reading.page_count) == ("Old letter", None)
    assert reading.instance is not None
    assert reading.instance.mime_type_of_encapsulated_document == "application/pdf"
    assert encapsulated_document(path) == ("application/pdf", pdf)
    (image,) = write_series(tmp_path, SeriesRecipe(slices=1))
    assert encapsulated_document(image) is None


def test_frames_are_counted_and_rendered(shared_data: Path) -> None:
    path = shared_data / "dicom" / "dcm4che" / "NM-MONO2-16-13x-heart"
    assert read(path).page_count == 13
    painted = DicomHandler().render(path, Format.DICOM, 13, 100, ())
    assert (painted.width, painted.height, painted.mode) == (64, 64, "L")
    assert len(painted.pixels) == 64 * 64
    for page in (0, 14):
        with pytest.raises(IndexError):
            DicomHandler().render(path, Format.DICOM, page, 100, ())


def test_a_large_frame_is_made_smaller_and_a_small_one_never_larger(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(rows=300, columns=600), 1), tmp_path / "a")
    small = DicomHandler().render(path, Format.DICOM, 1, 10, ())
    assert (small.width, small.height) == (110, 55)
    whole = DicomHandler().render(path, Format.DICOM, 1, 600, ())
    assert (whole.width, whole.height) == (600, 300)
