"""A picture laid flat for reading, turned, straightened and scaled in one step, and the way back for its boxes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from recordkeeper.formats.ocr_stance import Stance
from recordkeeper.records.provenance import Box

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
WHITE = 255


def turned(picture: Image.Image, degrees: int) -> Image.Image:
    """`picture` turned clockwise by 0, 90, 180 or 270 degrees."""
    return picture.transpose(_TURNS[degrees]) if degrees else picture


@dataclass(frozen=True, slots=True)
class Flat:
    """A flattened picture, and how its places map back to those of the picture it was made of."""

    image: Image.Image
    turned: int  # degrees clockwise, first of all
    skew: float  # degrees, of the lines after turning
    x_height: float  # dots on the flattened picture
    _source: tuple[int, int]  # width and height of the picture as given
    _back: tuple[float, ...]  # Pillow's eight numbers of a perspective: from here to the turned picture

    def box_on_source(self, box: tuple[float, float, float, float]) -> Box:
        """The upright rectangle around `box` on the picture as given, within its edges."""
        corners = [self._on_source(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        width, height = self._source
        across = [min(max(x, 0.0), float(width)) for x, _ in corners]
        down = [min(max(y, 0.0), float(height)) for _, y in corners]
        return Box(min(across), min(down), max(across), max(down))

    def _on_source(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f, g, h = self._back
        deep = g * x + h * y + 1.0
        x, y = (a * x + b * y + c) / deep, (d * x + e * y + f) / deep
        width, height = self._source
        if self.turned == 90:
            return y, height - x
        if self.turned == 180:
            return width - x, height - y
        if self.turned == 270:
            return width - y, x
        return x, y


def flattened(picture: Image.Image, degrees: int, stance: Stance, scale: float) -> Flat:
    """Turn `picture` by `degrees`, then lay it straight by its `stance` (in dots of the turned picture)."""
    upright = turned(picture, degrees)
    width, height = upright.size
    angle = math.atan(stance.lean)
    cosine, sine = math.cos(angle), math.sin(angle)
    across, down = width * cosine + height * abs(sine), height * cosine + width * abs(sine)
    here: list[tuple[float, float]] = []
    there: list[tuple[float, float]] = []
    for right in (-width / 2, width / 2):
        for below in (-height / 2, height / 2):
            x, y = right * cosine - below * sine, right * sine + below * cosine
            there.append((width / 2 + x, height / 2 + y + right * stance.change * below))
            here.append(((right + across / 2) * scale, (below + down / 2) * scale))
    back = _perspective(here, there)
    size = max(1, round(across * scale)), max(1, round(down * scale))
    if size == upright.size and abs(stance.lean) < 1e-6 and not stance.change:
        return Flat(upright, degrees, 0.0, stance.x_height, picture.size, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0))
    image = upright.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC, fillcolor=WHITE)
    return Flat(image, degrees, math.degrees(angle), stance.x_height * scale, picture.size, back)


def _perspective(here: list[tuple[float, float]], there: list[tuple[float, float]]) -> tuple[float, ...]:
    """The perspective that takes four points `here` to four points `there`."""
    rows: list[list[float]] = []
    wanted: list[float] = []
    for (u, v), (x, y) in zip(here, there, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        wanted += [x, y]
    return tuple(float(number) for number in np.linalg.solve(np.array(rows), np.array(wanted)))
