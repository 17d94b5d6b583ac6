"""The disc shape: what IHE PDI asks of a hospital disc, and the image that burns as one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pydicom
import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle import place
from recordkeeper.bundle.media_profile import media_profile
from recordkeeper.bundle.verify import verify
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.bundle.shelf import export

SHORT = re.compile(r"[A-Z0-9_]{1,8}(\.[A-Z0-9_]{1,3})?")


@pytest.fixture(scope="module")
def disc(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("disc") / "disc"
    export(shelf, where, shape="disc", recipient="Dr. Second", question="What next?")
    return where


@pytest.fixture(scope="module")
def image(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("image") / "disc"
    return Path(export(shelf, where, shape="iso").entry.path)


def paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_root_is_as_hospitals_expect_it(disc: Path) -> None:
    assert {path.name for path in disc.iterdir()} == {"DICOMDIR", "README.TXT", "INDEX.HTM", "DICOM", "DOCS"}


def test_every_name_is_short_and_plain(disc: Path) -> None:
    for path in disc.rglob("*"):
        assert SHORT.fullmatch(path.name), path
        assert len(path.relative_to(disc).parts) <= 8


def test_nothing_but_dicom_lies_in_dicom_and_nothing_runs(disc: Path) -> None:
    for path in (disc / "DICOM").rglob("*"):
        if path.is_file():
            assert path.read_bytes()[128:132] == b"DICM"
    assert not [path for path in disc.rglob("*") if path.suffix.lower() in {".exe", ".inf", ".bat", ".js", ".jar"}]


def test_the_directory_names_every_image(disc: Path) -> None:
    read = pydicom.dcmread(disc / "DICOMDIR")
    named = {"/".join(r.ReferencedFileID) for r in read.DirectoryRecordSequence if "ReferencedFileID" in r}
    assert named == {path for path in paths(disc) if path.startswith("DICOM/")}
    assert len(named) == 7


def test_the_readme_says_which_file_is_what_and_which_profile_it_is(disc: Path) -> None:
    text = (disc / "README.TXT").read_text("utf-8")
    assert re.search(r"DOCS/D\d{4}\.PDF   12 Mar 2024 · Biopsy of the breast", text)
    assert "DICOM media profile: STD-GEN-DVD-J2K" in text
    assert "DOCS/PACKET.PDF" in text
    assert "ORIGINALS" not in text
    assert "IMAGING/" not in text


def test_the_papers_name_the_places_of_the_disc(disc: Path) -> None:
    with pymupdf.open(disc / "DOCS" / "START.PDF") as document:
        text = " ".join(page.get_text() for page in document)
    assert "DOCS/PACKET.PDF" in text.replace("\n", "")
    assert "Packet.pdf" not in text


def test_the_label_says_who_what_and_how_much(disc: Path) -> None:
    with pymupdf.open(disc / "DOCS" / "LABEL.PDF") as document:
        text = document[0].get_text()
    assert "more stud" not in text
    for words in ("Anna Sample", "born 5 Mar 1964", "2 imaging studies", "7 images", "DICOM plus documents"):
        assert text.count(words) == 2, words  # the label and the envelope


def test_a_disc_verifies(disc: Path, pool: WorkerPool) -> None:
    checks = verify(disc, pool, Progress())
    assert all(check.ok for check in checks), checks


def test_an_image_verifies_as_a_disc_does(image: Path, pool: WorkerPool) -> None:
    assert image.suffix == ".iso"
    checks = verify(image, pool, Progress())
    assert all(check.ok for check in checks), checks
    assert "dicomdir" in {check.check for check in checks}


@pytest.mark.parametrize("view", ["iso", "joliet", "udf"])
def test_other_programs_read_the_same_from_the_image(image: Path, tmp_path: Path, view: str) -> None:
    """7-Zip reads UDF, isoinfo ISO 9660 and Joliet; each must find every byte."""
    program = "7z" if view == "udf" else "isoinfo"
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    if view == "udf":
        done = subprocess.run(
            ["7z", "x", "-tUdf", f"-o{tmp_path / 'out'}", image], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        inner = tmp_path / "out"
        assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "DOCS/SHA256.TXT"], cwd=inner,
                              check=False).returncode == 0  # fmt: skip
        return
    joliet = ["-J"] if view == "joliet" else []
    listed = subprocess.run(
        ["isoinfo", *joliet, "-f", "-i", image], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "/DICOMDIR" in {name.removesuffix(";1").removesuffix(".") for name in listed}
    end = "" if joliet else ";1"
    read = subprocess.run(
        ["isoinfo", *joliet, "-i", image, "-x", f"/README.TXT{end}"], capture_output=True, check=True
    ).stdout
    assert b"DOCS/PACKET.PDF" in read


@pytest.mark.parametrize("command", [("dcmdump", "--quiet"), ("gdcmdump",), ("dciodvfy",)])
def test_other_programs_read_the_directory(disc: Path, command: tuple[str, ...]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([*command, "DICOMDIR"], cwd=disc, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")]


def test_a_cut_image_is_told(image: Path, pool: WorkerPool, tmp_path: Path) -> None:
    short = tmp_path / "short.iso"
    short.write_bytes(image.read_bytes()[: image.stat().st_size // 2])
    checks = verify(short, pool, Progress())
    assert not all(check.ok for check in checks)


def test_a_stopped_image_leaves_nothing(shelf: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel, write = CancelToken(), place.disc_image.write

    def stopped_half_way(folder: Path, image: Path, token: CancelToken) -> None:
        token.cancel()
        write(folder, image, token)

    monkeypatch.setattr(place.disc_image, "write", stopped_half_way)
    with pytest.raises(Cancelled):
        export(shelf, tmp_path / "out", shape="iso", cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(shelf: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise PlaceProblem("disk_full", place="here")

    monkeypatch.setattr(place.disc_image, "write", full)
    with pytest.raises(PlaceProblem, match="disk_full"):
        export(shelf, tmp_path / "out", shape="iso")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("ends", "profile"),
    [
        ((), ""),
        (("1",), "STD-GEN-CD"),
        (("1", "4.70", "4.50"), "STD-GEN-DVD-JPEG"),
        (("1", "4.90"), "STD-GEN-DVD-J2K"),
        (("1", "4.90", "4.70"), ""),
        (("1", "4.80"), ""),
    ],
)
def test_the_profile_is_the_narrowest_that_holds_all(ends: tuple[str, ...], profile: str) -> None:
    assert media_profile({f"1.2.840.10008.1.2.{end}" for end in ends}) == profile
