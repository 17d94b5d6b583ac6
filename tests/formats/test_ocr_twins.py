"""A word told twice is told once; neighbours and lines above each other stay."""

from __future__ import annotations

from recordkeeper.formats.ocr_tesseract import SeenWord
from recordkeeper.formats.ocr_twins import untwinned


def word(text: str, left: float, right: float, top: float = 100.0, *, upright: bool = True) -> SeenWord:
    return SeenWord(text, 0.9, False, 1, left, top, right, top + 20, top, top + 20, upright)


def texts(*words: SeenWord) -> list[str]:
    return [each.text for each in untwinned(words)]


def test_what_lies_over_a_longer_word_is_dropped() -> None:
    assert texts(word("[3.3-19.4]", 100, 240), word(".4]", 205, 240), word("mg/L", 300, 350)) == [
        "[3.3-19.4]",
        "mg/L",
    ]
    assert texts(word("19", 120, 150), word("15,191.5", 100, 240), word("1", 230, 245)) == ["15,191.5", "1"]


def test_a_word_with_the_box_of_its_whole_cell_hides_nothing() -> None:
    assert texts(word("20", 100, 180), word("-", 135, 145), word("29", 155, 180)) == ["20", "-", "29"]


def test_neighbours_other_lines_and_words_along_the_margin_stay() -> None:
    assert texts(word("4.9", 100, 150), word("H", 148, 160)) == ["4.9", "H"]
    assert texts(word("15.0", 100, 150), word("15.1", 100, 150, 125)) == ["15.0", "15.1"]
    assert texts(word("COPY", 100, 240), word("9", 150, 160, upright=False)) == ["COPY", "9"]
