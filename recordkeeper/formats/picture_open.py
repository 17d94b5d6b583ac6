"""Picture files opened frame by frame, Pillow's and HEIC alike, with limits on what may be decoded.

Nothing here changes Pillow for others: its two global switches are set for the length of a call and put back.
"""

from __future__ import annotations

import datetime as dt
import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile

from recordkeeper.formats.tiff_pages import count_pages
from recordkeeper.records.reading import Format

MOST_PIXELS = 89_478_485  # Pillow's own warning limit, here an error; decoded RGB would be 270 MB
MOST_JPEG_PIXELS = 220_000_000  # a JPEG is decoded at an eighth of its size; phones make 200-megapixel ones
MOST_FRAMES = 2_000  # pages of a TIFF; Pillow takes a millisecond for each
_PIL_NAMES = {
    Format.JPEG: ("JPEG", "MPO"),
    Format.PNG: ("PNG",),
    Format.TIFF: ("TIFF",),
    Format.AVIF: ("AVIF",),
    Format.BMP: ("BMP", "DIB"),
    Format.GIF: ("GIF",),
    Format.JP2: ("JPEG2000",),
    Format.WEBP: ("WEBP",),
}
# What Pillow's readers raise over damaged files, found by mutating files of each format.
PICTURE_PROBLEMS = (
    OSError, ValueError, SyntaxError, EOFError, RuntimeError, TypeError, AttributeError, KeyError, IndexError,
    ZeroDivisionError, OverflowError, AssertionError, struct.error, MemoryError, Image.DecompressionBombError,
)  # fmt: skip
_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_TAKEN = (0x9003, 0x9004, 0x0132)  # DateTimeOriginal, DateTimeDigitized, DateTime
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class TooManyPixels(Exception):
    """A picture larger than may be decoded."""


class Frames:
    """The frames of one picture file. `image` is a Pillow image that stands at the frame last asked for."""

    def __init__(self, image: Image.Image, count: int, heif: Any = None) -> None:
        self._image = image
        self._heif = heif
        self.count = count

    def at(self, index: int) -> Image.Image:
        """Frame `index` from 0, not yet decoded where the format allows that. TooManyPixels when it must not be."""
        if self._heif is not None:
            width, height = self._heif[index].size
            _check(width * height, MOST_PIXELS)
            return self._heif[index].to_pillow()  # type: ignore[no-any-return]
        if index or self.count > 1:
            self._image.seek(index)
        limit = MOST_JPEG_PIXELS if self._image.format in ("JPEG", "MPO") else MOST_PIXELS
        _check(self._image.width * self._image.height, limit)
        return self._image

    def size(self, index: int) -> tuple[int, int]:
        """Width and height of frame `index` in pixels as stored (upright for TIFF and HEIC)."""
        if self._heif is not None:
            width, height = self._heif[index].size
            return width, height
        if index or self.count > 1:
            self._image.seek(index)
        return self._image.size


def _check(pixels: int, most: int) -> None:
    if pixels > most:
        raise TooManyPixels(pixels)


@contextmanager
def opened(path: Path, untrusted_format: Format) -> Iterator[Frames]:
    """Open a picture file. One of PICTURE_PROBLEMS when it is none."""
    limit = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None  # sizes are checked here, frame by frame
    try:
        if untrusted_format is Format.HEIC:
            from pi_heif.heif import open_heif

            heif = open_heif(path)
            yield Frames(Image.new("1", (1, 1)), min(len(heif), MOST_FRAMES), heif)
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on odd tags: what matters is whether it decodes
            # Further frames of a JPEG are previews and depth maps, those of a GIF or WebP a film.
            with Image.open(path, formats=_PIL_NAMES[untrusted_format]) as image:
                yield Frames(image, count_pages(path, MOST_FRAMES) if untrusted_format is Format.TIFF else 1)
    finally:
        Image.MAX_IMAGE_PIXELS = limit


@contextmanager
def truncated_allowed() -> Iterator[None]:
    """While this is open a picture that ends early decodes as far as it goes."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def orientation_of(image: Image.Image) -> int:
    """The EXIF orientation (1 to 8) still to be applied; Pillow turns TIFF itself, libheif HEIC, so for them 1."""
    if image.format in (None, "TIFF", "HEIF", "AVIF"):
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except PICTURE_PROBLEMS:
        return 1  # a broken EXIF block never costs the picture
    return value if value in _UPRIGHT else 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The picture turned the way it was held."""
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


def taken_of(image: Image.Image) -> str:
    """When the photo says it was taken, as ISO date and time, or ""."""
    try:
        exif = image.getexif()
        values = [exif.get_ifd(_EXIF_IFD).get(tag) for tag in _TAKEN[:2]] + [exif.get(_TAKEN[2])]
    except PICTURE_PROBLEMS:
        return ""
    return next((stamp for value in values if isinstance(value, str) and (stamp := _iso(value))), "")


def _iso(untrusted: str) -> str:
    """EXIF 2.3 4.6.5: "YYYY:MM:DD HH:MM:SS"; blanks where unknown."""
    text = untrusted.strip("\0 ")[:19]
    try:
        return dt.datetime.strptime(text, "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007  (the camera's own clock)
    except ValueError:
        return ""


def dots_per_inch(image: Image.Image) -> tuple[float, float]:
    """Across and down, 72 where the file says nothing believable. A fax has 204 across and 98 or 196 down."""
    untrusted = image.info.get("dpi")
    try:
        across, down = float(untrusted[0]), float(untrusted[1])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return 72.0, 72.0
    believable = all(math.isfinite(value) and 30 <= value <= 4800 for value in (across, down))
    if not believable or not 0.2 <= across / down <= 5:
        return 72.0, 72.0
    turned = image.format == "TIFF" and _turned_by_pillow(image)
    return (down, across) if turned else (across, down)


def _turned_by_pillow(image: Image.Image) -> bool:
    try:
        return int(image.getexif().get(_ORIENTATION, 1)) >= 5
    except PICTURE_PROBLEMS:
        return False
