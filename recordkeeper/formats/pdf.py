"""PDF: the text of pages in reading order with the boxes of its words, and pages as pictures; MuPDF repairs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf

from recordkeeper.formats.decode import clean
from recordkeeper.formats.paint import paint_page
from recordkeeper.formats.pdf_outline import outline_of
from recordkeeper.formats.reading_order import in_reading_order
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.reading import Condition, Format, PageText, Picture, Reading

MOST_PAGES = 20_000
MOST_FAILURES = 500  # pages in a row: what claims a million pages and has none is given up
_STORE_EVERY = 100  # pages; MuPDF's store of images and fonts grows otherwise
_FLAGS = pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_PRESERVE_LIGATURES
_PROBLEMS = (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, IndexError, TypeError)
_OUTLINES = 40  # painted shapes on a page without text that make it a page of letters drawn as outlines
_IMAGES = frozenset({"fill-image", "fill-imgmask", "clip-imgmask"})
_SHAPES = frozenset({"fill-path", "ignore-text", "fill-shade"})


class PdfHandler:
    """Reads and paints PDF."""

    name = "pdf"
    version = 1
    formats = frozenset({Format.PDF})

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """Text by page. LOCKED when it takes a password, UNREADABLE `damaged` or `no_pages` when no page opens."""
        return self._with(path, untrusted_format, _page)

    def _with(self, path: Path, untrusted_format: Format, take: Take) -> Reading:
        reader = Reader(self.name, self.version)
        try:
            document = _opened(path)
        except _PROBLEMS:
            return Reading(untrusted_format, reader, Condition.UNREADABLE, "damaged")
        with document:
            if document.needs_pass:
                return Reading(untrusted_format, reader, Condition.LOCKED, "locked")
            return _read(document, untrusted_format, reader, take)

    def glance(self, path: Path, untrusted_format: Format) -> Reading:
        """As `read`, but no text: whether it opens, how many pages it has, and whether they can be opened."""
        return self._with(path, untrusted_format, _glance)

    def render(
        self,
        path: Path,
        untrusted_format: Format,  # noqa: ARG002  (the protocol's)
        page: int,
        dpi: float,
        marks: tuple[Box, ...],
    ) -> Picture:
        """Return page `page` upright. IndexError: there is none; ValueError: it is locked or cannot be painted."""
        try:
            document = _opened(path)
        except _PROBLEMS as problem:
            raise ValueError("damaged") from problem
        with document:
            if document.needs_pass:
                raise ValueError("locked")
            try:
                count = document.page_count
                loaded = document.load_page(page - 1) if 1 <= page <= count else None
            except _PROBLEMS as problem:
                raise ValueError("page cannot be opened") from problem
            if loaded is None:
                raise IndexError(page)
            return paint_page(loaded, dpi, marks)


Take = Callable[[pymupdf.Page, int], PageText]


def _opened(path: Path) -> pymupdf.Document:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    pymupdf.TOOLS.reset_mupdf_warnings()  # else they pile up for as long as the worker lives
    return pymupdf.open(str(path), filetype="pdf")


def _read(document: pymupdf.Document, found: Format, reader: Reader, take: Take) -> Reading:
    try:
        count = document.page_count
        title = str((document.metadata or {}).get("title") or "")
        outline = outline_of(document, count)
    except _PROBLEMS:
        return Reading(found, reader, Condition.UNREADABLE, "damaged")
    if count < 1:
        return Reading(found, reader, Condition.UNREADABLE, "no_pages")
    pages, failed = _pages(document, min(count, MOST_PAGES), take)
    if failed == len(pages):
        return Reading(found, reader, Condition.UNREADABLE, "damaged", page_count=count)
    reason = "some_pages_damaged" if failed else "only_start_read" if len(pages) < count else ""
    return Reading(
        found,
        reader,
        reason_code=reason,
        detail=str(failed) if failed else "",
        page_count=count,
        pages=tuple(pages),
        title=" ".join(clean(title).split())[:500],
        outline=outline,
    )


def _pages(document: pymupdf.Document, count: int, take: Take) -> tuple[list[PageText], int]:
    """The pages, and how many of them could not be opened (they are there, empty)."""
    pages: list[PageText] = []
    failed = in_a_row = 0
    for number in range(1, count + 1):
        try:
            pages.append(take(document.load_page(number - 1), number))
            in_a_row = 0
        except _PROBLEMS:
            pages.append(PageText(number, ""))
            failed, in_a_row = failed + 1, in_a_row + 1
        if in_a_row > MOST_FAILURES:
            break
        if number % _STORE_EVERY == 0:
            pymupdf.TOOLS.store_shrink(100)
    return pages, failed


def _glance(_page: pymupdf.Page, number: int) -> PageText:
    return PageText(number, "")


def _page(page: pymupdf.Page, number: int) -> PageText:
    rotation = page.rotation
    words = page.get_textpage(flags=_FLAGS).extractWORDS()
    width, height = page.rect.width, page.rect.height
    if rotation in (90, 270):
        width, height = height, width
    if not words:
        return PageText(number, "", width, height, picture_only=_is_picture(page))
    text, boxes = in_reading_order(words, rotation, width, height)
    return PageText(number, text, width, height, boxes)


def _is_picture(page: pymupdf.Page) -> bool:
    """True when there is something to see on a page without text: an image, or letters drawn as shapes."""
    painted = [entry[0] for entry in page.get_bboxlog()]
    return not _IMAGES.isdisjoint(painted) or sum(kind in _SHAPES for kind in painted) >= _OUTLINES
