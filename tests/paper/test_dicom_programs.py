"""What we write is put before other people's programs: dcmtk, dicom3tools, Orthanc."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest

from recordkeeper.formats.dicom import read_instance
from recordkeeper.formats.dicom_encoding import NotDicom
from recordkeeper.formats.dicom_slow import Unparsable
from recordkeeper.paper import dicom_copy, dicomdir
from recordkeeper.records.papers_media import MediaEntry
from tests.making import orthanc
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_encapsulated_pdf, make_report, save, write_series


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def said(*command: str | Path, where: Path) -> str:
    """Both outputs of a program; the test fails when the program does."""
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def file_set(sources: list[Path], folder: Path) -> list[MediaEntry]:
    """Copy the sources into a file-set with a DICOMDIR, as an export does; those that cannot be in one are left."""
    instances, used = [], []
    for source in sources:
        try:
            one = read_instance(source)
        except (NotDicom, Unparsable):
            continue
        if dicomdir.belongs(one):
            instances.append(one)
            used.append(source)
    entries = []
    for source, one, file_id in zip(used, instances, dicomdir.assign_file_ids(instances), strict=True):
        out = folder.joinpath(*file_id)
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            note = dicom_copy.write(source, out)
        except dicom_copy.CopyProblem:
            continue
        entries.append(MediaEntry(file_id, dataclasses.replace(one, transfer_syntax_uid=note.transfer_syntax_uid)))
    dicomdir.write(entries, folder / "DICOMDIR", file_set_id="TEST")
    return entries


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every transfer syntax, empty keys, a report and a document, as a file-set."""
    sources = tmp_path_factory.mktemp("sources")
    paths: list[Path] = []
    for at, syntax in enumerate(SYNTAXES, 1):
        empty = ("StudyID", "PatientID", "StudyDate", "StudyTime", "SeriesNumber") if syntax == "implicit" else ()
        recipe = SeriesRecipe(slices=3, syntax=syntax, series_number=at, study=f"s{at % 3}", empty=empty)  # type: ignore[arg-type]
        paths += write_series(sources / syntax, recipe)
    paths.append(save(make_report(SeriesRecipe(series_number=20), [("Findings", "Größer.")]), sources / "sr"))
    paths.append(
        save(make_encapsulated_pdf(SeriesRecipe(series_number=21), b"%PDF-1.4", "Letter"), sources / "doc")
    )
    folder = tmp_path_factory.mktemp("set")
    assert len(file_set(paths, folder)) == 23
    return folder


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """The labelled real files as a file-set: every kind of object."""
    folder = tmp_path_factory.mktemp("real")
    sources = [
        path for path in sorted((shared_data / "dicom").rglob("*")) if path.is_file() and path.suffix != ".csv"
    ]
    assert len(file_set(sources, folder)) > 105
    return folder


def test_dcmdump_reads_our_directory(made: Path) -> None:
    needs("dcmdump")
    dump = said("dcmdump", "-q", "DICOMDIR", where=made)
    assert dump.count("CS [IMAGE]") == 21
    assert dump.count("CS [SR DOCUMENT]") == dump.count("CS [ENCAP DOC]") == 1


def test_dcmftest_takes_every_file(made: Path) -> None:
    needs("dcmftest")
    files = [path for path in made.rglob("*") if path.is_file()]
    answers = said("dcmftest", *files, where=made).splitlines()
    assert len(answers) == len(files) == 24
    assert all(answer.startswith("yes:") for answer in answers)


def test_dcmmkdir_takes_every_file_of_ours(made: Path, tmp_path: Path) -> None:
    needs("dcmmkdir")
    said("dcmmkdir", "-Pmi", "+I", "-a", "+r", "+id", made, "+D", tmp_path / "THEIRS", "DICOM", where=made)
    theirs = said("dcmdump", "-q", tmp_path / "THEIRS", where=made)
    ours = said("dcmdump", "-q", "DICOMDIR", where=made)
    for kind in ("PATIENT", "STUDY", "SERIES", "IMAGE", "SR DOCUMENT", "ENCAP DOC"):
        assert theirs.count(f"CS [{kind}]") == ours.count(f"CS [{kind}]"), kind


def test_dcmmkdir_takes_uncompressed_files_under_the_strictest_profile(tmp_path: Path) -> None:
    """General purpose CD: explicit VR little endian only, no key empty, no warning."""
    needs("dcmmkdir")
    sources = [
        path
        for at, syntax in enumerate(("explicit", "implicit", "big", "deflated"), 1)
        for path in write_series(tmp_path / "in" / syntax, SeriesRecipe(slices=2, syntax=syntax, series_number=at))  # type: ignore[arg-type]
    ]
    folder = tmp_path / "set"
    file_set(sources, folder)
    answer = said("dcmmkdir", "+r", "+id", folder, "+D", tmp_path / "THEIRS", "DICOM", where=folder)
    assert answer.strip() == ""


@pytest.mark.parametrize("which", ["made", "real"])
def test_dciodvfy_finds_no_error_in_the_directory(request: pytest.FixtureRequest, which: str) -> None:
    needs("dciodvfy")
    folder: Path = request.getfixturevalue(which)
    done = subprocess.run(
        ["dciodvfy", folder / "DICOMDIR"], capture_output=True, text=True, errors="replace", check=False
    )
    lines = (done.stdout + done.stderr).splitlines()
    # UIDs with invalid roots are the images' own and are never changed.
    errors = [line for line in lines if line.startswith("Error") and "Illegal root for UID" not in line]
    assert errors == []
    assert any("BasicDirectory" in line for line in lines)


def test_a_real_mixture_is_read_by_dcmdump(real: Path) -> None:
    needs("dcmdump")
    dump = said("dcmdump", "-q", "DICOMDIR", where=real)
    for kind in ("RT DOSE", "RT PLAN", "RT STRUCTURE SET", "SR DOCUMENT", "WAVEFORM", "ENCAP DOC", "IMAGE"):
        assert f"CS [{kind}]" in dump, kind


def test_orthanc_holds_what_we_wrote(made: Path, tmp_path: Path, loopback: None) -> None:
    del loopback
    if orthanc.program() is None:
        pytest.skip("Orthanc is not installed")
    with orthanc.running(tmp_path) as server:
        assert server.upload_all(made) == 23
        counts = server.counts()
    records = pydicom.dcmread(made / "DICOMDIR").DirectoryRecordSequence
    kinds = Counter(record.DirectoryRecordType for record in records)
    assert counts == {
        "patients": kinds["PATIENT"],
        "studies": kinds["STUDY"],
        "series": kinds["SERIES"],
        "instances": 23,
    }
    assert counts == {"patients": 2, "studies": 5, "series": 9, "instances": 23}
