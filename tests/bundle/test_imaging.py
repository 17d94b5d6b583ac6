"""IMAGING/ is a complete file-set with a DICOMDIR of its own, and other people's programs take it."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pydicom
import pytest

from recordkeeper.app import App
from recordkeeper.records.errors import PlaceProblem
from tests.bundle.shelf import BRAIN, CHEST, all_records, export, files_of, studies
from tests.making import dicom, orthanc
from tests.making.libraries import a_library, bring_in


def images(bundle: Path) -> dict[str, dict[str, object]]:
    return {path: file for path, file in files_of(bundle).items() if file["role"] == "imaging"}


def referenced(bundle: Path) -> list[str]:
    """What the DICOMDIR names, read by pydicom."""
    directory = pydicom.dcmread(bundle / "IMAGING" / "DICOMDIR")
    found = []
    for record in directory.DirectoryRecordSequence:
        if "ReferencedFileID" in record:
            named = record.ReferencedFileID
            found.append("/".join(["IMAGING", *([named] if isinstance(named, str) else named)]))
    return found


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A study whose instances have no place in a file-set, beside one that has."""
    place = tmp_path_factory.mktemp("odd")
    dicom.write_series(place / "heap" / "right", dicom.SeriesRecipe(slices=2))
    for number in (1, 2):
        slice_ = dicom.make_slice(dicom.SeriesRecipe(study="odd", absent=("SOPInstanceUID",)), number)
        dicom.save(slice_, place / "heap" / "odd" / f"IM{number}.dcm", "implicit", part10=False)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield app


def test_the_directory_names_each_image_and_nothing_else(bundle: Path) -> None:
    assert sorted(referenced(bundle)) == sorted(images(bundle))
    there = {p.relative_to(bundle).as_posix() for p in (bundle / "IMAGING").rglob("*") if p.is_file()}
    assert there == set(images(bundle)) | {"IMAGING/DICOMDIR"}


def test_names_are_as_discs_want_them(bundle: Path) -> None:
    for path in images(bundle):
        parts = path.split("/")[1:]
        assert len(parts) <= 8
        assert all(re.fullmatch(r"[A-Z0-9_]{1,8}", part) for part in parts)


def test_every_instance_goes_once_though_one_was_sent_again(bundle: Path) -> None:
    uids = [file["sop_instance_uid"] for file in images(bundle).values()]
    assert len(uids) == len(set(uids)) == CHEST.slices + BRAIN.slices


def test_an_implicit_image_is_made_explicit_and_the_manifest_says_from_what(shelf: App, bundle: Path) -> None:
    chest = studies(shelf)["CT"]
    sources = {part.fingerprint.sha256 for part in chest.files}
    made = [file for file in images(bundle).values() if file["record"] == chest.id]
    converted = [file for file in made if file.get("done") == "explicit"]
    assert converted
    for file in converted:
        assert file["from_sha256"] in sources
        assert file["from_sha256"] != file["sha256"]
        copy = pydicom.dcmread(bundle / str(file["path"]))
        assert copy.file_meta.TransferSyntaxUID == dicom.SYNTAXES["explicit"]
        with shelf.library.originals.lend(
            next(p.fingerprint for p in chest.files if p.fingerprint.sha256 == file["from_sha256"])
        ) as path:
            assert pydicom.dcmread(path).PixelData == copy.PixelData


def test_a_compressed_image_goes_byte_for_byte(shelf: App, bundle: Path) -> None:
    brain = studies(shelf)["MR"]
    made = [file for file in images(bundle).values() if file["record"] == brain.id]
    assert {file["sha256"] for file in made} == {part.fingerprint.sha256 for part in brain.files}
    assert not any(file.get("done") or file.get("from_sha256") for file in made)


def test_only_the_chosen_study_goes(shelf: App, tmp_path: Path) -> None:
    export(shelf, tmp_path / "bundle", studies(shelf)["MR"].id)
    assert len(images(tmp_path / "bundle")) == BRAIN.slices
    assert not (tmp_path / "bundle" / "Packet.pdf").exists()
    assert not (tmp_path / "bundle" / "ORIGINALS").exists()


