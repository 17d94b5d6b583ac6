"""Draws on the pages of a paper we make: lines of text, rules, boxes, links. Points, origin top left.

What is drawn is kept until `Paper.finish`, so that a page may say how many pages there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pymupdf

from recordkeeper.paper.lettering import FaceName, Lettering, clean
from recordkeeper.paper.shaping import Ask, Shaper
from recordkeeper.records.papers import PaperSize

ACCENT = "#0f766e"  # the one accent of the house (look.md), dark enough to stay readable in grey
INK = "#1f2933"
MUTED = "#52606d"  # 6.6 : 1 on white
RULE = "#d5dade"
TINT = "#eef5f3"

_NAMES = {FaceName.REGULAR: "RKr", FaceName.BOLD: "RKb", FaceName.MONO: "RKm"}  # in a page's resources


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks. `size` in points."""

    size: float
    bold: bool = False
    colour: str = INK
    mono: bool = False

    @property
    def face(self) -> FaceName:
        return FaceName.MONO if self.mono else FaceName.BOLD if self.bold else FaceName.REGULAR

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * 1.38


@dataclass(frozen=True, slots=True)
class _Foreign:
    ask: Ask
    x: float
    y: float
    align: Align


@dataclass(frozen=True, slots=True)
class _Line:
    """A line ready to be drawn; `encoded` is None when there is nothing to draw or the shaper has to."""

    text: str
    width: float
    encoded: bytes | None


