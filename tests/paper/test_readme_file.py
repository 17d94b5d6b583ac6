"""Tests of recordkeeper.paper.readme_file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from recordkeeper.paper import readme_file
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import StartSheet, StudyLine
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.wording.words import Words

WORDING = Path(__file__).resolve().parents[2] / "resources" / "wording"
SHEET = StartSheet(
    Patient(
        "José Ñandú 山田", PartialDate(1961, 2, 3), identifiers=tuple(Identifier("H", str(n)) for n in range(20))
    ),
    PartialDate(2026, 11, 23),
    "Recordkeeper 0.1.0",
    "RK-1",
    question="Should we wait? " * 200,
    studies=(StudyLine(("CT",), "Chest", 24, PartialDate(2024, 3), folder="IMAGING"),),
)


def test_it_holds_what_the_start_sheet_had_to_cut(tmp_path: Path) -> None:
    readme_file.write(SHEET, tmp_path / "README.txt", Words.load(WORDING, "en"))
    text = (tmp_path / "README.txt").read_bytes().decode("utf-8")
    assert " ".join(text.split()).count("Should we wait?") == 200
    assert "H: 19" in text
    assert "José Ñandú 山田, born 3 Feb 1961" in text
    assert "Mar 2024 · CT scan · Chest · 24 images · IMAGING" in text


def test_lines_end_as_the_simplest_editors_want_them(tmp_path: Path) -> None:
    readme_file.write(SHEET, tmp_path / "README.txt", Words.load(WORDING, "es"))
    data = (tmp_path / "README.txt").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 10


def test_without_images_no_images_are_promised() -> None:
    bare = replace(SHEET, studies=(), patient=Patient("Li Wei", None))
    text = readme_file.text(bare, Words.load(WORDING, "en"))
    assert "IMAGING" not in text
    assert "Patient: Li Wei\n" in text
