"""DICOMDIRs we write can be read back, and hold what directory records must hold."""

from __future__ import annotations

import dataclasses
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.fileset import FileSet

from recordkeeper.formats.dicom import read_instance
from recordkeeper.paper import dicomdir
from recordkeeper.paper.dicom_records import record_type
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.papers_media import MediaEntry
from recordkeeper.records.patient import PersonRead
from tests.making.dicom import SeriesRecipe, make_encapsulated_pdf, make_report, make_slice, save, write_series

CT = "1.2.840.10008.5.1.4.1.1.2"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def image(number: int | None = 1, **changes: Any) -> InstanceRead:
    """One CT slice of one patient, with changes."""
    plain = InstanceRead(
        person=PersonRead("Sample^Anna", PartialDate(1964, 3, 5), "F"),
        sop_class_uid=CT,
        sop_instance_uid=f"1.2.3.{number}",
        study_instance_uid="1.2.4",
        series_instance_uid="1.2.5",
        transfer_syntax_uid="1.2.840.10008.1.2.1",
        patient_id="MRN1",
        modality="CT",
        study_id="S1",
        study_date="20240312",
        study_time="101530",
        series_number=1,
        instance_number=number,
        has_pixels=True,
    )
    return dataclasses.replace(plain, **changes)


def person(name: str, birth: PartialDate | None = None) -> PersonRead:
    return PersonRead(name, birth)


def records(folder: Path, instances: list[InstanceRead]) -> list[pydicom.Dataset]:
    ids = dicomdir.assign_file_ids(instances)
    entries = [MediaEntry(file_id, one) for file_id, one in zip(ids, instances, strict=True)]
    dicomdir.write(entries, folder / "DICOMDIR", file_set_id="test set 1")
    return list(pydicom.dcmread(folder / "DICOMDIR").DirectoryRecordSequence)


def of_type(found: list[pydicom.Dataset], kind: str) -> list[pydicom.Dataset]:
    return [record for record in found if record.DirectoryRecordType == kind]


def test_records_follow_patient_study_series_image(tmp_path: Path) -> None:
    found = records(tmp_path, [image(1), image(2), image(3, series_instance_uid="1.2.6", series_number=2)])
    assert [record.DirectoryRecordType for record in found] == [
        *("PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE", "SERIES", "IMAGE")
    ]
    patient = found[0]
    assert (patient.PatientName, patient.PatientID, patient.PatientBirthDate) == ("Sample^Anna", "MRN1", "19640305")
    assert found[3].ReferencedFileID == ["DICOM", "PA000000", "ST000000", "SE000000", "IM000000"]
    assert found[3].ReferencedTransferSyntaxUIDInFile == "1.2.840.10008.1.2.1"


def test_offsets_lead_from_record_to_record(tmp_path: Path) -> None:
    """Walk by the offsets alone, as other readers do, and meet every record."""
    instances = [
        image(
            at, patient_id=f"MRN{at % 3}", study_instance_uid=f"1.4.{at % 6}", series_instance_uid=f"1.5.{at % 12}"
        )
        for at in range(1, 61)
    ]
    records(tmp_path, instances)
    directory = pydicom.dcmread(tmp_path / "DICOMDIR")
    by_offset = {record.seq_item_tell: record for record in directory.DirectoryRecordSequence}

    def walked(offset: int) -> Iterator[pydicom.Dataset]:
        while offset:
            record = by_offset[offset]
            yield record
            yield from walked(record.OffsetOfReferencedLowerLevelDirectoryEntity)
            offset = record.OffsetOfTheNextDirectoryRecord

    met = list(walked(directory.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity))
    assert len(met) == len(by_offset)
    assert sum(record.DirectoryRecordType == "IMAGE" for record in met) == 60
    last = by_offset[directory.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity]
    assert last.DirectoryRecordType == "PATIENT"
    assert directory.FileSetConsistencyFlag == 0
    assert directory.FileSetID == "TEST_SET_1"


