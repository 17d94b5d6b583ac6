"""A paper we make: a PDF whose pages are added in order, drawn on, and filled in at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from recordkeeper.paper.lettering import Lettering, clean
from recordkeeper.paper.look import Style
from recordkeeper.paper.shaping import Shaper
from recordkeeper.paper.sheet import FACE_NAMES, Sheet, shift
from recordkeeper.records.papers import PaperSize


@dataclass(frozen=True, slots=True)
class _Line:
    """A line ready to be drawn; `encoded` is None when there is nothing to draw or the shaper has to."""

    text: str
    width: float
    encoded: bytes | None


class Paper:
    """A PDF being made. Pages are added in order; `finish` fills them in."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.pdf = mupdf.pdf_document_from_fz_document(self.document.this)
        self.lettering = Lettering()
        self.shaper = Shaper()
        self.sheets: dict[int, Sheet] = {}
        self._copied: dict[object, mupdf.PdfGraftMap] = {}
        self._faces: mupdf.PdfObj | None = None  # the font resources every page has
        self._pages = mupdf.PdfObj()  # the root of the pages
        self._lines: dict[tuple[str, Style], _Line] = {}  # a strip says the same on every page of an item

    def page(self, width: float, height: float) -> Sheet:
        """Add a page after the last one and return what to draw on."""
        number = self.page_count
        page, resources = self._new_page(width, height)
        stream = mupdf.pdf_add_stream(self.pdf, mupdf.FzBuffer(1), mupdf.PdfObj(), 0)
        mupdf.pdf_dict_put(page, mupdf.PDF_ENUM_NAME_Contents, stream)
        sheet = Sheet(self, mupdf.pdf_to_num(page), resources, stream, number, width, height)
        self.sheets[number] = sheet
        return sheet

    def _new_page(self, width: float, height: float) -> tuple[mupdf.PdfObj, mupdf.PdfObj]:
        """A page after the last one, and its resources with the faces in them.

        Put under the root of the pages by hand: MuPDF counts through all pages for each that is added.
        """
        if self._faces is None:
            first = self.document.new_page(width=width, height=height)
            self._faces = self._embed(first)
            page = mupdf.pdf_lookup_page_obj(self.pdf, 0)
            self._pages = mupdf.pdf_dict_get(page, mupdf.PDF_ENUM_NAME_Parent)
        else:
            page = mupdf.pdf_add_new_dict(self.pdf, 5)
            mupdf.pdf_dict_put(page, mupdf.PDF_ENUM_NAME_Type, mupdf.PDF_ENUM_NAME_Page)
            mupdf.pdf_dict_put(page, mupdf.PDF_ENUM_NAME_Parent, self._pages)
            mupdf.pdf_dict_put_rect(page, mupdf.PDF_ENUM_NAME_MediaBox, mupdf.FzRect(0, 0, width, height))
            kids = mupdf.pdf_dict_get(self._pages, mupdf.PDF_ENUM_NAME_Kids)
            mupdf.pdf_array_push(kids, page)
            mupdf.pdf_dict_put_int(self._pages, mupdf.PDF_ENUM_NAME_Count, mupdf.pdf_array_len(kids))
        resources = mupdf.pdf_dict_put_dict(page, mupdf.PDF_ENUM_NAME_Resources, 2)
        mupdf.pdf_dict_put(resources, mupdf.PDF_ENUM_NAME_Font, self._faces)
        return page, resources

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
        self._copied.clear()
        self.document.Graftmaps.clear()
        self.document.ShownPages.clear()

    def copied(self, source: object) -> mupdf.PdfGraftMap:
        """What was copied from `source` so far, so that a font of all its pages comes along once."""
        found = self._copied.get(source)
        if found is None:
            found = self._copied[source] = mupdf.pdf_new_graft_map(self.pdf)
        return found

    def bookmarks(self, entries: list[tuple[int, str, int]]) -> None:
        """Set the outline: level from 1, title, page from 1. Readers show it on opening."""
        self.document.set_toc([[level, clean(title), page] for level, title, page in entries], collapse=1)
        self.document.set_pagemode("UseOutlines")

    def number_pages(self, first: int = 1) -> None:
        """Label the pages from `first` on for readers that show labels, so that they agree with what is printed."""
        self.document.set_page_labels([{"startpage": 0, "prefix": "", "style": "D", "firstpagenum": first}])

    def _embed(self, page: pymupdf.Page) -> mupdf.PdfObj:
        """The faces, written once for all pages."""
        faces = mupdf.pdf_add_new_dict(self.pdf, len(FACE_NAMES))
        for face, name in FACE_NAMES.items():
            xref = page.insert_font(fontname=name, fontbuffer=self.lettering.face(face).font.buffer)
            mupdf.pdf_dict_puts(faces, name, mupdf.pdf_new_indirect(self.pdf, xref, 0))
        return faces

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
            drawn = b"\n".join((b"q", *sheet.operators, b"Q"))
            mupdf.pdf_update_stream(self.pdf, sheet.stream, mupdf.fz_new_buffer_from_copied_data(drawn), 0)
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
            left = line.x - shift(line.align, width)
            height = document[shaped.page].rect.height
            clip = pymupdf.Rect(shaped.left, 0, shaped.right + line.ask.size, height)
            place = pymupdf.Rect(clip) + (left - clip.x0, line.y - shaped.baseline) * 2
            page.show_pdf_page(place, document, shaped.page, clip=clip)

    def save(self, out: Path) -> None:
        """Write the PDF at `out`: streams deflated, unused objects dropped."""
        self.document.save(str(out), garbage=1, deflate=True)
        self.document.close()
