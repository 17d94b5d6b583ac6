"""The words of a page as rows of a table have them: line by line, upright, with how sure each was read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from recordkeeper.recognise.folding import fold
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import PageText, WordBox

_RULES = re.compile(r"[|¦│_=+:\-–—]*[|¦│_=+\-–—]{2,}[|¦│_=+:\-–—]*|[|¦│]+")  # drawn with letters
_BARS = "|¦│"
_PLAIN = re.compile(r"[^|¦│_=+:\-–—]+")  # nothing that is drawn
_GAP = 1.05  # heights of a letter: a wider gap parts cells; so do the readers of pages
_UNTOLD = 0.0  # how sure a word of a picture is of which nobody told
_INK = 1.5  # as tall as its ink is the line of a word on a picture
_MOST_WORDS = 20_000
_CELL, _MARGIN = 5.4, 45.0  # points: letters and margin of a sheet of plain text, as our readers lay it out
_SAME = 0.1
_ROW = 2.5  # points: words as tall, whose tops lie within one point of the first's, overlap in height
_DRAWN = frozenset(("", *"|¦│_=+:-–—"))  # what is drawn begins with one


class Word(NamedTuple):
    """A word as it stands on the page turned upright; `start` and `end` are offsets into its page's text."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    start: int
    end: int
    sure: float
    apart: bool  # a rule or a wide gap stands before it

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """`fold`, remembered: tables say the same words in every row."""
    return fold(text)


class Line(NamedTuple):
    """A line of words from left to right. `height` is that of its letters."""

    words: tuple[Word, ...]
    top: float
    height: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def cells(self) -> list[list[Word]]:
        """The words of the line, parted at wide gaps and rules."""
        found: list[list[Word]] = []
        for word in self.words:
            if not found or word.apart:
                found.append([])
            found[-1].append(word)
        return found


def lines_of(page: PageText) -> list[Line]:
    """The lines of a page that has boxes; [] for one without."""
    text = page.text
    words = list(page.words)[:_MOST_WORDS]
    turned = _turned(page) if page.from_ocr else _straight
    telling = list(page.sure) if page.sure else []
    found: list[Line] = []
    at = position = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        first = position
        while position < len(words) and words[position].start < end:
            position += 1
        plain = None if page.from_ocr else _plain_line(text, words[first:position], start)
        if plain is not None:
            found.append(plain)
            continue
        inside = [
            (word, _sure(page, telling, first + number))
            for number, word in enumerate(words[first:position])
            if word.start >= start
        ]
        if inside:
            placed = [(turned(word), word, sure) for word, sure in inside]
            placed = placed if page.from_ocr else _unwrapped(placed, start)
            made = _line(text, placed, _INK if page.from_ocr else 1.0)
            if made is not None:
                found.append(made)
    return found


def box_of(page: PageText, words: Sequence[Word]) -> Box | None:
    """One box around these words on the page as it lies; None without any."""
    boxes = [box for word in words for box in page.words.between(word.start, word.end)]
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _sure(page: PageText, telling: Sequence[int], number: int) -> float:
    if not page.from_ocr:
        return 1.0
    return telling[number] / 100 if number < len(telling) else _UNTOLD


def _straight(word: WordBox) -> tuple[float, float, float, float]:
    return word.x0, word.y0, word.x1, word.y1


class _turned:  # noqa: N801 - used as a function
    """Where a word stands once the picture is turned upright and laid level."""

    def __init__(self, page: PageText) -> None:
        angle = math.radians(page.turn + page.skew)
        self._cos, self._sin = math.cos(angle), math.sin(angle)
        self._on_side = page.turn in (90, 270)

    def __call__(self, word: WordBox) -> tuple[float, float, float, float]:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        wide, tall = word.x1 - word.x0, word.y1 - word.y0
        if self._on_side:
            wide, tall = tall, wide
        middle, level = x * self._cos - y * self._sin, x * self._sin + y * self._cos
        return middle - wide / 2, level - tall / 2, middle + wide / 2, level + tall / 2


