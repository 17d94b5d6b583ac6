"""A MuPDF page to pixels, upright, at most 16 million of them, and the tint of marked words."""

from __future__ import annotations

import math

import numpy as np
import pymupdf
from numpy.typing import NDArray

from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import Picture

MOST_PIXELS = 16_000_000
TINT = (255, 226, 110)  # a marker's yellow; multiplied, so that print under it stays black
POINTS_PER_INCH = 72.0


def paint_page(page: pymupdf.Page, dpi: float, marks: tuple[Box, ...]) -> Picture:
    """Return `page` as people read it, annotations and form fields shown. ValueError when it cannot be painted."""
    scale = scale_within(page.rect.width, page.rect.height, dpi)
    matrix = pymupdf.Matrix(scale, scale)
    try:
        pixmap = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False, annots=True)
    except (pymupdf.mupdf.FzErrorBase, RuntimeError) as problem:
        raise ValueError("page cannot be painted") from problem
    dpi = scale * POINTS_PER_INCH
    if not marks:
        return Picture(pixmap.width, pixmap.height, "RGB", bytes(pixmap.samples_mv), page.rotation, dpi)
    pixels = np.frombuffer(pixmap.samples_mv, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()
    to_pixels = page.rotation_matrix * matrix
    tint(pixels, [Box(*(pymupdf.Rect(box) * to_pixels)) for box in marks])
    return Picture(pixmap.width, pixmap.height, "RGB", pixels.tobytes(), page.rotation, dpi)


def scale_within(width: float, height: float, dpi: float) -> float:
    """Pixels a point for `dpi`, lowered so that a page makes at most MOST_PIXELS. ValueError: it has no area."""
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0 and dpi > 0):
        raise ValueError("page has no area")
    wanted = dpi / POINTS_PER_INCH
    # Half a pixel may be added at each edge; never let a side become nothing.
    most = 0.999 * math.sqrt(MOST_PIXELS / (width * height))
    most = min(most, (MOST_PIXELS / 2) / max(width, height))
    return min(wanted, most)


def tint(pixels: NDArray[np.uint8], boxes: list[Box]) -> None:
    """Colour the boxes (in pixels) of an RGB picture in place, as a marker pen does."""
    height, width = pixels.shape[:2]
    colour = np.array(TINT, np.uint16)
    for box in boxes:
        left, right = sorted((_within(box.x0 - 1, width), _within(box.x1 + 1, width)))
        top, bottom = sorted((_within(box.y0 - 1, height), _within(box.y1 + 1, height)))
        part = pixels[top:bottom, left:right]
        part[:] = (part.astype(np.uint16) * colour // 255).astype(np.uint8)


def _within(value: float, most: int) -> int:
    return int(min(max(value, 0), most)) if math.isfinite(value) else 0
