"""Pixels of every mode Pillow has, brought to 8-bit grey or RGB as a person should see them."""

from __future__ import annotations

import numpy as np
from PIL import Image

_DEEP = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
_CLEAR = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


def to_plain_pixels(image: Image.Image) -> Image.Image:
    """Return `image` in mode "L" or "RGB": clear parts on white paper, deep grey stretched to what is in it."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode in _DEEP:
        return _stretched(image)
    if image.mode in _CLEAR or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return image.convert("RGB")


def shows_something(image: Image.Image) -> bool:
    """True when the pixels are not all the same, as they are when nothing was decoded."""
    extrema = to_plain_pixels(image).getextrema()
    pairs = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return any(low != high for low, high in pairs)


def _stretched(image: Image.Image) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if low >= 0 and high <= 255 and image.mode in ("I", "F"):
        return Image.fromarray(values.astype(np.uint8), "L")
    span = (high - low) or 1.0
    return Image.fromarray(((values - low) * (255.0 / span)).astype(np.uint8), "L")
