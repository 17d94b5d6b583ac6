"""`star` and `key-images`: a mark on an image holds, can be taken back and built again, and the sheet shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest

from tests.cli.calling import call, init, one_calm_sentence
from tests.making import dicom, dicom_objects
from tests.making.dicom import SeriesRecipe

RECIPE = SeriesRecipe(slices=9, rows=24, columns=40)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A study of nine slices, whose files were handed over out of order."""
    library = init(tmp_path / "library")
    dicom.write_series(tmp_path / "heap", RECIPE, name="X{}")
    assert call(library, "add", tmp_path / "heap").code == 0
    return library


def series_of(library: Path) -> tuple[str, dict[str, Any]]:
    (record,) = call(library, "list", "--kind", "imaging_study").data["records"]
    return record["id"], next(each for each in record["imaging"]["series"] if each["modality"] == "CT")


def star(library: Path, index: int, *more: str) -> Any:
    record, series = series_of(library)
    return call(library, "star", record, "--series", series["uid"], "--index", index, *more)


def marked(library: Path) -> list[tuple[int, str]]:
    return [(image["index"], image["caption"]) for image in call(library, "key-images").data["images"]]


def test_a_star_holds_can_be_taken_back_and_done_again(library: Path) -> None:
    record, series = series_of(library)
    assert star(library, 6, "--caption", "  the  spot ").data["records"][0]["id"] == record
    (image,) = call(library, "key-images", record).data["images"]
    assert image == {
        "record": record, "series": series["uid"], "index": 6, "instance": series["instances"][6], "frame": 0,
        "caption": "the spot", "by_hospital": False,
    }  # fmt: skip
    assert call(library, "undo").code == 0
    assert marked(library) == []
    assert call(library, "redo").code == 0
    assert marked(library) == [(6, "the spot")]


def test_a_caption_can_be_said_anew_and_the_mark_removed(library: Path) -> None:
    star(library, 6, "--caption", "one")
    star(library, 2)
    star(library, 6, "--caption", "two")
    assert marked(library) == [(2, ""), (6, "two")]
    star(library, 6, "--remove")
    assert marked(library) == [(2, "")]
    assert call(library, "undo").code == 0
    assert marked(library) == [(2, ""), (6, "two")]
    labels = [change["label"] for change in call(library, "history").data["changes"]]
    assert labels[:2] == ["unstar", "unstar"]
    assert call(library, "history").code == 0


def test_a_star_outlives_the_catalogue(library: Path) -> None:
    star(library, 4, "--caption", "kept")
    assert call(library, "rebuild").code == 0
    assert marked(library) == [(4, "kept")]


@pytest.mark.parametrize("more", [("--index", 9), ("--index", 1, "--remove", "--caption", "x")])
def test_what_cannot_be_marked_is_said_in_a_sentence(library: Path, more: tuple[Any, ...]) -> None:
    record, series = series_of(library)
    answer = call(library, "star", record, "--series", series["uid"], *more)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert call(library, "star", record, "--series", "1.2.3", "--index", 0).code == 2
    assert marked(library) == []


def test_the_sheet_shows_each_image_with_its_words_and_the_mark(library: Path, tmp_path: Path) -> None:
    for index in range(7):
        star(library, index, "--caption", f"number {index}")
    told = call(library, "key-images", "--out", tmp_path / "sheet.pdf").data
    assert told["not_shown"] == 0
    with pymupdf.open(tmp_path / "sheet.pdf") as sheet:
        texts = [page.get_text() for page in sheet]
        images = [len(page.get_images()) for page in sheet]
        first = next(iter(sheet[0].get_images()))[0]
        pixels = np.asarray(bytearray(pymupdf.Pixmap(sheet, first).samples))
    assert images == [6, 1]
    assert "number 0" in texts[0]
    assert "number 6" in texts[1]
    assert "Series 1, image 7" in texts[1]
    assert all("Anna Sample" in text and text.count("Not for diagnosis") >= 2 for text in texts)
    assert pixels.max() > pixels.min()
    assert not list(tmp_path.glob(".*"))


def test_the_sheet_speaks_spanish(library: Path, tmp_path: Path) -> None:
    star(library, 0)
    call(library, "key-images", "--out", tmp_path / "s.pdf", "--language", "es")
    with pymupdf.open(tmp_path / "s.pdf") as sheet:
        assert "Imágenes marcadas" in sheet[0].get_text()


def test_without_a_mark_there_is_no_sheet(library: Path, tmp_path: Path) -> None:
    answer = call(library, "key-images", "--out", tmp_path / "sheet.pdf")
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert not list(tmp_path.glob("*.pdf"))


def test_an_image_that_cannot_be_shown_leaves_a_sentence(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    dicom.damage(dicom.save(dicom.make_slice(RECIPE, 1), tmp_path / "heap" / "1", "rle"))
    assert call(library, "add", tmp_path / "heap").code == 0
    star(library, 0)
    assert call(library, "key-images", "--out", tmp_path / "s.pdf").data["not_shown"] == 1
    with pymupdf.open(tmp_path / "s.pdf") as sheet:
        assert "cannot be shown here" in sheet[0].get_text()


def test_images_the_hospital_chose_are_marked_too(tmp_path: Path) -> None:
    """A key object selection of the same study points at the third slice."""
    library = init(tmp_path / "library")
    paths = dicom.write_series(tmp_path / "heap", RECIPE)
    chosen = dicom.make_slice(RECIPE, 3)
    selection = dicom_objects.key_images(1)
    selection.StudyInstanceUID = chosen.StudyInstanceUID
    (study,) = selection.CurrentRequestedProcedureEvidenceSequence
    study.ReferencedSeriesSequence[0].SeriesInstanceUID = chosen.SeriesInstanceUID
    study.ReferencedSeriesSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID = chosen.SOPInstanceUID
    dicom_objects.saved(selection, tmp_path / "heap" / "key")
    assert len(paths) == 9
    assert call(library, "add", tmp_path / "heap").code == 0
    (image,) = call(library, "key-images").data["images"]
    assert (image["index"], image["by_hospital"]) == (2, True)
    assert image["caption"] == "Nodule of the left upper lobe"
    star(library, 2, "--caption", "mine")
    (image,) = call(library, "key-images").data["images"]
    assert (image["caption"], image["by_hospital"]) == ("mine", False)
