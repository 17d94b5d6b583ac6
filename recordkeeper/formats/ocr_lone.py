"""Letters that stand alone in a column of their own: Tesseract takes them for specks, and laboratories for marks.

Looked for on pages that are mostly numbers: ink on a line of print that no word covers, as wide as one letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recordkeeper.formats.ocr_tesseract import SeenWord

Letters = Sequence[tuple[str, float, float]]
Read = Callable[[Image.Image, tuple[float, float, float, float]], Letters]
Ink = NDArray[np.bool_]

_DARK = 150  # of 255: ink on an evened page
_MARKS = frozenset("HLA*")
_SURE = 0.8
_NARROW, _WIDE = 0.15, 1.2  # of the height of its line
_LOW, _TALL = 0.35, 0.95  # of the height of its line that its ink takes; a rule takes all of it
_BESIDE = 0.6  # of the height of its line: nearer to a word it belongs to that
_SAME_BAND = 0.5
_MOST = 120  # places a page


def lone_letters(words: Sequence[SeenWord], page: Image.Image, read: Read) -> list[SeenWord]:
    """The marks on `page` that are no part of `words`; `read` tells the letters in a box."""
    ink: Ink = np.asarray(page) < _DARK
    found: list[SeenWord] = []
    left = _MOST
    for band in _bands(words):
        for x0, x1 in _spots(band, words, ink):
            if not left:
                return found
            left -= 1
            letters = read(page, (x0, band.line_top, x1, band.line_bottom))
            text = "".join(letter for letter, _, _ in letters).strip()
            if text in _MARKS and min(sure for _, sure, _ in letters) >= _SURE:
                found.append(_seen(text, x0, x1, band, min(sure for _, sure, _ in letters)))
    return found


def _bands(words: Sequence[SeenWord]) -> Iterator[SeenWord]:
    """A word of each line of print, lines side by side counted once."""
    seen: list[SeenWord] = []
    for word in sorted((word for word in words if word.upright), key=lambda one: one.line_top):
        high = max(word.line_bottom - word.line_top, 1.0)
        if seen and min(seen[-1].line_bottom, word.line_bottom) - word.line_top > _SAME_BAND * high:
            continue
        seen.append(word)
        yield word


def _spots(band: SeenWord, words: Sequence[SeenWord], ink: Ink) -> Iterator[tuple[float, float]]:
    """Left and right of each piece of ink on a line that no word is near."""
    top, bottom = max(0, int(band.line_top)), min(ink.shape[0], int(band.line_bottom) + 1)
    high = bottom - top
    if high < 4:
        return
    free = ink[top:bottom].copy()
    beside = int(_BESIDE * high)
    for word in words:
        if min(word.bottom, bottom) - max(word.top, top) > 0:
            free[:, max(0, int(word.left) - beside) : int(word.right) + beside] = False
    columns = np.flatnonzero(free.any(axis=0))
    if not len(columns):
        return
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 2) + 1):
        x0, x1 = int(run[0]), int(run[-1]) + 1
        rows = np.flatnonzero(free[:, x0:x1].any(axis=1))
        tall = rows[-1] - rows[0] + 1
        if _NARROW * high <= x1 - x0 <= _WIDE * high and _LOW * high <= tall <= _TALL * high:
            yield float(x0), float(x1)


def _seen(text: str, x0: float, x1: float, band: SeenWord, sure: float) -> SeenWord:
    return SeenWord(
        text, sure, False, band.line, x0, band.line_top, x1, band.line_bottom, band.line_top, band.line_bottom
    )
