"""What lay inside a record is a record of its own, and both say so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import HEAD, call, init
from tests.making import documents
from tests.making.dicom import SeriesRecipe, make_encapsulated_pdf, save
from tests.making.libraries import zip_of


def added(tmp_path: Path, path: Path) -> tuple[Path, dict[str, Any]]:
    library = init(tmp_path / "library")
    receipt = call(library, "add", path).data
    return library, {row["path"].rpartition("/")[2]: row for row in receipt["files"]}


def shown(library: Path, row: dict[str, Any]) -> Any:
    (record,) = row["records"]
    return call(library, "show", record).data


def pages_of(folder: Path) -> bytes:
    return documents.pdf_with_text(folder / "inner.pdf", [f"{HEAD}\nLAB REPORT\nquokka level 5"]).read_bytes()


def test_a_pdf_in_a_dicom_object_and_its_study_are_linked(tmp_path: Path) -> None:
    built = make_encapsulated_pdf(SeriesRecipe(), pages_of(tmp_path), "Lipid profile")
    library, rows = added(tmp_path, save(built, tmp_path / "disc" / "IM1"))
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "IM1": "added",
        "Lipid profile.pdf": "added",
    }
    study, paper = shown(library, rows["IM1"]), shown(library, rows["Lipid profile.pdf"])
    assert study["imaging"]["study_uid"]
    assert (study["encloses"], paper["enclosed_in"]) == ([paper["id"]], [study["id"]])
    assert "quokka level 5" in paper["text"][0]["text"]


def test_papers_attached_to_a_pdf_and_the_pdf_are_linked(tmp_path: Path) -> None:
    files = {"../lab.pdf": pages_of(tmp_path), "High Quality.joboptions": b"<< /PDF 1 >> setdistillerparams"}
    path = documents.pdf_with_files(tmp_path / "letter.pdf", attached=files)
    library, rows = added(tmp_path, path)
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "letter.pdf": "added",
        "lab.pdf": "added",
        "High Quality.joboptions": "not_records",
    }
    letter, lab = shown(library, rows["letter.pdf"]), shown(library, rows["lab.pdf"])
    assert (letter["encloses"], lab["enclosed_in"]) == ([lab["id"]], [letter["id"]])


@pytest.mark.parametrize("deep", [False, True])
def test_an_attachment_is_found_inside_archives_too(tmp_path: Path, deep: bool) -> None:
    path = documents.pdf_with_files(tmp_path / "letter.pdf", attached={"lab.pdf": pages_of(tmp_path)})
    outer = zip_of(tmp_path / "a.zip", [("letter.pdf", path.read_bytes())])
    if deep:
        outer = zip_of(tmp_path / "b.zip", [("a.zip", outer.read_bytes())])
    _, rows = added(tmp_path, outer)
    assert rows["lab.pdf"]["outcome"] == "added"