@dataclass
class Sheet:
    """One page being drawn."""

    paper: Paper
    xref: int  # of the page object
    stream: int  # of the content stream that is filled at the end
    number: int  # of the page, from 0
    width: float
    height: float
    operators: list[bytes] = field(default_factory=list)
    foreign: list[_Foreign] = field(default_factory=list)

    @property
    def page(self) -> pymupdf.Page:
        """The page itself, to show other pages and pictures on."""
        return self.paper.document[self.number]

    def text(self, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT) -> float:
        """Set one line with its baseline at `y`; return its width. What the faces lack goes to the shaper."""
        line = self.paper.line(text, style)
        if line.encoded is None:
            if line.text.strip():
                ask = Ask(line.text, style.size, style.bold, style.colour)
                self.paper.shaper.want(ask)
                self.foreign.append(_Foreign(ask, x, y, align))
            return line.width
        left = x - _shift(align, line.width)
        place = f"{left:.2f} {self.height - y:.2f} Td"
        look = f"BT {_rgb(style.colour)} rg /{_NAMES[style.face]} {style.size:g} Tf {place} "
        self.operators.append(look.encode() + line.encoded + b" Tj ET")
        return line.width

    def paragraph(
        self, x: float, y: float, width: float, text: str, style: Style, lines: int | None = None
    ) -> float:
        """Set wrapped text with its first baseline at `y`; return the baseline the next line would have."""
        for line in self.paper.wrap(text, width, style, lines):
            self.text(x, y, line, style)
            y += style.leading
        return y

    def rule(self, x0: float, x1: float, y: float, colour: str = RULE, thickness: float = 0.6) -> None:
        """Draw a level line."""
        drop = self.height - y
        self.operators.append(
            f"q {_rgb(colour)} RG {thickness:g} w {x0:.2f} {drop:.2f} m {x1:.2f} {drop:.2f} l S Q".encode()
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle whose top left corner is x, y."""
        self.operators.append(
            f"q {_rgb(colour)} rg {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f Q".encode()
        )

    def stroke(
        self, points: Sequence[tuple[float, float]], colour: str, thickness: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a line through points; `dash` as PDF has it, "3 2" = three points drawn, two left out."""
        self.operators.append(
            f"q {_rgb(colour)} RG {thickness:g} w 1 j [{dash}] 0 d {self._path(points)} S Q".encode()
        )

    def shape(self, points: Sequence[tuple[float, float]], fill: str, line: str = "") -> None:
        """Fill a shape with these corners; with `line` its edge is drawn in that colour."""
        edge = f"{_rgb(line)} RG 1 w " if line else ""
        how = "b" if line else "f"
        self.operators.append(f"q {_rgb(fill)} rg {edge}{self._path(points)} {how} Q".encode())

    def _path(self, points: Sequence[tuple[float, float]]) -> str:
        placed = [f"{x:.2f} {self.height - y:.2f}" for x, y in points]
        return " ".join(f"{place} {'l' if at else 'm'}" for at, place in enumerate(placed))


class Paper:
    """A PDF being made. Pages are added in order; `finish` fills them in."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.lettering = Lettering()
        self.shaper = Shaper()
        self.sheets: dict[int, Sheet] = {}
        self._faces = ""  # the font resources every page has
        self._lines: dict[tuple[str, Style], _Line] = {}  # a strip says the same on every page of an item

    def page(self, width: float, height: float) -> Sheet:
        """Add a page after the last one and return what to draw on."""
        page = self.document.new_page(width=width, height=height)
        if not self._faces:
            self._faces = self._embed(page)
        stream = self.document.get_new_xref()
        self.document.update_object(stream, "<<>>")
        self.document.update_stream(stream, b" ", compress=False)
        self.document.xref_set_key(page.xref, "Resources", f"<</Font<<{self._faces}>>>>")
        page.set_contents(stream)
        sheet = Sheet(self, page.xref, stream, page.number, width, height)
        self.sheets[page.number] = sheet
        return sheet

    @property
    def page_count(self) -> int:
        return len(self.sheets)

    def drop_last(self) -> None:
        """Take the last page away again."""
        number = self.page_count - 1
        del self.sheets[number]
        self.document.delete_page(number)

    def forget_sources(self) -> None:
        """Let go of the PDFs shown so far: the maps of what was copied keep them open and in memory."""
        self.document.Graftmaps.clear()
        self.document.ShownPages.clear()

    def bookmarks(self, entries: list[tuple[int, str, int]]) -> None:
        """Set the outline: level from 1, title, page from 1. Readers show it on opening."""
        self.document.set_toc([[level, clean(title), page] for level, title, page in entries], collapse=1)
        self.document.set_pagemode("UseOutlines")

    def number_pages(self, first: int = 1) -> None:
        """Label the pages from `first` on for readers that show labels, so that they agree with what is printed."""
        self.document.set_page_labels([{"startpage": 0, "prefix": "", "style": "D", "firstpagenum": first}])

    def _embed(self, page: pymupdf.Page) -> str:
        fonts = ((name, self.lettering.face(face).font.buffer) for face, name in _NAMES.items())
        return "".join(f"/{name} {page.insert_font(fontname=name, fontbuffer=data)} 0 R" for name, data in fonts)

    def upright(self, size: PaperSize) -> Sheet:
        """Add an upright page of a usual size."""
        return self.page(*size.points)

    def fit(self, text: str, width: float, style: Style) -> str:
        """One line of `text`, cut with an ellipsis where it is wider than `width`."""
        if self.width(text, style) <= width:
            return text
        return self.lettering.fit(clean(text), width, style.size, style.face)

    def width(self, text: str, style: Style) -> float:
        """How wide `text` is when set."""
        return self.line(text, style).width

    def line(self, text: str, style: Style) -> _Line:
        """Measure and encode one line. Spaces are kept in the even face, folded in the others."""
        known = self._lines.get((text, style))
        if known is None:
            shown = text if style.mono else clean(text)
            plain = bool(shown.strip()) and self.lettering.is_plain(shown, style.face)
            width = self.lettering.width(shown, style.size, style.face)
            known = _Line(shown, width, self.lettering.encode(shown, style.face) if plain else None)
            self._lines[text, style] = known
        return known

    def wrap(self, text: str, width: float, style: Style, lines: int | None = None) -> list[str]:
        """The lines a paragraph of this width has."""
        return self.lettering.wrap(clean(text), width, style.size, style.face, lines)

    def finish(self, *, title: str, language: str, made_with: str = "") -> None:
        """Write everything drawn into the pages and name the document. Call once, then `document.save`."""
        self.shaper.make()
        for number, sheet in self.sheets.items():
            # q and Q: a page shown after it must not inherit our colours
            self.document.update_stream(sheet.stream, b"\n".join((b"q", *sheet.operators, b"Q")), compress=False)
            if sheet.foreign:
                self._show_foreign(self.document[number], sheet)
        self.document.set_metadata({"title": clean(title), "producer": made_with, "creator": made_with})
        self.document.set_language(language)
        catalog = self.document.pdf_catalog()
        self.document.xref_set_key(catalog, "ViewerPreferences", "<</DisplayDocTitle true>>")

    def _show_foreign(self, page: pymupdf.Page, sheet: Sheet) -> None:
        document = self.shaper.document
        assert document is not None, "made by finish"
        for line in sheet.foreign:
            shaped = self.shaper.shaped(line.ask)
            width = shaped.right - shaped.left
            if width <= 0:
                continue
            left = line.x - _shift(line.align, width)
            height = document[shaped.page].rect.height
            clip = pymupdf.Rect(shaped.left, 0, shaped.right + line.ask.size, height)
            place = pymupdf.Rect(clip) + (left - clip.x0, line.y - shaped.baseline) * 2
            page.show_pdf_page(place, document, shaped.page, clip=clip)

    def save(self, out: Path) -> None:
        """Write the PDF at `out`: streams deflated, unused objects dropped."""
        self.document.save(str(out), garbage=1, deflate=True)
        self.document.close()


def _shift(align: Align, width: float) -> float:
    return {Align.LEFT: 0.0, Align.RIGHT: width, Align.CENTRE: width / 2}[align]


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3g}" for place in (1, 3, 5))
