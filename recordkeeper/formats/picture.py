"""Photos and scans kept as pictures: JPEG, PNG, TIFF with many pages, HEIC and others Pillow opens.

The page of a picture is the picture upright: its width, height and boxes are those of the turned photo.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from recordkeeper.formats.paint import scale_within, tint
from recordkeeper.formats.picture_open import (
    MOST_FRAMES,
    PICTURE_PROBLEMS,
    Frames,
    TooManyPixels,
    dots_per_inch,
    opened,
    orientation_of,
    taken_of,
    truncated_allowed,
    upright,
)
from recordkeeper.formats.picture_pixels import shows_something, to_plain_pixels
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.reading import Condition, Format, PageText, Picture, Reading

_POINTS = 72.0
_TURNED_BY = frozenset({5, 6, 7, 8})  # EXIF orientations that exchange width and height


class PictureHandler:
    """Reads and paints still pictures."""

    name = "picture"
    version = 1
    formats = frozenset(
        {
            Format.JPEG,
            Format.PNG,
            Format.TIFF,
            Format.HEIC,
            Format.AVIF,
            Format.BMP,
            Format.GIF,
            Format.JP2,
            Format.WEBP,
        }
    )

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """Pages without text, one a frame; the first was decoded. UNREADABLE `damaged` or `too_large`."""
        reader = Reader(self.name, self.version)
        try:
            return _read(path, untrusted_format, reader)
        except TooManyPixels:
            return Reading(untrusted_format, reader, Condition.UNREADABLE, "too_large")
        except PICTURE_PROBLEMS:
            pass  # perhaps only its end is missing
        try:
            with truncated_allowed():
                return _read(path, untrusted_format, reader, "picture_cut_short")
        except (TooManyPixels, *PICTURE_PROBLEMS):
            return Reading(untrusted_format, reader, Condition.UNREADABLE, "damaged")

    def render(
        self, path: Path, untrusted_format: Format, page: int, dpi: float, marks: tuple[Box, ...]
    ) -> Picture:
        """Return frame `page` upright, dots square. IndexError: there is none; ValueError: it does not decode."""
        try:
            with opened(path, untrusted_format) as frames, truncated_allowed():
                if not 1 <= page <= frames.count:
                    raise IndexError(page)
                return _painted(frames.at(page - 1), dpi, marks)
        except TooManyPixels as problem:
            raise ValueError("too_large") from problem
        except IndexError:
            raise
        except PICTURE_PROBLEMS as problem:
            raise ValueError("damaged") from problem


def _read(path: Path, untrusted_format: Format, reader: Reader, reason_code: str = "") -> Reading:
    """Raises when the first frame does not decode, or, with `reason_code`, when nothing of it can be seen."""
    with opened(path, untrusted_format) as frames:
        pages = tuple(_page(frames, index) for index in range(frames.count))
        first = frames.at(0)
        taken = taken_of(first)
        first.draft(
            "RGB", (max(1, first.width // 8), max(1, first.height // 8))
        )  # decoding a JPEG small costs a fifth
        first.load()
        if reason_code and not shows_something(first):
            raise ValueError("nothing decodes")
        if frames.count == MOST_FRAMES and not reason_code:
            reason_code = "only_start_read"
    return Reading(
        untrusted_format, reader, reason_code=reason_code, page_count=frames.count, pages=pages, taken=taken
    )


def _page(frames: Frames, index: int) -> PageText:
    try:
        image = frames.at(index)
        width, height = _points(image, *frames.size(index))
    except (TooManyPixels, *PICTURE_PROBLEMS):  # a later frame may be damaged: it has a page, of unknown size
        width, height = 0.0, 0.0
    return PageText(index + 1, "", width, height, picture_only=True)


def _points(image: Image.Image, width: int, height: int) -> tuple[float, float]:
    """Width and height of the upright picture in points."""
    across, down = dots_per_inch(image)
    size = width / across * _POINTS, height / down * _POINTS
    return (size[1], size[0]) if orientation_of(image) in _TURNED_BY else size


def _painted(image: Image.Image, dpi: float, marks: tuple[Box, ...]) -> Picture:
    orientation = orientation_of(image)
    across, down = dots_per_inch(image)
    page_width, page_height = _points(image, *image.size)
    finest = max(across, down)
    scale = scale_within(page_width, page_height, min(dpi, finest))  # never more dots than the picture has
    size = (
        max(1, round(image.width / across * _POINTS * scale)),
        max(1, round(image.height / down * _POINTS * scale)),
    )
    image.draft("RGB" if image.mode != "L" else "L", size)
    plain = to_plain_pixels(image)
    if plain.size != size:
        plain = plain.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    plain = upright(plain, orientation)
    if marks:
        plain = _tinted(plain, [Box(*(side * scale for side in box)) for box in marks])
    return Picture(plain.width, plain.height, plain.mode, plain.tobytes(), dpi=scale * _POINTS)


def _tinted(image: Image.Image, boxes: list[Box]) -> Image.Image:
    pixels = np.array(image.convert("RGB"))
    tint(pixels, boxes)
    return Image.fromarray(pixels, "RGB")
