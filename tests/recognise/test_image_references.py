"""Reports point at images in many ways; each is found once, and what is no pointing is left."""

from __future__ import annotations

import pytest

from recordkeeper.recognise.image_references import image_references


def found(text: str) -> list[tuple[int | None, int, int]]:
    return [(each.series, each.first, each.last) for each in image_references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A nodule (series 4, image 57) is stable.", (4, 57, 57)),
        ("hilum (series #9 images #8-13; see there)", (9, 8, 13)),
        ("Series 4 / Image 57", (4, 57, 57)),
        ("best seen on image 57 of series 4.", (4, 57, 57)),
        ("Image 12, series 3", (3, 12, 12)),
        ("images 12-15 in series 3", (3, 12, 15)),
        ("(se 4 im 57)", (4, 57, 57)),
        ("Ser. 4, Img. 57", (4, 57, 57)),
        ("serie 4, imagen 57", (4, 57, 57)),
        ("imagen 57 de la serie 4", (4, 57, 57)),
        ("imágenes 5 a 9 de la serie 2", (2, 5, 9)),
        ("series 4\nimage 57", (4, 57, 57)),
    ],
)
def test_each_way_of_pointing_is_understood(text: str, expected: tuple[int, int, int]) -> None:
    assert found(text) == [expected]


def test_an_image_of_so_many_says_which_run_it_is_of() -> None:
    (reference,) = image_references("normal morphology (image #33/68). There is")
    assert (reference.series, reference.first, reference.of) == (None, 33, 68)
    assert reference.words == "image #33/68"
    assert image_references("image 70/68") == ()


def test_several_in_one_sentence_each_once_in_order() -> None:
    text = (
        "intact (series #105 images #4-7; series #102 images #10-22). series 105, images 4-7. image 3 of series 9"
    )
    assert found(text) == [(105, 4, 7), (102, 10, 22), (9, 3, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "A series of images was obtained.",
        "CT 04/57 of the chest, 12 images",
        "series 4 was reviewed. 12 images were lost",
        "Images 12 and the rest",
        "the image quality of series is good",
        "time series 4 5",
    ],
)
def test_what_is_no_pointing_is_left(text: str) -> None:
    assert found(text) == []


def test_a_run_backwards_is_its_first_image() -> None:
    assert found("series 2 image 9-4") == [(2, 9, 9)]
