"""PNGs made here are read by others as the same pixels."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from recordkeeper.preview.png import png_bytes, write_png
from recordkeeper.records.reading import Picture


@settings(deadline=None)
@given(st.sampled_from(["L", "RGB"]), st.integers(1, 12), st.integers(1, 12), st.data())
def test_pixels_come_back_exactly(mode: str, width: int, height: int, data: st.DataObject) -> None:
    size = width * height * (3 if mode == "RGB" else 1)
    pixels = data.draw(st.binary(min_size=size, max_size=size))
    with Image.open(io.BytesIO(png_bytes(Picture(width, height, mode, pixels)))) as image:
        assert (image.format, image.mode, image.size) == ("PNG", mode, (width, height))
        assert image.tobytes() == pixels


def test_a_png_is_written_to_its_place(tmp_path: Path) -> None:
    write_png(tmp_path / "page.png", Picture(2, 1, "RGB", bytes(range(6))))
    with Image.open(tmp_path / "page.png") as image:
        assert image.getpixel((1, 0)) == (3, 4, 5)
