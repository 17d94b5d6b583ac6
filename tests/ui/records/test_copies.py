"""Copies for people: the same bytes, a name any system can hold, and never a program in disguise."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.library import folder
from recordkeeper.library.folder import Library
from recordkeeper.records.document import FilePart
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format
from recordkeeper.ui.records import copies
from tests.making import entries


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = folder.create(tmp_path / "library", entries.PATIENT, readme="")
    yield made
    made.close()


@pytest.fixture
def part(library: Library) -> FilePart:
    staged = library.originals.stage(io.BytesIO(b"the report"), lambda: None)
    library.originals.adopt([staged])
    return FilePart("report.pdf", staged.fingerprint, Format.PDF)


@pytest.mark.parametrize(
    ("name", "form", "safe"),
    [
        ("report.pdf", Format.PDF, "report.pdf"),
        ("scan.JPEG", Format.JPEG, "scan.JPEG"),
        ("a/b\\c:d.pdf", Format.PDF, "a_b_c_d.pdf"),
        ("holiday.jpg.exe", Format.JPEG, "holiday.jpg.exe.jpg"),
        ("CTREPORT", Format.PDF, "CTREPORT.pdf"),
        ("...", Format.PDF, "record.pdf"),
        ("IM000001", Format.DICOM, "IM000001"),
    ],
)
def test_a_name_fits_any_system_and_says_what_the_bytes_are(name: str, form: Format, safe: str) -> None:
    assert copies.safe_name(FilePart(name, Fingerprint("a" * 64, 1), form)) == safe


def test_a_copy_to_look_at_can_be_read_and_not_written(library: Library, part: FilePart) -> None:
    copy = copies.copy_to_look_at(library, part)
    assert copy.read_bytes() == b"the report"
    assert copy.stat().st_mode & 0o222 == 0
    library.originals.sweep_staging()
    assert not copy.exists()


def test_two_files_of_one_name_are_both_saved_and_nothing_is_overwritten(
    library: Library, part: FilePart, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "report.pdf").write_bytes(b"somebody's own")
    copies.save_copies(library, (part, part), place)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == {
        "report.pdf": b"somebody's own",
        "report (2).pdf": b"the report",
        "report (3).pdf": b"the report",
    }


def test_a_place_that_refuses_leaves_nothing_behind(library: Library, part: FilePart, tmp_path: Path) -> None:
    with pytest.raises(PlaceProblem):
        copies.save_copy(library, part, tmp_path / "not there" / "report.pdf")
    gone = FilePart("report.pdf", Fingerprint("b" * 64, 3), Format.PDF)
    with pytest.raises(PlaceProblem, match="original_missing"):
        copies.save_copy(library, gone, tmp_path / "report.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["library"]