def test_pydicoms_file_set_finds_every_file(tmp_path: Path) -> None:
    recipes = [
        SeriesRecipe(slices=3),
        SeriesRecipe(slices=2, series_number=2),
        SeriesRecipe(slices=2, patient_id="B"),
    ]
    paths = [
        path for at, recipe in enumerate(recipes) for path in write_series(tmp_path / "DICOM" / f"S{at}", recipe)
    ]
    entries = [MediaEntry(path.relative_to(tmp_path).parts, read_instance(path)) for path in paths]
    dicomdir.write(entries, tmp_path / "DICOMDIR", file_set_id="")
    found = FileSet(tmp_path / "DICOMDIR")
    assert sorted(Path(instance.path) for instance in found) == sorted(paths)


def test_what_is_empty_in_the_image_is_invented_in_the_record_only(tmp_path: Path) -> None:
    empty = {
        "patient_id": "",
        "study_date": "",
        "study_time": "",
        "study_id": "",
        "series_number": None,
        "modality": "",
    }
    found = records(tmp_path, [image(None, **empty), image(1, study_id="ST000001", study_instance_uid="1.9")])
    for kind, keys in (
        ("PATIENT", ["PatientID"]),
        ("STUDY", ["StudyDate", "StudyTime", "StudyID"]),
        ("SERIES", ["SeriesNumber", "Modality"]),
        ("IMAGE", ["InstanceNumber"]),
    ):
        for record in of_type(found, kind):
            assert all(str(record[key].value) for key in keys)
    assert len({str(record.StudyID) for record in of_type(found, "STUDY")}) == 2
    assert len({str(record.PatientID) for record in of_type(found, "PATIENT")}) == 2


def test_an_absent_study_date_is_taken_from_the_next_best_date(tmp_path: Path) -> None:
    (study,) = of_type(records(tmp_path, [image(study_date="", acquisition_date="20200102")]), "STUDY")
    assert study.StudyDate == "20200102"


def test_invented_numbers_do_not_meet_real_ones(tmp_path: Path) -> None:
    found = records(tmp_path, [image(None, sop_instance_uid="1.2.3.9"), image(1), image(2)])
    numbers = [int(record.InstanceNumber) for record in of_type(found, "IMAGE")]
    assert sorted(numbers) == [1, 2, 3]


def test_another_person_with_the_same_identifier_has_an_own_record(tmp_path: Path) -> None:
    other = image(
        2, person=person("Else^Eve", PartialDate(1971, 1, 2)), study_instance_uid="1.7", series_instance_uid="1.8"
    )
    found = of_type(records(tmp_path, [image(1), other]), "PATIENT")
    assert {str(record.PatientName) for record in found} == {"Else^Eve", "Sample^Anna"}
    assert len({record.PatientID for record in found}) == 2
    assert all(record.PatientID.startswith("MRN1") for record in found)


def test_twins_with_one_name_and_two_birth_dates_are_two(tmp_path: Path) -> None:
    twins = [
        image(at, person=person("Sample^Anna", PartialDate(year, 3, 5)), study_instance_uid=f"1.7.{at}")
        for at, year in enumerate((1964, 1965), 1)
    ]
    assert len(of_type(records(tmp_path, twins), "PATIENT")) == 2


def test_spelling_and_a_missing_birth_date_make_no_second_person(tmp_path: Path) -> None:
    same = [image(1), image(2, person=person("SAMPLE^ANNA^^")), image(3, person=person("Sample^Anna"))]
    assert len(of_type(records(tmp_path, same), "PATIENT")) == 1


def test_names_beyond_ascii_declare_their_character_set(tmp_path: Path) -> None:
    changes = {
        "person": person("Müller^Jürgen=王^小东"),
        "study_description": "Thorax",
        "institution_name": "Klinik",
    }
    found = records(tmp_path, [image(1, **changes)])
    patient, study = of_type(found, "PATIENT")[0], of_type(found, "STUDY")[0]
    assert patient.SpecificCharacterSet == "ISO_IR 192"
    assert str(patient.PatientName) == "Müller^Jürgen=王^小东"
    assert "SpecificCharacterSet" not in study


