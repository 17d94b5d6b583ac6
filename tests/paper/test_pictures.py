"""Tests of recordkeeper.paper.pictures."""

from __future__ import annotations

import io

from PIL import Image

from recordkeeper.paper.pictures import encode
from recordkeeper.records.reading import Picture


def test_black_and_white_stays_exact_and_small() -> None:
    pixels = bytes(255 if (n // 7) % 2 else 0 for n in range(200 * 100))
    data = encode(Picture(200, 100, "L", pixels))
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "PNG"
        assert image.convert("L").tobytes() == pixels
    assert len(data) < 2500


def test_a_photo_becomes_a_jpeg_close_to_what_was_painted() -> None:
    pixels = b"".join(bytes((x, y, 120)) for y in range(100) for x in range(200))
    with Image.open(io.BytesIO(encode(Picture(200, 100, "RGB", pixels)))) as image:
        assert image.format == "JPEG"
        shown = image.convert("RGB").tobytes()
    assert max(abs(one - two) for one, two in zip(pixels, shown, strict=True)) < 24
