"""Draws on a page of a paper we make: lines of text, rules, boxes, links. Points, origin top left.

What is drawn is kept until `Paper.finish`, so that a page may say how many pages there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pymupdf
from pymupdf import mupdf

from recordkeeper.paper.lettering import FaceName
from recordkeeper.paper.look import RULE, Align, Box, Style, rgb
from recordkeeper.paper.shaping import Ask

if TYPE_CHECKING:
    from recordkeeper.paper.pages import Paper
    from recordkeeper.records.papers import ScanText

_TURNS = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}  # degrees against the clock: cosine and sine
FACE_NAMES = {FaceName.REGULAR: "RKr", FaceName.BOLD: "RKb", FaceName.MONO: "RKm"}  # in a page's resources

_UNSEEN = 10.0  # the size unseen words are measured at
_OF_BOX, _BELOW = 0.9, 0.2  # of a box's height: the size of its letters, and what hangs below their baseline


@dataclass(frozen=True, slots=True)
class Foreign:
    """A line the shaper sets, and where."""

    ask: Ask
    x: float
    y: float
    align: Align


@dataclass
class Sheet:
    """One page being drawn."""

    paper: Paper
    xref: int  # of the page object
    resources: mupdf.PdfObj
    stream: mupdf.PdfObj  # the content stream that is filled at the end
    number: int  # of the page, from 0
    width: float
    height: float
    operators: list[bytes] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)

    @property
    def page(self) -> pymupdf.Page:
        """The page itself, to show pictures on."""
        return self.paper.document[self.number]

    def form(self, form: mupdf.PdfObj, seen: Box, place: Box, turn: int) -> None:
        """Show a form of this paper in `place`, as large as fits, turned clockwise by `turn` degrees.

        `seen` is the part of the form that is shown, its origin bottom left as the form has it.
        """
        forms = mupdf.pdf_dict_get(self.resources, mupdf.PDF_ENUM_NAME_XObject)
        if not forms.m_internal:
            forms = mupdf.pdf_dict_put_dict(self.resources, mupdf.PDF_ENUM_NAME_XObject, 1)
        name = f"Copy{mupdf.pdf_dict_len(forms)}"
        mupdf.pdf_dict_puts(forms, name, form)
        goal = (place[0], self.height - place[3], place[2], self.height - place[1])
        matrix = " ".join(f"{value:.6g}" for value in _fitting(seen, goal, turn))
        self.operators.append(f"q {matrix} cm /{name} Do Q".encode())

    def unseen(self, scan: ScanText, seen: Box, place: Box, turn: int) -> None:
        """Lay the words of a scan where it shows them, unseen, so that they can be searched, marked and copied.

        `seen`, `place` and `turn` are those its page is shown with. Words the faces lack letters for stay out.
        """
        goal = (place[0], self.height - place[3], place[2], self.height - place[1])
        drawn = list(_unseen(self.paper, scan, seen)) if scan.width > 0 < scan.height else []
        if drawn:
            matrix = " ".join(f"{value:.6g}" for value in _fitting(seen, goal, turn))
            self.operators += [f"q {matrix} cm BT 3 Tr".encode(), *drawn, b"ET Q"]

    def link(self, area: Box, goal: Sheet) -> None:
        """Make `area` a link to the top of another page of this paper."""
        pdf, page = self.paper.pdf, mupdf.pdf_new_indirect(self.paper.pdf, self.xref, 0)
        links = mupdf.pdf_dict_get(page, mupdf.PDF_ENUM_NAME_Annots)
        if not links.m_internal:
            links = mupdf.pdf_dict_put_array(page, mupdf.PDF_ENUM_NAME_Annots, 8)
        made = mupdf.pdf_add_new_dict(pdf, 5)
        mupdf.pdf_dict_put(made, mupdf.PDF_ENUM_NAME_Type, mupdf.PDF_ENUM_NAME_Annot)
        mupdf.pdf_dict_put(made, mupdf.PDF_ENUM_NAME_Subtype, mupdf.PDF_ENUM_NAME_Link)
        there = mupdf.FzRect(area[0], self.height - area[3], area[2], self.height - area[1])
        mupdf.pdf_dict_put_rect(made, mupdf.PDF_ENUM_NAME_Rect, there)
        mupdf.pdf_dict_put_int(mupdf.pdf_dict_put_dict(made, mupdf.PDF_ENUM_NAME_BS, 1), mupdf.PDF_ENUM_NAME_W, 0)
        top = mupdf.pdf_dict_put_array(made, mupdf.PDF_ENUM_NAME_Dest, 5)
        mupdf.pdf_array_push(top, mupdf.pdf_new_indirect(pdf, goal.xref, 0))
        mupdf.pdf_array_push(top, mupdf.PDF_ENUM_NAME_XYZ)
        for place in (0.0, goal.height, 0.0):
            mupdf.pdf_array_push_real(top, place)
        mupdf.pdf_array_push(links, made)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT) -> float:
        """Set one line with its baseline at `y`; return its width. What the faces lack goes to the shaper."""
        line = self.paper.line(text, style)
        if line.encoded is None:
            if line.text.strip():
                ask = Ask(line.text, style.size, style.bold, style.colour)
                self.paper.shaper.want(ask)
                self.foreign.append(Foreign(ask, x, y, align))
            return line.width
        left = x - shift(align, line.width)
        place = f"{left:.2f} {self.height - y:.2f} Td"
        look = f"BT {rgb(style.colour)} rg /{FACE_NAMES[style.face]} {style.size:g} Tf {place} "
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
            f"q {rgb(colour)} RG {thickness:g} w {x0:.2f} {drop:.2f} m {x1:.2f} {drop:.2f} l S Q".encode()
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle whose top left corner is x, y."""
        self.operators.append(
            f"q {rgb(colour)} rg {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f Q".encode()
        )

    def stroke(
        self, points: Sequence[tuple[float, float]], colour: str, thickness: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a line through points; `dash` as PDF has it, "3 2" = three points drawn, two left out."""
        self.operators.append(
            f"q {rgb(colour)} RG {thickness:g} w 1 j [{dash}] 0 d {self._path(points)} S Q".encode()
        )

    def shape(self, points: Sequence[tuple[float, float]], fill: str, line: str = "") -> None:
        """Fill a shape with these corners; with `line` its edge is drawn in that colour."""
        edge = f"{rgb(line)} RG 1 w " if line else ""
        how = "b" if line else "f"
        self.operators.append(f"q {rgb(fill)} rg {edge}{self._path(points)} {how} Q".encode())

    def _path(self, points: Sequence[tuple[float, float]]) -> str:
        placed = [f"{x:.2f} {self.height - y:.2f}" for x, y in points]
        return " ".join(f"{place} {'l' if at else 'm'}" for at, place in enumerate(placed))


def _unseen(paper: Paper, scan: ScanText, seen: Box) -> Iterator[bytes]:
    """Each word with its baseline along its box, as wide as that is; a space after it keeps it from the next."""
    across, along = (seen[2] - seen[0]) / scan.width, (seen[3] - seen[1]) / scan.height
    cosine, sine = _TURNS[scan.turn % 360]
    for word in scan.words:
        x0, x1 = seen[0] + word.x0 * across, seen[0] + word.x1 * across
        y0, y1 = seen[3] - word.y1 * along, seen[3] - word.y0 * along
        width, height = (y1 - y0, x1 - x0) if sine else (x1 - x0, y1 - y0)
        line = paper.line(scan.text[word.start : word.end], Style(_UNSEEN))
        if line.encoded is None or width <= 0 or height <= 0 or not line.width:
            continue
        x = x1 if cosine < 0 or sine > 0 else x0
        y = y1 if cosine < 0 or sine < 0 else y0
        size = height * _OF_BOX
        wide = 100 * width / (line.width * size / _UNSEEN)
        raised = height * _BELOW
        x, y = x - sine * raised, y + cosine * raised
        yield (
            (
                f"/{FACE_NAMES[FaceName.REGULAR]} {size:.2f} Tf {wide:.2f} Tz "
                f"{cosine} {sine} {-sine} {cosine} {x:.2f} {y:.2f} Tm "
            ).encode()
            + line.encoded
            + b" Tj"
        )


def shift(align: Align, width: float) -> float:
    """How far left of its place a line of this width begins."""
    return {Align.LEFT: 0.0, Align.RIGHT: width, Align.CENTRE: width / 2}[align]


def _fitting(seen: Box, goal: Box, turn: int) -> tuple[float, ...]:
    """From a form to its place: middle onto middle, turned, as large as fits; their origin is bottom left."""
    across, along = _TURNS[turn % 360]
    width, height = seen[2] - seen[0], seen[3] - seen[1]
    if along:
        width, height = height, width
    scale = min((goal[2] - goal[0]) / width, (goal[3] - goal[1]) / height)
    a, b = scale * across, scale * along
    x, y = (seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2
    return a, b, -b, a, (goal[0] + goal[2]) / 2 - a * x + b * y, (goal[1] + goal[3]) / 2 - b * x - a * y