def test_values_too_long_or_wrong_for_their_kind_are_made_to_fit(tmp_path: Path) -> None:
    changes = {
        "study_id": "a study id of more than sixteen",
        "study_date": "2004.01.19",
        "study_time": "10:15",
        "modality": "ct scan, axial plane",
        "study_description": "a\\b\n" + "x" * 100,
        "series_number": 2**40,
    }
    found = records(tmp_path, [image(1, **changes)])
    study, series = of_type(found, "STUDY")[0], of_type(found, "SERIES")[0]
    assert (study.StudyDate, study.StudyTime, len(study.StudyID)) == ("20040119", "1015", 16)
    assert study.StudyDescription.startswith("a/bxx")
    assert len(study.StudyDescription) == 64
    assert (series.Modality, series.SeriesNumber) == ("CT SCAN_ AXIAL P", 2**31 - 1)


def test_reports_and_documents_have_their_own_records(tmp_path: Path) -> None:
    report = make_report(SeriesRecipe(series_number=7), [("Findings", "Größe unverändert")])
    report.ContentTime = ""
    report.ConceptNameCodeSequence[0].CodeMeaning = "Befundbericht für Ärzte"
    document = make_encapsulated_pdf(SeriesRecipe(series_number=8), b"%PDF-1.4", "Old letter")
    paths = [save(report, tmp_path / "DICOM" / "SR1"), save(document, tmp_path / "DICOM" / "DOC1")]
    entries = [MediaEntry(path.relative_to(tmp_path).parts, read_instance(path)) for path in paths]
    dicomdir.write(entries, tmp_path / "DICOMDIR", file_set_id="X")
    found = list(pydicom.dcmread(tmp_path / "DICOMDIR").DirectoryRecordSequence)
    (sr,), (pdf,) = of_type(found, "SR DOCUMENT"), of_type(found, "ENCAP DOC")
    assert (sr.CompletionFlag, sr.VerificationFlag, sr.ContentDate, sr.ContentTime) == (
        *("COMPLETE", "UNVERIFIED", "20240312", "000000"),
    )
    assert sr.SpecificCharacterSet == "ISO_IR 192"
    assert sr.ConceptNameCodeSequence[0].CodeMeaning == "Befundbericht für Ärzte"
    assert "ContentSequence" not in sr  # nothing in it modifies the name
    assert (pdf.MIMETypeOfEncapsulatedDocument, pdf.DocumentTitle) == ("application/pdf", "Old letter")


def test_the_same_instances_give_the_same_directory(tmp_path: Path) -> None:
    instances = [image(at) for at in range(1, 5)]
    records(tmp_path, instances)
    first = (tmp_path / "DICOMDIR").read_bytes()
    records(tmp_path, instances)
    assert (tmp_path / "DICOMDIR").read_bytes() == first


def test_file_ids_do_not_depend_on_the_order_they_came_in() -> None:
    instances = [
        image(
            number,
            study_instance_uid=f"1.4.{study}",
            series_instance_uid=f"1.5.{study}",
            study_date=f"2024010{study}",
        )
        for study in range(1, 4)
        for number in range(1, 5)
    ]
    there = dict(zip(instances, dicomdir.assign_file_ids(instances), strict=True))
    back = dict(zip(instances[::-1], dicomdir.assign_file_ids(instances[::-1]), strict=True))
    assert there == back
    assert len(set(there.values())) == len(instances)
    assert all(len(part) <= 8 for file_id in there.values() for part in file_id)
    assert there[instances[0]] == ("DICOM", "PA000000", "ST000000", "SE000000", "IM000000")


