"""One page of a file read by OCR: painted, read, and told as any other page, with boxes on the unturned page."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from recordkeeper.formats.ocr import OcrPage
from recordkeeper.records.reading import Format, PageText, Picture, WordBox, WordBoxes

_DPI = 200.0  # small print is 11 dots tall then; finer reads no better, and slower. Photos come in all their dots.
_FEWEST_DOTS = 1400  # along the longer side: less is a small page, or one that says it is
_WANTED_DOTS = 2200  # a sheet of A4 at 200 an inch
_POINTS = 72.0


class Paints(Protocol):
    """The registry, as far as it is needed here."""

    def render(self, path: Path, untrusted_format: Format, page: int, dpi: float) -> Picture:
        """Return a page upright as a picture."""


class Reads(Protocol):
    """An OcrReader."""

    def read(self, picture: Picture, dpi: float) -> OcrPage:
        """Return the text of a picture."""


def read_page(registry: Paints, path: Path, form: Format, page: int, ocr: Reads) -> PageText:
    """Return the text of page `page` (from 1).

    IndexError: there is no such page; ValueError: it cannot be painted; NoOcr: OCR is not installed.
    """
    dpi = _DPI
    picture = registry.render(path, form, page, dpi)
    longest = max(picture.width, picture.height)
    if form is Format.PDF and longest < _FEWEST_DOTS:
        dpi = _DPI * _WANTED_DOTS / longest
        picture = registry.render(path, form, page, dpi)
    dpi = picture.dpi or dpi
    read = ocr.read(picture, dpi)
    width, height = picture.width / dpi * _POINTS, picture.height / dpi * _POINTS
    if picture.turned in (90, 270):
        width, height = height, width
    words = WordBoxes.of(_unturned(word, picture.turned, width, height) for word in read.words)
    return PageText(
        page,
        read.text,
        width,
        height,
        words,
        from_ocr=True,
        picture_only=True,
        turn=read.turned,
        sure=read.sure,
        skew=-read.skew,  # lines that fall to the right are levelled the other way round
    )


def _unturned(word: WordBox, turned: int, width: float, height: float) -> WordBox:
    """The word on the page before it was turned clockwise; `width` and `height` are those of the unturned page."""
    start, end, x0, y0, x1, y1 = word
    if turned == 90:
        return WordBox(start, end, y0, height - x1, y1, height - x0)
    if turned == 180:
        return WordBox(start, end, width - x1, height - y1, width - x0, height - y0)
    if turned == 270:
        return WordBox(start, end, width - y1, x0, width - y0, x1)
    return word
