"""How sure the numbers of a picture are: vouched for by two readers, or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from recordkeeper.formats import ocr_second
from recordkeeper.formats.ocr_second import SecondReader
from recordkeeper.formats.ocr_tesseract import SeenWord
from recordkeeper.records.reading import WordBoxes

PAGE = Image.fromarray(np.full((400, 400), 245, np.uint8), "L")


class Saying(SecondReader):
    """A second reader that says of each place what it is told to, and how sure it is."""

    def __init__(self, said: dict[float, tuple[str, float]]) -> None:
        self._said = said

    def _read(self, flat: Image.Image, box: tuple[float, float, float, float]) -> list[ocr_second.Letter]:
        del flat
        text, sure = self._said.get(box[0], ("", 0.0))
        return [(letter, sure, box[0] + at) for at, letter in enumerate(text)]


def word(text: str, left: float, sure: float = 0.9) -> SeenWord:
    return SeenWord(text, sure, False, 1, left, 10, left + 20, 20, 8, 22)


NUMBERS = [word(f"{at}.5", 40.0 * at) for at in range(1, 9)]


def vouched(said: dict[float, tuple[str, float]], words: list[SeenWord] | None = None) -> list[float]:
    seen = Saying(said).vouched(words or NUMBERS, NUMBERS, PAGE)
    return [each.sure for each in seen]


def test_a_number_both_see_alike_is_sure_and_one_they_see_differently_is_not() -> None:
    said = {each.left: (each.text, 0.99) for each in NUMBERS}
    said[NUMBERS[1].left] = ("25", 0.99)  # this reader lost the point
    said[NUMBERS[2].left] = ("3.5", 0.5)
    sure = vouched(said)
    assert sure[0] >= 0.95
    assert sure[1] < 0.5
    assert sure[2] < 0.9
    assert min(sure[3:]) >= 0.95


def test_a_point_only_the_second_saw_is_there_and_asked_about() -> None:
    lost = replace(NUMBERS[0], text="15")
    (seen, *_) = Saying({NUMBERS[0].left: ("1.5", 0.99)}).vouched([lost, *NUMBERS[1:]], [lost, *NUMBERS[1:]], PAGE)
    assert seen.text == "1.5"
    assert seen.sure < 0.9


def test_what_only_the_second_saw_has_nobody_to_vouch_for_it() -> None:
    own = replace(NUMBERS[0], text="9.5", sure=0.99)
    same = replace(NUMBERS[1], sure=0.99)
    sure = vouched({each.left: (each.text, 0.99) for each in NUMBERS}, [own, same, *NUMBERS[2:]])
    assert sure[0] < 0.5
    assert sure[1] >= 0.95


def test_prose_is_left_as_it_is() -> None:
    words = [word("word", 5.0 * at) for at in range(100)] + NUMBERS[:3]
    assert vouched({}, words) == [each.sure for each in words]


def test_each_word_of_a_page_keeps_its_own_certainty() -> None:
    pytest.importorskip("tesserocr")
    from recordkeeper.formats.ocr import OcrReader
    from recordkeeper.records.reading import Picture

    image = _printed()
    read = OcrReader().read(Picture(image.width, image.height, "L", image.tobytes()), 200)
    assert isinstance(read.words, WordBoxes)
    assert len(read.sure) == len(read.words) > 10
    numbers = [
        sure
        for each, sure in zip(read.words, read.sure, strict=True)
        if read.text[each.start : each.end].replace(".", "").isdigit()
    ]
    assert len(numbers) >= 8
    assert max(numbers) > 90


def _printed() -> Image.Image:
    import pymupdf

    document = pymupdf.open()
    page = document.new_page(width=300, height=200)
    for at in range(12):
        page.insert_text((20, 20 + 14 * at), f"Sodium  {at + 1}.{at}5   mmol", fontsize=10)
    pixmap = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
