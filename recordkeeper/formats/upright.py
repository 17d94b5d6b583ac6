"""A painted page turned so that its text stands upright and its lines run level. The file stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from recordkeeper.records.reading import Picture

LEAST_SKEW = 1.0  # degrees; less does not disturb anybody, and levelling softens the letters
_CHANNELS = {"L": 1, "RGB": 3}
_PAPER: dict[str, float | tuple[float, ...]] = {"L": 255, "RGB": (255, 255, 255)}


def upright(picture: Picture, turn: int, skew: float) -> Picture:
    """`picture` turned clockwise by `turn` degrees (a multiple of 90), then levelled by `skew` degrees clockwise.

    `turned` of the result counts the quarter turns; its size after levelling is the same, corners are cut or white.
    """
    if abs(skew) >= LEAST_SKEW:
        return _levelled(_turned(picture, turn), skew)
    return _turned(picture, turn)


def _turned(picture: Picture, turn: int) -> Picture:
    if not turn:
        return picture
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, _CHANNELS[picture.mode])
    rows = np.rot90(rows, -(turn // 90))
    height, width = rows.shape[:2]
    return replace(picture, width=width, height=height, pixels=rows.tobytes(), turned=(picture.turned + turn) % 360)


def _levelled(picture: Picture, skew: float) -> Picture:
    size = (picture.width, picture.height)
    image = Image.frombuffer(picture.mode, size, picture.pixels, "raw", picture.mode, 0, 1)
    level = image.rotate(-skew, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER[picture.mode])
    return replace(picture, pixels=level.tobytes())
