"""Pictures: upright, square, with as many pages as they have, and never larger than may be decoded."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from recordkeeper.formats.picture import PictureHandler
from recordkeeper.records.reading import Condition, Format, Picture, Reading
from tests.fakes.trouble_files import png_of_many_pixels, tiff_whose_pages_go_in_a_circle
from tests.formats.good_files import fax, gradient, picture

HANDLER = PictureHandler()


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "x"
    path.write_bytes(data)
    return path


def read(tmp_path: Path, data: bytes, kind: Format) -> Reading:
    return HANDLER.read(saved(tmp_path, data), kind)


def array(painted: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    depth = 3 if painted.mode == "RGB" else 1
    return np.frombuffer(painted.pixels, np.uint8).reshape(painted.height, painted.width, depth)


def photo(orientation: int, taken: str = "") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    return picture("JPEG", quality=95, exif=exif)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_shown_as_the_camera_was_held(tmp_path: Path, orientation: int) -> None:
    upright = np.asarray(gradient(), np.int16)
    stored = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1), 7: upright[::-1, ::-1].transpose(1, 0, 2), 8: np.rot90(upright, -1),
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.fromarray(stored.astype(np.uint8)).save(out, "JPEG", quality=98, subsampling=0, exif=exif)
    path = saved(tmp_path, out.getvalue())
    (page,) = HANDLER.read(path, Format.JPEG).pages
    assert (page.width, page.height) == (64, 48)
    shown = array(HANDLER.render(path, Format.JPEG, 1, 72, ()))
    assert shown.shape == (48, 64, 3)
    assert np.abs(shown.astype(np.int16) - upright).mean() < 4


@pytest.mark.parametrize(
    ("taken", "expected"), [("2021:03:04 05:06:07", "2021-03-04T05:06:07"), ("0000:00:00 00:00:00", ""), ("x", "")]
)
def test_a_photo_says_when_it_was_taken(tmp_path: Path, taken: str, expected: str) -> None:
    assert read(tmp_path, photo(1, taken), Format.JPEG).taken == expected


def test_a_fax_has_its_pages_and_square_dots(tmp_path: Path) -> None:
    path = saved(tmp_path, fax(3, dpi=(204, 98)))
    reading = HANDLER.read(path, Format.TIFF)
    assert reading.page_count == len(reading.pages) == 3
    assert all(page.picture_only for page in reading.pages)
    assert (reading.pages[0].width, reading.pages[0].height) == pytest.approx((144, 144))
    pictures = [HANDLER.render(path, Format.TIFF, number, 100, ()) for number in (1, 2, 3)]
    assert all(abs(each.width - each.height) <= 1 for each in pictures)
    assert len({each.pixels for each in pictures}) == 3
    with pytest.raises(IndexError):
        HANDLER.render(path, Format.TIFF, 4, 100, ())


def test_pages_that_point_at_each_other_end(tmp_path: Path) -> None:
    reading = read(tmp_path, tiff_whose_pages_go_in_a_circle(), Format.TIFF)
    assert (reading.page_count or 1) < 5


def test_further_frames_of_photos_and_films_are_not_pages(tmp_path: Path) -> None:
    out = io.BytesIO()
    gradient().save(out, "GIF", save_all=True, append_images=[gradient().rotate(90), gradient().rotate(180)])
    assert read(tmp_path, out.getvalue(), Format.GIF).page_count == 1


def test_a_photo_that_ends_early_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    data = picture("JPEG", size=(640, 480), quality=90)
    reading = read(tmp_path, data[: len(data) * 2 // 3], Format.JPEG)
    assert (reading.condition, reading.reason_code) == (Condition.READ, "picture_cut_short")
    shown = array(HANDLER.render(tmp_path / "x", Format.JPEG, 1, 72, ()))
    assert np.ptp(shown[:200]) > 100


def test_a_photo_of_which_nothing_is_left_is_unreadable(tmp_path: Path) -> None:
    data = picture("JPEG", size=(640, 480), quality=90)
    start = data.index(b"\xff\xda") + 14
    reading = read(tmp_path, data[:start], Format.JPEG)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "damaged")


def test_a_picture_of_too_many_pixels_is_never_decoded(tmp_path: Path) -> None:
    reading = read(tmp_path, png_of_many_pixels(), Format.PNG)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "too_large")
    with pytest.raises(ValueError, match="too_large"):
        HANDLER.render(tmp_path / "x", Format.PNG, 1, 72, ())


def test_switches_of_the_library_are_put_back(tmp_path: Path) -> None:
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    for data in (picture("JPEG"), picture("JPEG")[:400], b"\xff\xd8\xff", png_of_many_pixels()):
        read(tmp_path, data, Format.JPEG)
    assert before == (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I", "F", "I;16", "LAB", "YCbCr"])
def test_every_mode_of_pixels_can_be_shown(tmp_path: Path, mode: str) -> None:
    grey = gradient().convert("L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey, np.uint16) * 16)
    elif mode == "LAB":
        image = Image.merge("LAB", [grey, grey, grey])
    else:
        image = (gradient() if mode != "LA" else grey).convert(mode)
    out = io.BytesIO()
    image.save(out, "TIFF")
    path = saved(tmp_path, out.getvalue())
    assert HANDLER.read(path, Format.TIFF).condition is Condition.READ
    shown = array(HANDLER.render(path, Format.TIFF, 1, 72, ()))
    assert np.ptp(shown) > 100


def test_clear_parts_are_white_paper(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    shown = HANDLER.render(saved(tmp_path, out.getvalue()), Format.PNG, 1, 72, ())
    assert set(shown.pixels) == {255}


@pytest.mark.parametrize("dots", [(0, 0), (1, 1), (10**9, 10**9), (300, 1)])
def test_unbelievable_dots_are_not_believed(tmp_path: Path, dots: tuple[int, int]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = picture("TIFF", dpi=dots)
    (page,) = read(tmp_path, data, Format.TIFF).pages
    assert (page.width, page.height) == (64, 48)


def test_marks_are_tinted_on_the_upright_picture(tmp_path: Path) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (200, 100), "white").save(out, "JPEG", exif=exif)
    path = saved(tmp_path, out.getvalue())
    shown = array(HANDLER.render(path, Format.JPEG, 1, 72, ((10, 150, 40, 180),)))  # type: ignore[arg-type]
    assert shown.shape == (200, 100, 3)
    assert shown[165, 25, 2] < 150 < shown[20, 80, 2]


def test_a_small_picture_is_not_blown_up_and_a_large_one_is_capped(tmp_path: Path) -> None:
    path = saved(tmp_path, picture("PNG"))
    assert HANDLER.render(path, Format.PNG, 1, 600, ()).width == 64
    path = saved(tmp_path, picture("JPEG", size=(6000, 4000), quality=30))
    shown = HANDLER.render(path, Format.JPEG, 1, 600, ())
    assert 10_000_000 < shown.width * shown.height <= 16_000_000