def test_a_bundle_without_scans_has_no_imaging_folder(shelf: App, tmp_path: Path) -> None:
    made = export(shelf, tmp_path / "bundle", "pathology_report")
    assert not (tmp_path / "bundle" / "IMAGING").exists()
    assert made.entry.counts["instances"] == made.entry.counts["studies"] == made.entry.counts["series"] == 0


def test_instances_without_uids_go_loose_and_none_is_lost(odd: App, tmp_path: Path) -> None:
    made = export(odd, tmp_path / "bundle")
    assert len(images(tmp_path / "bundle")) == 2
    wanted = {part.fingerprint.sha256 for record in all_records(odd) for part in record.files}
    assert wanted == {
        file.get("from_sha256") or file["sha256"]
        for file in files_of(tmp_path / "bundle").values()
        if file["role"] in ("imaging", "original")
    }
    assert {problem.code for problem in made.problems} >= {"not_in_file_set"}


def test_scans_none_of_which_fits_a_file_set_leave_no_half_made_folder(odd: App, tmp_path: Path) -> None:
    (record,) = {r.id for r in all_records(odd) if any(part.name == "IM1.dcm" for part in r.files)}
    made = export(odd, tmp_path / "bundle", record)
    assert not (tmp_path / "bundle" / "IMAGING").exists()
    assert made.entry.counts["instances"] == 0


@pytest.mark.parametrize(("syntax", "shape"), [("explicit", "folder"), ("explicit", "zip"), ("implicit", "folder")])
def test_an_image_that_changed_on_the_disk_is_refused(tmp_path: Path, syntax: dicom.Syntax, shape: str) -> None:
    dicom.write_series(tmp_path / "heap", dicom.SeriesRecipe(slices=2, syntax=syntax))
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        with app.library.originals.lend(all_records(app)[0].files[0].fingerprint) as path:
            path.chmod(0o600)
            content = bytearray(path.read_bytes())
            content[-1] ^= 1
            path.write_bytes(content)
        with pytest.raises(PlaceProblem, match="original_changed"):
            export(app, tmp_path / "bundle", shape=shape)
    assert not list(tmp_path.glob("bundle*"))


def test_dcmdump_reads_the_directory_and_every_image(bundle: Path) -> None:
    if shutil.which("dcmdump") is None:
        pytest.skip("dcmtk is not installed")
    paths = [bundle / path for path in images(bundle)]
    said = ""
    for command in (["dcmdump", "-q", bundle / "IMAGING" / "DICOMDIR"], ["dcmdump", "-q", *paths]):
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        assert (done.returncode, done.stderr) == (0, "")
        said += done.stdout
    for file in images(bundle).values():
        assert said.count(str(file["sop_instance_uid"])) >= 2


def test_dcmmkdir_makes_a_directory_of_the_same_images(bundle: Path, tmp_path: Path) -> None:
    if shutil.which("dcmmkdir") is None:
        pytest.skip("dcmtk is not installed")
    shutil.copytree(bundle / "IMAGING", tmp_path / "disc")
    (tmp_path / "disc" / "DICOMDIR").unlink()
    names = [path.removeprefix("IMAGING/") for path in images(bundle)]
    # -Nxc: JPEG 2000 is no transfer syntax of the general purpose profile
    done = subprocess.run(
        ["dcmmkdir", "+D", "DICOMDIR", "-W", "-Nxc", *names],
        cwd=tmp_path / "disc", capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "disc" / "DICOMDIR").exists()


def test_orthanc_takes_every_image(bundle: Path, tmp_path: Path, loopback: None) -> None:
    del loopback
    if orthanc.program() is None:
        pytest.skip("Orthanc is not installed")
    with orthanc.running(tmp_path) as server:
        for path in images(bundle):
            assert server.upload(bundle / path)["Status"] == "Success"
        assert server.counts() == {"patients": 1, "studies": 2, "series": 2, "instances": len(images(bundle))}


def test_the_copies_are_what_the_manifest_says(bundle: Path) -> None:
    for path, file in images(bundle).items():
        assert hashlib.sha256((bundle / path).read_bytes()).hexdigest() == file["sha256"]
        assert (
            str(pydicom.dcmread(bundle / path, stop_before_pixels=True).SOPInstanceUID) == file["sop_instance_uid"]
        )
