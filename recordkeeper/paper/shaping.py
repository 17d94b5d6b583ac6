"""Sets single lines in scripts the faces lack: CJK, Arabic, Hebrew, Indic, Thai and what else MuPDF can shape.

Each line becomes a page of a small side document, whose fonts are cut down to the glyphs used; papers show
that page where the line belongs. The same line asked for twice is made once.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass

import pymupdf

_LIGATURE = re.compile("f(?=[fijlt])")  # set as one sign, "ff" would be read back and searched as another letter
_LINE = 10_000.0  # points: no line is so long
_HEIGHT = 4.0  # times the size: tall enough for stacked vowels and marks


@dataclass(frozen=True, slots=True)
class Ask:
    """One line as it is to look. `colour` is "#rrggbb"."""

    text: str
    size: float
    bold: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """Where a line's ink stands on its page of the side document, in points from the top left."""

    page: int
    left: float
    right: float
    baseline: float


class Shaper:
    """Collects lines, then makes them all. `document` is there after `make`."""

    def __init__(self) -> None:
        self._asks: dict[Ask, int] = {}
        self.document: pymupdf.Document | None = None
        self._places: list[Shaped] = []

    def want(self, ask: Ask) -> None:
        """Note that `ask` will be needed. ValueError after `make`."""
        if self.document is not None:
            raise ValueError("lines have already been made")
        self._asks.setdefault(ask, len(self._asks))

    def make(self) -> None:
        """Set every line wanted so far. Does nothing more when called again."""
        if self.document is not None or not self._asks:
            return
        self.document = _set(list(self._asks))
        self._places = [_place(self.document[number]) for number in range(self.document.page_count)]

    def shaped(self, ask: Ask) -> Shaped:
        """Where `ask` was set. KeyError when it was never wanted."""
        return self._places[self._asks[ask]]


def _set(asks: list[Ask]) -> pymupdf.Document:
    stream = io.BytesIO()
    writer = pymupdf.DocumentWriter(stream)
    for ask in asks:
        sheet = pymupdf.Rect(0, 0, _LINE, ask.size * _HEIGHT)
        device = writer.begin_page(sheet)
        story = pymupdf.Story(_markup(ask))
        story.place(sheet)
        story.draw(device)
        writer.end_page()
    writer.close()
    document = pymupdf.open("pdf", stream.getvalue())
    document.subset_fonts()
    return document


def _markup(ask: Ask) -> str:
    weight = "bold" if ask.bold else "normal"
    style = f"margin:0;font:{weight} {ask.size}px sans-serif;color:{ask.colour};white-space:nowrap"
    apart = _LIGATURE.sub("<span>f</span>", html.escape(ask.text))
    return f'<p style="{style}">{apart}</p>'


def _place(page: pymupdf.Page) -> Shaped:
    lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
    if not lines:  # nothing printable came out: an empty place is shown, never a wrong one
        return Shaped(page.number, 0.0, 0.0, page.rect.height)
    left = min(line["bbox"][0] for line in lines)
    right = max(line["bbox"][2] for line in lines)
    return Shaped(page.number, left, right, lines[0]["spans"][0]["origin"][1])
