"""Short cells that stand alone in a column of their own on a scan are found where no word covers their ink."""

from __future__ import annotations

import numpy as np
from PIL import Image

from recordkeeper.formats.ocr_lone import lone_letters
from recordkeeper.formats.ocr_tesseract import SeenWord

WIDE, TALL = 400, 200


def word(text: str, left: float, top: float, right: float) -> SeenWord:
    return SeenWord(text, 0.9, False, 1, left, top + 4, right, top + 16, top, top + 20)


WORDS = [
    word("Sodium", 10, 20, 80),
    word("140", 150, 20, 180),
    word("Potassium", 10, 60, 90),
    word("6.1", 150, 60, 180),
]


def page(*ink: tuple[int, int, int, int]) -> Image.Image:
    """A page with the ink of the words, and of these boxes."""
    dots = np.full((TALL, WIDE), 245, np.uint8)
    for each in WORDS:
        dots[int(each.top) : int(each.bottom), int(each.left) : int(each.right)] = 20
    for x0, y0, x1, y1 in ink:
        dots[y0:y1, x0:x1] = 20
    return Image.fromarray(dots, "L")


def found(
    image: Image.Image, said: str = "H", sure: float = 0.95
) -> tuple[list[SeenWord], list[tuple[float, float, float, float]]]:
    asked: list[tuple[float, float, float, float]] = []

    def read(_page: Image.Image, box: tuple[float, float, float, float]) -> list[tuple[str, float, float]]:
        asked.append(box)
        return [(letter, sure, 0.0) for letter in said]

    return lone_letters(WORDS, image, read), asked


def test_a_letter_by_itself_is_found_on_its_line() -> None:
    (mark,), asked = found(page((250, 64, 260, 76)))
    assert (mark.text, mark.left, mark.right) == ("H", 250, 260)
    assert (mark.line_top, mark.line_bottom) == (60, 80)
    assert len(asked) == 1


def test_ink_of_words_rules_specks_and_between_lines_is_not_asked_about() -> None:
    for ink in (
        (185, 62, 192, 77),
        (250, 40, 252, 130),
        (250, 70, 251, 71),
        (230, 66, 390, 68),
        (250, 90, 260, 100),
    ):
        marks, asked = found(page(ink))
        assert (marks, asked) == ([], []), ink


def test_a_bound_or_a_unit_by_itself_is_found_and_a_number_one_reader_saw_is_asked_about() -> None:
    for said in ("7", "fL", "K/uL", "(H)", "%", "<5"):
        (cell,), _ = found(page((250, 64, 260, 76), (263, 64, 275, 76)), said)
        assert (cell.text, cell.left, cell.right, cell.sure) == (said, 250, 275, 0.8)


def test_a_star_may_stand_close_behind_its_number_and_nothing_else_may() -> None:
    (star,), _ = found(page((185, 63, 193, 71)), "*")
    assert (star.text, star.left, star.right) == ("*", 185, 193)
    assert found(page((185, 63, 193, 71)), "7")[0] == []
    (star,), _ = found(page((250, 64, 258, 69)), "*")
    assert star.text == "*"


def test_what_is_no_cell_or_not_sure_is_left() -> None:
    for said in (".", "--", "|", "7 ~", "l]["):
        assert found(page((250, 64, 260, 76)), said)[0] == []
    assert found(page((250, 64, 260, 76)), "7", 0.85)[0] == []
    assert found(page((250, 64, 260, 76)), "H", 0.5)[0] == []
    assert found(page((250, 64, 260, 76)), "")[0] == []
