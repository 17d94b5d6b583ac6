"""Raised digits of footnotes in PDFs are told apart from the numbers before them."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from recordkeeper.formats.registry import Registry
from recordkeeper.paths import resources

NUMBERS = "1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0"


def page_text(folder: Path, *, raised: float, size: float, numbers: str = NUMBERS) -> str:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((50, 50), numbers, fontsize=10)
    page.insert_text((50, 100), "98", fontsize=10)
    end = 50 + pymupdf.get_text_length("98", fontsize=10)
    page.insert_text((end, 100 - raised), "3", fontsize=size)
    path = folder / "page.pdf"
    document.save(path)
    (read,) = Registry(resources()).read(path, path.name).pages
    for word in read.words:
        assert read.text[word.start : word.end].strip() == read.text[word.start : word.end]
    return read.text


def test_a_raised_digit_is_a_letter_of_its_own(tmp_path: Path) -> None:
    assert page_text(tmp_path, raised=3.5, size=6).endswith("98³")


def test_a_digit_on_the_line_is_part_of_the_number(tmp_path: Path) -> None:
    assert page_text(tmp_path, raised=0, size=10).endswith("983")


def test_pages_without_numbers_are_left_as_they_are(tmp_path: Path) -> None:
    assert page_text(tmp_path, raised=3.5, size=6, numbers="words only").endswith("983")
