"""Tests of recordkeeper.paper.extract."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from recordkeeper.paper import extract
from recordkeeper.paper.shown import CannotShow
from recordkeeper.records.papers import SlotProblem
from recordkeeper.records.reading import Format, Picture
from recordkeeper.wording.words import Words
from tests.making import documents as making

WORDS = Words.load(Path(__file__).resolve().parents[2] / "resources" / "wording", "en")


def test_only_the_chosen_pages_are_in_it_and_each_is_marked(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "scan.pdf", ["ours one", "stranger", "ours two", "ours three"])
    out = tmp_path / "extract.pdf"
    assert extract.write(source, (3, 4), out, WORDS, name="scan.pdf", who="Rosalind Samplewood") is None
    with pymupdf.open(out) as document:
        texts = [" ".join(page.get_text().split()) for page in document]
    assert len(texts) == 2
    assert "ours two" in texts[0]
    assert "ours three" in texts[1]
    assert "page 3 of 4" in texts[0]
    for text in texts:
        assert "EXTRACT · Rosalind Samplewood" in text
        assert "scan.pdf · Pages 3 to 4 of 4 in the original" in text
    assert b"stranger" not in out.read_bytes()


def test_nothing_of_another_page_is_left_in_the_bytes(tmp_path: Path) -> None:
    source = making.image_only_pdf(tmp_path / "scan.pdf", ["a", "b", "c"])
    out = tmp_path / "extract.pdf"
    extract.write(source, (2, 2), out, WORDS)
    with pymupdf.open(out) as document:
        images = {image[0] for page in document for image in page.get_images(full=True)}
        streams = sum(document.xref_is_image(xref) for xref in range(1, document.xref_length()))
    assert len(images) == streams == 1


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_keeps_its_size_under_the_strip(tmp_path: Path, rotation: int) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["x"], size=(500, 700), rotation=rotation)
    extract.write(source, (1, 1), tmp_path / "out.pdf", WORDS)
    with pymupdf.open(tmp_path / "out.pdf") as document:
        wide, high = document[0].rect.width, document[0].rect.height
    assert (wide, high) == ((528, 760) if rotation == 0 else (728, 560))


@pytest.mark.parametrize(("pages", "problem"), [((5, 6), SlotProblem.NO_SUCH_PAGE)])
def test_pages_that_are_not_there_leave_no_file(
    tmp_path: Path, pages: tuple[int, int], problem: SlotProblem
) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["x", "y"])
    with pytest.raises(CannotShow) as trouble:
        extract.write(source, pages, tmp_path / "out.pdf", WORDS)
    assert trouble.value.problem is problem
    assert not (tmp_path / "out.pdf").exists()


def test_a_locked_source_is_refused(tmp_path: Path) -> None:
    source = making.encrypted_pdf(tmp_path / "a.pdf", ["x"], password="p")
    with pytest.raises(CannotShow) as trouble:
        extract.write(source, (1, 1), tmp_path / "out.pdf", WORDS)
    assert trouble.value.problem is SlotProblem.LOCKED


def test_pages_of_a_fax_are_taken_as_pictures(tmp_path: Path) -> None:
    def paint(_path: Path, _form: Format, page: int, _dpi: float) -> Picture:
        return Picture(100, 200, "L", bytes([page * 40]) * 100 * 200)

    out = tmp_path / "out.pdf"
    source = tmp_path / "fax.tif"
    extract.write(source, (2, 3), out, WORDS, made_from=Format.TIFF, page_count=5, render=paint)
    with pymupdf.open(out) as document:
        assert document.page_count == 2
        assert "Pages 2 to 3 of 5" in document[0].get_text()