def test_instances_without_identifiers_do_not_belong(tmp_path: Path) -> None:
    homeless = image(1, study_instance_uid="")
    assert not dicomdir.belongs(homeless)
    assert dicomdir.belongs(image(1))
    assert dicomdir.belongs(image(1, study_instance_uid="1.02.OLD_STUDY"))
    assert not dicomdir.belongs(image(1, series_instance_uid="1" * 65))
    assert not dicomdir.belongs(image(1, sop_instance_uid="1.2/../3"))
    with pytest.raises(ValueError, match="no place"):
        dicomdir.write([MediaEntry(("DICOM", "A"), homeless)], tmp_path / "DICOMDIR", file_set_id="X")
    for bad in ((), ("IM1.DCM",), ("lower",), ("A" * 9,), ("A",) * 9, ("..", "A")):
        with pytest.raises(ValueError, match="no place"):
            dicomdir.write([MediaEntry(bad, image(1))], tmp_path / "DICOMDIR", file_set_id="X")


@pytest.mark.parametrize(
    ("uid_end", "kind"),
    [
        ("2", "IMAGE"),
        ("66.4", "IMAGE"),
        ("481.1", "IMAGE"),
        ("481.2", "RT DOSE"),
        ("481.3", "RT STRUCTURE SET"),
        ("481.5", "RT PLAN"),
        ("481.9", "RT TREAT RECORD"),
        ("481.10", "RADIOTHERAPY"),
        ("88.67", "SR DOCUMENT"),
        ("88.59", "KEY OBJECT DOC"),
        ("11.1", "PRESENTATION"),
        ("9.1.1", "WAVEFORM"),
        ("104.2", "ENCAP DOC"),
        ("66", "RAW DATA"),
        ("66.3", "REGISTRATION"),
        ("66.5", "SURFACE"),
        ("4.2", "SPECTROSCOPY"),
    ],
)
def test_sop_classes_find_their_record_type(uid_end: str, kind: str) -> None:
    assert record_type(image(1, sop_class_uid=f"1.2.840.10008.5.1.4.1.1.{uid_end}")) == kind


def test_every_type_pydicom_knows_is_the_same_here() -> None:
    from pydicom import fileset

    for uid, kind in {**fileset._FOUR_LEVEL_SOP_CLASSES, **fileset._SINGLE_LEVEL_SOP_CLASSES}.items():
        assert record_type(image(1, sop_class_uid=str(uid))) == kind, uid


def test_a_foreign_class_is_private_without_pixels_and_an_image_with_them(tmp_path: Path) -> None:
    foreign = image(1, sop_class_uid="1.3.46.670589.5.0.1.1", has_pixels=False)
    assert record_type(foreign) == "PRIVATE"
    assert record_type(dataclasses.replace(foreign, has_pixels=True)) == "IMAGE"
    (record,) = of_type(records(tmp_path, [foreign]), "PRIVATE")
    assert record.PrivateRecordUID


def test_five_thousand_records_are_written_in_a_moment(tmp_path: Path) -> None:
    """Linear and quick: pydicom's FileSet.add takes two minutes, dcmmkdir more than ten seconds."""
    instances = [
        image(at, series_instance_uid=f"1.5.{at // 250}", series_number=at // 250) for at in range(1, 5001)
    ]
    ids = dicomdir.assign_file_ids(instances)
    entries = [MediaEntry(file_id, one) for file_id, one in zip(ids, instances, strict=True)]
    began = time.perf_counter()
    dicomdir.write(entries, tmp_path / "DICOMDIR", file_set_id="BIG")
    assert time.perf_counter() - began < 2.0  # 0.1 s on a quiet machine
    assert len(pydicom.dcmread(tmp_path / "DICOMDIR").DirectoryRecordSequence) == 5000 + 1 + 1 + 21


def test_slices_that_were_saved_are_found_by_their_number(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 3), tmp_path / "DICOM" / "A")
    dicomdir.write([MediaEntry(("DICOM", "A"), read_instance(path))], tmp_path / "DICOMDIR", file_set_id="X")
    (record,) = of_type(list(pydicom.dcmread(tmp_path / "DICOMDIR").DirectoryRecordSequence), "IMAGE")
    assert record.InstanceNumber == 3
