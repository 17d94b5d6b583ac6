"""OCR: the text of a picture of paper, however it lies, with the box of every word on the picture as it was given.

The light is evened, the lines of print are found and laid straight, Tesseract reads them, and what it is unsure of
a second reader reads again. Measured with tests/bench/ocr.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from recordkeeper.formats.ocr_flat import Flat, flattened
from recordkeeper.formats.ocr_leaders import unled
from recordkeeper.formats.ocr_light import evened, unruled, unstreaked
from recordkeeper.formats.ocr_second import SecondReader
from recordkeeper.formats.ocr_stance import FEWEST_DOTS, Ink, Stance, ink_of, stance_of
from recordkeeper.formats.ocr_tesseract import SeenWord, Tesseract
from recordkeeper.formats.ocr_text import sure_of, text_of
from recordkeeper.records.reading import NO_WORDS, Picture, WordBoxes

_LEAST_SIDE = 16  # dots: no word fits into less
_LONGEST_SIDE = 3600  # dots; A4 at 300 an inch
_CLEAR = 2.0  # times as sharp: the lines run this way
_ON_FEET = 0.15  # see Stance.feet
_SMALL, _LARGE, _GOOD = 9.0, 20.0, 14.0  # dots an x is tall: below, above, and what Tesseract reads well
_MOST_SCALE = 2.5
_DOUBTFUL = 0.6  # so sure at most is who reads a page upside down
_SAMPLE = 12  # an x is tall, times this: some lines
_PAGE_SECONDS = 60.0
_SAMPLE_SECONDS = 10.0
_ALONE = 0.8  # so sure at most is one reader by itself
_DPI = 200.0  # that print of that size has, of 10 points. What a picture says of itself may be anything


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read. `words` have their boxes in points of the picture as given; `turned` is how far clockwise it
    had to be turned for its text to stand upright, `skew` how far its lines then leaned, both in degrees."""

    text: str
    words: WordBoxes
    turned: int
    skew: float
    confidence: float
    sure: bytes = b""  # of each word, in hundredths


_EMPTY = OcrPage("", NO_WORDS, 0, 0.0, 0.0)


class OcrReader:
    """Reads pictures of paper. One object a process; its engines are loaded when first needed."""

    name = "ocr"
    version = 1

    def __init__(self) -> None:
        self._loaded: Tesseract | None = None
        self._second: SecondReader | None = None

    def read(self, picture: Picture, dpi: float) -> OcrPage:
        """Return the text of `picture`, which has `dpi` dots an inch. NoOcr when OCR is not installed."""
        grey = _grey(picture)
        if min(grey.size) < _LEAST_SIDE:
            return _EMPTY
        shrunk = min(1.0, _LONGEST_SIDE / max(grey.size))
        if shrunk < 1.0:
            grey = grey.resize((round(grey.width * shrunk), round(grey.height * shrunk)), Image.Resampling.BOX)
        even = unstreaked(evened(grey))
        ink, step = ink_of(even)
        if ink.sum() < FEWEST_DOTS:
            return _EMPTY
        return self._read(even, ink, step, dpi * shrunk)

    @property
    def _tesseract(self) -> Tesseract:
        if self._loaded is None:
            self._loaded, self._second = Tesseract(), SecondReader.load()
        return self._loaded

    def _read(self, even: Image.Image, ink: Ink, step: int, dpi: float) -> OcrPage:
        likely, others = _ways(ink, step)
        flat = self._best(even, likely)
        words = self._words(flat)
        if words and _evidence(words) < 0 and others:
            second = self._best(even, others)
            again = self._words(second)
            if _evidence(again) > _evidence(words):
                flat, words = second, again
        if not words:
            return _EMPTY
        if self._second is not None:
            first = words
            words = self._second.vouched(self._second.improved(first, flat.image), first, flat.image)
        else:
            words = [replace(word, sure=min(word.sure, _ALONE)) for word in words]
        text, boxes = text_of(words, flat, dpi)
        return OcrPage(text, boxes, flat.turned, flat.skew, _sure(words), sure_of(words, boxes, flat, dpi))

    def _words(self, flat: Flat) -> list[SeenWord]:
        x_height = flat.x_height or _GOOD
        return self._tesseract.words(unruled(flat.image, x_height), _DPI * x_height / _GOOD, _PAGE_SECONDS)

    def _best(self, even: Image.Image, ways: Sequence[tuple[int, Stance]]) -> Flat:
        """The picture flattened in the way in which a sample of it reads best."""
        flats = [_flat(even, degrees, stance) for degrees, stance in ways]
        if len(flats) == 1:
            return flats[0]
        return max(flats, key=lambda flat: self._sample_evidence(flat))

    def _sample_evidence(self, flat: Flat) -> float:
        """How well the thickest lines of print of a flattened picture can be read."""
        rows = ink_of(flat.image)[0].sum(axis=1)
        step = flat.image.height / len(rows)
        tall = max(8, min(len(rows), round(_SAMPLE * flat.x_height / step)))
        sums = np.cumsum(np.pad(rows, (1, 0)))
        top = int(np.argmax(sums[tall:] - sums[:-tall]))
        part = flat.image.crop((0, round(top * step), flat.image.width, round((top + tall) * step)))
        return _evidence(self._tesseract.words(part, _DPI * (flat.x_height or _GOOD) / _GOOD, _SAMPLE_SECONDS))


def _flat(even: Image.Image, degrees: int, stance: Stance) -> Flat:
    flat = flattened(even, degrees, stance, _scale(stance))
    return replace(flat, image=unled(flat.image, flat.x_height or _GOOD))


def _grey(picture: Picture) -> Image.Image:
    image = Image.frombytes(picture.mode, (picture.width, picture.height), picture.pixels)
    return image if picture.mode == "L" else image.convert("L")


def _ways(ink: Ink, step: int) -> tuple[list[tuple[int, Stance]], list[tuple[int, Stance]]]:
    """Degrees by which the picture may have to be turned, with the stance of its print then: likely, unlikely."""
    lying, on_side = _in_dots(stance_of(ink), step), _in_dots(stance_of(np.rot90(ink, -1)), step)
    likely: list[tuple[int, Stance]] = []
    others: list[tuple[int, Stance]] = []
    for degrees, stance, against in ((0, lying, on_side), (90, on_side, lying)):
        overhead = replace(stance, change=-stance.change, feet=-stance.feet)
        for way, its in ((degrees, stance), (degrees + 180, overhead)):
            unlikely = against.sharpness > _CLEAR * stance.sharpness or its.feet > _ON_FEET
            (others if unlikely else likely).append((way, its))
    return likely, others


def _in_dots(stance: Stance, step: int) -> Stance:
    """From dots of the reduced ink to dots of the picture."""
    return replace(stance, change=stance.change / step, x_height=stance.x_height * step)


def _scale(stance: Stance) -> float:
    """What brings the print to a size that reads well; most pages are left as they are."""
    if not stance.x_height or _SMALL <= stance.x_height <= _LARGE:
        return 1.0
    return min(_GOOD / stance.x_height, _MOST_SCALE)


def _sure(words: Sequence[SeenWord]) -> float:
    """The mean over characters."""
    return sum(word.sure * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _evidence(words: Sequence[SeenWord]) -> float:
    """Characters read with certainty outweigh those guessed, and those that lie on their side."""
    return sum(((word.sure if word.upright else 0.0) - _DOUBTFUL) * len(word.text) for word in words)