_Placed = tuple[tuple[float, float, float, float], WordBox, float]


def _unwrapped(placed: list[_Placed], start: int) -> list[_Placed]:
    """A line of plain text that was wrapped on its sheet, as one long line: its letters are all of one width."""
    (x0, y0, _, _), first, _ = placed[0]
    if all(abs(y - y0) < 1 for (_, y, _, _), _, _ in placed):
        return placed
    cell = (placed[0][0][2] - x0) / max(1, first.end - first.start)
    margin = x0 - (first.start - start) * cell
    if abs(cell - _CELL) > _SAME or abs(margin - _MARGIN) > _SAME:
        return placed
    upper = [(box, word) for box, word, _ in placed if abs(box[1] - y0) < 1]
    if any(abs(box[0] - margin - (word.start - start) * cell) > 0.5 for box, word in upper):
        return placed
    return [
        (
            (margin + (word.start - start) * cell, y0, margin + (word.end - start) * cell, box[3] - box[1] + y0),
            word,
            sure,
        )
        for box, word, sure in placed
    ]


def _plain_line(text: str, words: Sequence[WordBox], start: int) -> Line | None:
    """What `_line` makes of a line as most are: one row, from left to right, nothing drawn; None for others."""
    if not words or words[0].start < start:
        return None
    upper = words[0].y0
    heights = sorted([word.y1 - word.y0 for word in words])
    height = max(1.0, heights[len(heights) // 2])
    if heights[0] < _ROW:
        return None
    found: list[Word] = []
    top, x_before, right = upper, words[0].x0, 0.0
    for begin, end, x0, y0, x1, y1 in words:
        shown = text[begin:end]
        if x0 < x_before or abs(y0 - upper) >= 1 or shown[:1] in _DRAWN or any(bar in shown for bar in _BARS):
            return None
        apart = not found or x0 - right > _GAP * height
        found.append(Word(shown, x0, x1, y0, y1, begin, end, 1.0, apart))
        x_before, right = x0, x1
        if y0 < top:
            top = y0
    return Line(tuple(found), top, height)


def _line(text: str, placed: Sequence[_Placed], taller: float) -> Line | None:
    heights = sorted(box[3] - box[1] for box, _, _ in placed)
    height = max(1.0, taller * heights[len(heights) // 2])
    found: list[Word] = []
    apart = True
    for (x0, y0, x1, y1), word, sure in sorted(placed, key=lambda one: one[0][0]) if _one_row(placed) else placed:
        shown = text[word.start : word.end]
        plain = _PLAIN.fullmatch(shown) is not None
        for piece in ((word.start, shown, x0, x1),) if plain else _pieces(shown, x0, x1, word.start):
            if piece is None:
                apart = True
                continue
            begin, shown, left, right = piece
            wide = bool(found) and left - found[-1].x1 > _GAP * height
            backward = bool(found) and left < found[-1].x0
            found.append(
                Word(shown, left, right, y0, y1, begin, begin + len(shown), sure, apart or wide or backward)
            )
            apart = False
    if not found:
        return None
    return Line(tuple(found), min(word.y0 for word in found), height)


def _one_row(placed: Sequence[_Placed]) -> bool:
    """Whether all words overlap in height; else a cell was wrapped, and the text has its cells in order."""
    return all(one[0][1] < other[0][3] and other[0][1] < one[0][3] for one, other in pairwise(placed))


def _pieces(word: str, x0: float, x1: float, start: int) -> Iterator[tuple[int, str, float, float] | None]:
    """A word without the bars drawn around it: None for a bar, else (offset, text, left, right)."""
    if _RULES.fullmatch(word) and len(word) > (0 if word[0] in _BARS else 2):
        yield None
        return
    if not any(bar in word for bar in _BARS):
        yield start, word, x0, x1
        return
    each = (x1 - x0) / len(word)
    at = 0
    for part in re.split(rf"([{_BARS}])", word):
        if part and part in _BARS:
            yield None
        elif part:
            yield start + at, part, x0 + at * each, x0 + (at + len(part)) * each
        at += len(part)
