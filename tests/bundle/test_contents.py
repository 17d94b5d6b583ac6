"""What lies in a finished bundle, folder or ZIP."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from recordkeeper.bundle.contents import FIRST, contents, file_of
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.reading import Format


@pytest.fixture(scope="module")
def archive(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("zip") / "bundle.zip"
    with zipfile.ZipFile(place, "w") as out:
        for path in bundle.rglob("*"):
            if path.is_file():
                out.write(path, path.relative_to(bundle).as_posix())
    return place


def test_the_papers_come_first_and_the_scans_are_one_entry(bundle: Path) -> None:
    found = contents(bundle)
    assert tuple(entry.path for entry in found[: len(FIRST)]) == FIRST
    assert found[-1].path == "IMAGING"
    assert found[-1].files == sum(path.is_file() for path in (bundle / "IMAGING").rglob("*"))
    assert sum(e.size for e in found) == sum(p.stat().st_size for p in bundle.rglob("*") if p.is_file())


def test_a_zip_shows_the_same_as_the_folder(bundle: Path, archive: Path) -> None:
    assert contents(archive) == contents(bundle)


def test_what_has_pages_says_its_format(bundle: Path) -> None:
    formats = {entry.path: entry.format for entry in contents(bundle)}
    assert formats["START-HERE.pdf"] is Format.PDF
    assert formats["README.txt"] is Format.TEXT
    assert formats["MANIFEST.json"] is None


@pytest.mark.parametrize("path", FIRST)
def test_a_file_is_the_same_from_folder_and_zip(bundle: Path, archive: Path, tmp_path: Path, path: str) -> None:
    assert file_of(bundle, path, tmp_path) == bundle / path
    assert file_of(archive, path, tmp_path).read_bytes() == (bundle / path).read_bytes()


def test_nothing_outside_the_bundle_is_reached(bundle: Path, archive: Path, tmp_path: Path) -> None:
    (bundle.parent / "other.txt").write_text("not yours", encoding="utf-8")
    with pytest.raises(InputProblem, match="no_such_path"):
        file_of(bundle, "../other.txt", tmp_path)
    with pytest.raises(InputProblem, match="not_a_bundle"):
        file_of(archive, "../other.txt", tmp_path)


def test_a_bundle_that_is_gone_or_broken_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no_such_path"):
        contents(tmp_path / "gone")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK and nothing more")
    with pytest.raises(InputProblem, match="not_a_bundle"):
        contents(broken)
