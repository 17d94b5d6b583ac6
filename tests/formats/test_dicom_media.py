"""What a DICOMDIR names is read in one pass, whatever its offsets and encoding."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import pydicom
import pytest

from recordkeeper.formats.dicom_media import referenced_files
from recordkeeper.paper import dicomdir
from recordkeeper.records.papers_media import FileReference, MediaEntry
from tests.making.dicom import SeriesRecipe, write_disc

BUNDLED = Path(pydicom.__file__).parent / "data" / "test_files" / "dicomdirtests"


@pytest.mark.parametrize(
    "name",
    [
        "DICOMDIR",
        "DICOMDIR-nopatient",
        "DICOMDIR-implicit",
        "DICOMDIR-nooffset",
        "DICOMDIR-reordered",
        "DICOMDIR-bigEnd",
    ],
)
def test_all_references_of_real_directories_are_found(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        records = pydicom.dcmread(BUNDLED / name).DirectoryRecordSequence
        expected = {
            (tuple(record.ReferencedFileID), record.ReferencedSOPInstanceUIDInFile)
            for record in records
            if "ReferencedFileID" in record
        }
    found = referenced_files(BUNDLED / name)
    assert {(reference.file_id, reference.sop_instance_uid) for reference in found} == expected
    assert len(found) == 31


def test_the_directory_of_a_disc_names_its_instances(tmp_path: Path) -> None:
    paths = write_disc(tmp_path, [SeriesRecipe(), SeriesRecipe(series_number=2)])
    found = referenced_files(tmp_path / "DICOMDIR")
    assert [tmp_path.joinpath(*reference.file_id) for reference in found] == paths
    assert {reference.record_type for reference in found} == {"IMAGE"}


def test_a_wrong_directory_still_says_what_it_says(tmp_path: Path) -> None:
    write_disc(tmp_path, [SeriesRecipe()], directory="wrong")
    there = [
        tmp_path.joinpath(*reference.file_id).exists() for reference in referenced_files(tmp_path / "DICOMDIR")
    ]
    assert True in there
    assert False in there


def test_names_that_leave_the_folder_are_left_out(tmp_path: Path) -> None:
    raw = directory(tmp_path)
    for evil in (b"..\\..\\IM000000", b"/etc\\..\\passwords", b"C:\\WIN\\SYSTEM.INI"):
        (tmp_path / "DICOMDIR").write_bytes(raw.replace(b"DICOM\\PA\\IM000000", evil[:17].ljust(17), 1))
        found = referenced_files(tmp_path / "DICOMDIR")
        assert [reference.file_id for reference in found] == [("DICOM", "PA", "IM000001")]


def test_a_directory_cut_short_gives_what_comes_before(tmp_path: Path) -> None:
    raw = directory(tmp_path)
    (tmp_path / "DICOMDIR").write_bytes(raw[:-40])
    assert FileReference(
        ("DICOM", "PA", "IM000000"), "1.2.3", "1.2.840.10008.5.1.4.1.1.2", "IMAGE"
    ) in referenced_files(tmp_path / "DICOMDIR")
    for length in range(0, len(raw), 97):
        (tmp_path / "DICOMDIR").write_bytes(raw[:length])
        assert len(referenced_files(tmp_path / "DICOMDIR")) <= 2


def test_other_bytes_name_nothing(tmp_path: Path) -> None:
    (tmp_path / "DICOMDIR").write_bytes(b"a text file that calls itself a directory")
    assert referenced_files(tmp_path / "DICOMDIR") == ()
    (tmp_path / "DICOMDIR").write_bytes(bytes(128) + b"DICM" + struct.pack("<HHI", 4, 0x1220, 0xFFFFFFFF))
    assert referenced_files(tmp_path / "DICOMDIR") == ()


def directory(folder: Path) -> bytes:
    """A DICOMDIR of two images whose files are not there."""
    from recordkeeper.records.imaging import InstanceRead
    from recordkeeper.records.patient import NOBODY

    entries = [
        MediaEntry(
            ("DICOM", "PA", f"IM{at:06}"),
            InstanceRead(NOBODY, "1.2.840.10008.5.1.4.1.1.2", f"1.2.{3 + at}", "1.5", "1.6", "1.2.840.10008.1.2.1"),
        )
        for at in range(2)
    ]
    dicomdir.write(entries, folder / "DICOMDIR", file_set_id="TEST")
    return (folder / "DICOMDIR").read_bytes()
