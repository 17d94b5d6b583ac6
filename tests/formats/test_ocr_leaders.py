"""Rows of dots from a name to its value are taken out; points of numbers, ellipses and colons stay."""

from __future__ import annotations

import numpy as np
import pymupdf
import pytest
from PIL import Image

from recordkeeper.formats.ocr_leaders import unled

X_HEIGHT = 13.0


def printed(*lines: str, font: str = "cour") -> Image.Image:
    """Lines of print at 200 dots an inch, x some 13 dots tall."""
    document = pymupdf.open()
    page = document.new_page(width=400, height=30 + 16 * len(lines))
    for number, line in enumerate(lines):
        page.insert_text((10, 20 + 16 * number), line, fontname=font, fontsize=10)
    dots = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (dots.width, dots.height), dots.samples)


def ink(image: Image.Image) -> int:
    return int((np.asarray(image) < 150).sum())


@pytest.mark.parametrize("font", ["cour", "helv", "tiro"])
def test_a_row_of_dots_goes_and_the_words_beside_it_stay(font: str) -> None:
    led, bare = unled(printed(f"SODIUM{'.' * 30}  140", font=font), X_HEIGHT), printed("SODIUM", "", font=font)
    assert ink(led) < 1.6 * ink(bare)  # name and value, no dots
    again = printed("HEMOGLOBIN  12.5 ... 1.2.3", "Time: 08:15; Dr. A. B. C.", "i i i i i i j j", font=font)
    assert unled(again, X_HEIGHT) is again


def test_rows_stay_rows_where_paper_leans_a_little() -> None:
    leaning = printed(f"SODIUM{'.' * 30}  140").rotate(0.15, Image.Resampling.BICUBIC, fillcolor=255)
    assert ink(unled(leaning, X_HEIGHT)) < 0.75 * ink(leaning)


def test_an_empty_picture_is_left_as_it_is() -> None:
    empty = Image.new("L", (50, 40), 245)
    assert unled(empty, X_HEIGHT) is empty
