"""Pictures of paper made even for reading (never for showing): shadows lifted off, scanner streaks taken out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

_WHITE = 245.0  # what paper becomes; a little room above it keeps noise from being cut off
_PAPER = 0.8  # of the dots around, how many are darker than paper: print never covers more
_DARK = 0.5  # of the paper's light; less is a black box in the page, or what lies around it
_BLOCKS = 40  # across the shorter side: a block is some lines of print high
_STREAK = 25  # levels darker than both sides
_ACROSS = 420  # a streak is at most 1/210 of the page wide (4 dots at 100 dpi)
_BANDS = 44  # in each of which a streak must be seen
_RULE_ACROSS, _RULE_DOWN = 8.0, 6.0  # x-heights long: no letter is, not even those of a title
_RULE_THICK = 0.35  # x-heights: less than the stem of a bold letter
_UNBROKEN = 0.85
_LONGEST_PRINT = 5  # one in so many bands: no letter is that tall, scanner streaks and table rules are


def evened(grey: Image.Image) -> Image.Image:
    """Return a picture in mode "L" with its paper white all over; black boxes with white letters stay black."""
    step = max(1, min(grey.size) // 400)  # the light changes slowly: a smaller picture shows it
    paper, block = _paper(np.asarray(grey.reduce(step) if step > 1 else grey))
    across = paper.shape[1] * block * step, paper.shape[0] * block * step
    light = Image.fromarray(paper).resize(across, Image.Resampling.BILINEAR)
    levels = np.asarray(grey, dtype=np.float32) * (_WHITE / np.asarray(light)[: grey.height, : grey.width])
    return Image.fromarray(np.minimum(levels, 255.0).astype(np.uint8))


def _paper(grey: Grey) -> tuple[NDArray[np.float32], int]:
    """The light of the paper block by block, and how many dots a block is wide."""
    block = max(8, min(grey.shape) // _BLOCKS)
    down, across = -(-grey.shape[0] // block), -(-grey.shape[1] // block)
    spare = ((0, down * block - grey.shape[0]), (0, across * block - grey.shape[1]))
    blocks = np.pad(grey, spare, mode="edge").reshape(down, block, across, block).swapaxes(1, 2)
    rank = int(block * block * _PAPER)
    light = np.partition(blocks.reshape(down, across, block * block), rank, axis=2)[:, :, rank].astype(np.float32)
    usual = float(np.percentile(light, 90))
    dark = light < _DARK * usual
    light[dark & ~_reached_from_the_edge(dark)] = usual
    return np.maximum(light, 12.0), block  # pure black is left black


def _reached_from_the_edge(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The dark blocks joined to the picture's edge: a table top or a shadow, under which there may be print."""
    reached: NDArray[np.bool_] = dark.copy()
    reached[1:-1, 1:-1] = False
    while True:
        wide = np.pad(reached, 1)
        more: NDArray[np.bool_] = dark & (
            reached | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]
        )
        if np.array_equal(more, reached):
            return reached
        reached = more


def unruled(flat: Image.Image, x_height: float) -> Image.Image:
    """Return a flattened picture without the rules of its tables and frames, under which Tesseract loses words."""
    grey = np.array(flat)
    _take_out_rules(grey, round(_RULE_ACROSS * x_height), round(_RULE_THICK * x_height))
    _take_out_rules(grey.T, round(_RULE_DOWN * x_height), round(_RULE_THICK * x_height))
    return Image.fromarray(grey)


def _take_out_rules(grey: Grey, long: int, reach: int) -> None:
    """Level runs of at least `long` dots, in place, that are darker than what lies `reach` dots above and below."""
    reach = max(3, reach)
    height, width = grey.shape
    if width <= long or height <= 2 * reach:
        return
    wide = np.pad(grey, ((reach, reach), (0, 0)), mode="edge").astype(np.int16)
    above, below = wide[: -2 * reach], wide[2 * reach :]
    deep = np.minimum(above, below) - grey
    thick = _widened((deep > _STREAK).T).T  # a rule may climb a dot
    sums = np.pad(np.cumsum(thick, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    full = sums[:, long:] - sums[:, :-long] >= _UNBROKEN * long
    marks = np.zeros((height, width + 1), np.int32)
    marks[:, : full.shape[1]] += full
    marks[:, long : long + full.shape[1]] -= full
    rules = (deep > _STREAK) & (np.cumsum(marks, axis=1)[:, :-1] > 0)
    rules = _widened(rules.T).T & (deep > 0)  # and their soft edges
    grey[rules] = ((above[rules] + below[rules]) // 2).astype(np.uint8)


def unstreaked(even: Image.Image) -> Image.Image:
    """Return the picture without long thin upright lines: they cut the lines of print they run through."""
    grey = np.asarray(even)
    height, width = grey.shape
    reach, band = max(3, round(width / _ACROSS)), max(32, height // _BANDS)
    bands = height // band
    if width < 8 * reach or bands < 6:
        return even
    wide = np.pad(grey, ((0, 0), (reach, reach)), mode="edge").astype(np.int16)
    left, right = wide[:, : -2 * reach], wide[:, 2 * reach :]
    darker = np.minimum(left, right) - grey > _STREAK
    kept = _streaks(darker, bands, band)
    if not kept.any():
        return even
    rows = np.minimum(np.arange(height) // band, bands - 1)
    gone = darker & kept[rows]
    clean = grey.copy()
    clean[gone] = ((left[gone] + right[gone]) // 2).astype(np.uint8)
    return Image.fromarray(clean)


def _streaks(darker: NDArray[np.bool_], bands: int, band: int) -> NDArray[np.bool_]:
    """Band by band, the columns of dots that belong to a streak, which may lean a little."""
    slices = darker[: bands * band].reshape(bands, band, -1)
    seen: NDArray[np.bool_] = _widened(slices).mean(axis=1) >= 0.7
    seen[1:-1] |= seen[:-2] & seen[2:]
    if not seen.any():
        return seen
    long = _chained(seen) + _chained(seen[::-1])[::-1] - 1 >= max(6, bands // _LONGEST_PRINT)
    core: NDArray[np.bool_] = slices.mean(axis=1) >= 0.4
    return _widened(seen & long) & core


def _widened(marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each mark and its neighbours left and right."""
    wide = marks.copy()
    wide[..., 1:] |= marks[..., :-1]
    wide[..., :-1] |= marks[..., 1:]
    return wide


def _chained(seen: NDArray[np.bool_]) -> NDArray[np.int16]:
    """For each band and column, over how many bands a streak has come down to it, 3 dots aside a band at most."""
    lengths = np.zeros(seen.shape, np.int16)
    above = np.zeros(seen.shape[1], np.int16)
    for number, row in enumerate(seen):
        best = above.copy()
        for aside in (1, 2, 3):
            best[aside:] = np.maximum(best[aside:], above[:-aside])
            best[:-aside] = np.maximum(best[:-aside], above[aside:])
        above = np.where(row, best + 1, 0).astype(np.int16)
        lengths[number] = above
    return lengths
