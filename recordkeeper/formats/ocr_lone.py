"""Short cells that stand alone in a column of their own: Tesseract takes them for specks, and laboratories for
marks, units and bounds ("H", "fL", "7").

Looked for on pages that are mostly numbers: ink on a line of print that no word covers, as wide as a short word.
"""

from __future__ import annotations

import re
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
_SURE = 0.8  # of a mark
_SURE_CELL = 0.9  # of each letter of other cells: nobody else saw them
_ONE_READER = 0.8  # as sure at most is what one reader saw by itself: a person looks at such a number
_CELL = re.compile(r"[(\[<>≤≥]?(?:[A-Za-zµ%][A-Za-zµ%/0-9^.*]*|\d[\d.,]*)[)\]*]?")
_NARROW, _WIDE = 0.15, 5.0  # of the height of its line
_LETTER = 1.2  # of the height of its line: as wide at most is one letter
_LOW, _TALL = 0.35, 0.95  # of the height of its line that its ink takes; a rule takes all of it
_STAR = "*"
_STAR_LOW, _STAR_HIGH, _STAR_WIDE = 0.15, 0.6, 0.7  # of the height of its line: as tall and wide is a star
_STAR_BESIDE = 0.1  # it may stand close behind its number
_LETTER_GAP = 0.3  # of the height of its line: a wider gap parts words
_BESIDE = 0.6  # of the height of its line: nearer to a word it belongs to that
_SAME_BAND = 0.5
_MOST = 120  # places a page


def lone_letters(words: Sequence[SeenWord], page: Image.Image, read: Read) -> list[SeenWord]:
    """The short cells on `page` that are no part of `words`; `read` tells the letters in a box."""
    ink: Ink = np.asarray(page) < _DARK
    found: list[SeenWord] = []
    left = _MOST
    for band in _bands(words):
        for x0, x1, star in _spots(band, words, ink):
            if not left:
                return found
            left -= 1
            letters = read(page, (x0, band.line_top, x1, band.line_bottom))
            text = "".join(letter for letter, _, _ in letters).strip()
            sure = min((each for _, each, _ in letters), default=0.0)
            if star and text != _STAR:
                continue
            if text in _MARKS and sure >= _SURE and x1 - x0 <= _LETTER * (band.line_bottom - band.line_top):
                found.append(_seen(text, x0, x1, band, sure))
            elif sure >= _SURE_CELL and _CELL.fullmatch(text):
                found.append(_seen(text, x0, x1, band, min(sure, _ONE_READER)))
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


def _spots(band: SeenWord, words: Sequence[SeenWord], ink: Ink) -> Iterator[tuple[float, float, bool]]:
    """Left and right of each run of letters on a line that no word is near, and whether it may be a star only."""
    top, bottom = max(0, int(band.line_top)), min(ink.shape[0], int(band.line_bottom) + 1)
    high = bottom - top
    if high < 4:
        return
    there = [word for word in words if min(word.bottom, bottom) - max(word.top, top) > 0]
    alone = _uncovered(ink[top:bottom], there, int(_BESIDE * high))
    runs = list(_runs(alone, max(2, _LETTER_GAP * high)))
    for x0, x1, tall in runs:
        most = _TALL if x1 - x0 <= _LETTER * high else 1.0
        if _NARROW * high <= x1 - x0 <= _WIDE * high and _LOW * high <= tall <= most * high:
            yield float(x0), float(x1), False
        elif _is_like_a_star(x1 - x0, tall, high):
            yield float(x0), float(x1), True
    close = _uncovered(ink[top:bottom], there, int(_STAR_BESIDE * high))
    for x0, x1, tall in _runs(close, 2):
        if alone[:, x0:x1].sum() < close[:, x0:x1].sum() and _is_like_a_star(x1 - x0, tall, high):
            yield float(x0), float(x1), True


def _is_like_a_star(wide: int, tall: int, high: int) -> bool:
    return _NARROW * high <= wide <= _STAR_WIDE * high and _STAR_LOW * high <= tall <= _STAR_HIGH * high


def _uncovered(ink: Ink, words: Sequence[SeenWord], beside: int) -> Ink:
    """The ink of a line that stands farther than `beside` dots from its words."""
    free = ink.copy()
    for word in words:
        free[:, max(0, int(word.left) - beside) : int(word.right) + beside] = False
    return free


def _runs(free: Ink, gap: float) -> Iterator[tuple[int, int, int]]:
    """Left, right and height of each run of ink with no gap in it wider than `gap` dots."""
    columns = np.flatnonzero(free.any(axis=0))
    if not len(columns):
        return
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > gap) + 1):
        x0, x1 = int(run[0]), int(run[-1]) + 1
        rows = np.flatnonzero(free[:, x0:x1].any(axis=1))
        yield x0, x1, int(rows[-1] - rows[0] + 1)


def _seen(text: str, x0: float, x1: float, band: SeenWord, sure: float) -> SeenWord:
    return SeenWord(
        text, sure, False, band.line, x0, band.line_top, x1, band.line_bottom, band.line_top, band.line_bottom
    )
