"""Letters on paper: every word is there, however long, in any script; the office file opens again."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pymupdf

from recordkeeper.formats.registry import Registry
from recordkeeper.paper import letter
from recordkeeper.records.letter import Letter
from recordkeeper.records.papers import PaperSize
from tests.conftest import ROOT

SHORT = Letter("Request", ("St. Mary's\nRadiology", "To whom it may concern:", "Please send & add <everything>."))


def words_of(path: Path) -> list[str]:
    with pymupdf.open(path) as document:
        return " ".join(page.get_text() for page in document).split()


def test_the_words_are_on_the_paper_in_order(tmp_path: Path) -> None:
    assert letter.write_pdf(SHORT, tmp_path / "a.pdf") == 1
    assert words_of(tmp_path / "a.pdf") == " ".join(SHORT.blocks).split()


def test_a_long_letter_goes_on_over_pages_and_loses_nothing(tmp_path: Path) -> None:
    long = Letter("Long", tuple(f"Block {number}: " + "please send this as well " * 20 for number in range(30)))
    assert letter.write_pdf(long, tmp_path / "a.pdf") > 1
    assert words_of(tmp_path / "a.pdf") == " ".join(long.blocks).split()
    with pymupdf.open(tmp_path / "a.pdf") as document:
        for page in document:
            assert all(box[3] <= page.rect.height - 50 for box in page.get_text("words"))


def test_it_is_named_and_of_the_right_size(tmp_path: Path) -> None:
    letter.write_pdf(Letter("Petición", ("Hola",), "es", PaperSize.LETTER), tmp_path / "a.pdf")
    with pymupdf.open(tmp_path / "a.pdf") as document:
        assert document.metadata["title"] == "Petición"
        assert (document[0].rect.width, document[0].rect.height) == (612, 792)


def test_other_scripts_are_printed(tmp_path: Path) -> None:
    letter.write_pdf(Letter("x", ("Пациент Анна", "مريض")), tmp_path / "a.pdf")
    assert "Пациент" in words_of(tmp_path / "a.pdf")


def test_the_office_file_is_read_again_by_our_own_reader(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    letter.write_docx(SHORT, out)
    reading = Registry(ROOT / "resources").read(out, "a.docx")
    assert " ".join(page.text for page in reading.pages).split() == " ".join(SHORT.blocks).split()


def test_the_office_file_keeps_line_breaks_and_drops_what_xml_cannot_hold(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    letter.write_docx(Letter("x", ("one\ntwo\x00\x0b",)), out)
    with zipfile.ZipFile(out) as packed:
        root = ET.fromstring(packed.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert [text.text for text in root.iter(f"{space}t")] == ["one", "two"]
    assert len(list(root.iter(f"{space}br"))) == 1
    size = next(root.iter(f"{space}pgSz"))
    assert (size.get(f"{space}w"), size.get(f"{space}h")) == ("11906", "16838")


def test_the_same_letter_gives_the_same_office_file(tmp_path: Path) -> None:
    letter.write_docx(SHORT, tmp_path / "a.docx")
    letter.write_docx(SHORT, tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
