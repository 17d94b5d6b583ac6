"""PDF: text of pages in reading order with boxes of its words, pages as pictures, attachments; MuPDF repairs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf

from recordkeeper.formats.archive import Budget
from recordkeeper.formats.decode import clean
from recordkeeper.formats.handler import Member, PageLocked, RefusedArchive, finished
from recordkeeper.formats.member_names import shown_name
from recordkeeper.formats.paint import paint_page
from recordkeeper.formats.pdf_forms import form_data, is_form, is_shown_by_adobe_only, unpainted_values
from recordkeeper.formats.pdf_inside import attached_files, contents, is_portfolio
from recordkeeper.formats.pdf_open import PDF_PROBLEMS, is_locked, open_pdf
from recordkeeper.formats.pdf_outline import outline_of
from recordkeeper.formats.raised import looks_like_results, with_raised
from recordkeeper.formats.reading_order import in_reading_order
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.reading import Condition, Format, OutlineEntry, PageText, Picture, Reading

MOST_PAGES = 20_000
MOST_FAILURES = 500  # pages in a row: what claims a million pages and has none is given up
_SECONDS_A_STEP = 4.0  # for opening, and for each page; a full page of text takes a hundredth of it
_SECONDS_A_PAGE_AFTERWARDS = 0.05  # for what is attached and filled in
_BYTES_A_SECOND = 500_000  # large files have large pages: drawings of some megabytes
_STORE_EVERY = 100  # pages; MuPDF's store of images and fonts grows otherwise
_FLAGS = pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_PRESERVE_LIGATURES
_OUTLINES = 40  # painted shapes on a page without text that make it a page of letters drawn as outlines
_IMAGES = frozenset({"fill-image", "fill-imgmask", "clip-imgmask"})
_SHAPES = frozenset({"fill-path", "ignore-text", "fill-shade"})


class PdfHandler:
    """Reads and paints PDF, and takes out what is attached to it."""

    name = "pdf"
    version = 3
    formats = frozenset({Format.PDF})

    def __init__(self, passwords: tuple[str, ...] = ()) -> None:
        self._passwords = passwords

    def with_passwords(self, passwords: tuple[str, ...]) -> PdfHandler:
        """The same, trying these in order on what is locked."""
        return PdfHandler(passwords)

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """Text by page, and how many files are attached.

        LOCKED when it takes a password nobody supplied, UNREADABLE `damaged` or `no_pages` when no page opens.
        """
        return finished(self.read_steps(path, untrusted_format))

    def read_steps(self, path: Path, untrusted_format: Format) -> Generator[float, None, Reading]:
        """As `read`, a page a step: one that is painted without end costs some seconds, not minutes."""
        return (yield from self._with(path, untrusted_format, _page))

    def glance(self, path: Path, untrusted_format: Format) -> Reading:
        """As `read`, but no text: whether it opens, how many pages it has, and whether they can be opened."""
        return finished(self._with(path, untrusted_format, _glance))

    def _with(self, path: Path, untrusted_format: Format, take: Take) -> Generator[float, None, Reading]:
        reader = Reader(self.name, self.version)
        seconds = _SECONDS_A_STEP + path.stat().st_size / _BYTES_A_SECOND
        yield seconds
        try:
            document = open_pdf(path, self._passwords)
        except PDF_PROBLEMS:
            return Reading(untrusted_format, reader, Condition.UNREADABLE, "damaged")
        with document:
            if is_locked(document):
                return Reading(untrusted_format, reader, Condition.LOCKED, "locked")
            return (yield from _read(document, untrusted_format, reader, take, seconds))

    def render(
        self,
        path: Path,
        untrusted_format: Format,  # noqa: ARG002  (the protocol's)
        page: int,
        dpi: float,
        marks: tuple[Box, ...],
    ) -> Picture:
        """Return page `page` upright. IndexError, ValueError, PageLocked as the protocol says."""
        try:
            document = open_pdf(path, self._passwords)
        except PDF_PROBLEMS as problem:
            raise ValueError("damaged") from problem
        with document:
            if is_locked(document):
                raise PageLocked("locked")
            try:
                count = document.page_count
                loaded = document.load_page(page - 1) if 1 <= page <= count else None
            except PDF_PROBLEMS as problem:
                raise ValueError("page cannot be opened") from problem
            if loaded is None:
                raise IndexError(page)
            return paint_page(loaded, dpi, marks)

    def outline(self, path: Path, untrusted_format: Format) -> tuple[OutlineEntry, ...]:
        """The bookmarks of a file; none where it does not open."""
        del untrusted_format
        try:
            with open_pdf(path, self._passwords) as document:
                return () if is_locked(document) else outline_of(document, document.page_count)
        except PDF_PROBLEMS:
            return ()

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each attached file. RefusedArchive archive_damaged, archive_locked or archive_bomb for the whole;
        member_damaged from a file's own iterator.
        """
        del untrusted_format
        budget = Budget(path.stat().st_size)
        try:
            document = open_pdf(path, self._passwords)
        except PDF_PROBLEMS as problem:
            raise RefusedArchive("archive_damaged") from problem
        with document:
            if is_locked(document):
                raise RefusedArchive("archive_locked")
            for index, file in enumerate(attached_files(document)):
                raw = file.name.encode("utf-8", "surrogatepass")
                yield Member(shown_name(file.name), raw, index, 0), budget.counted(contents(document, file.xref))


Take = Callable[[pymupdf.Page, int], PageText]


def _read(
    document: pymupdf.Document, found: Format, reader: Reader, take: Take, seconds: float
) -> Generator[float, None, Reading]:
    try:
        count = document.page_count
        title = str((document.metadata or {}).get("title") or "")
        outline = outline_of(document, count)
    except PDF_PROBLEMS:
        return Reading(found, reader, Condition.UNREADABLE, "damaged")
    if count < 1:
        return Reading(found, reader, Condition.UNREADABLE, "no_pages")
    pages, failed = yield from _pages(document, min(count, MOST_PAGES), take, seconds)
    if failed == len(pages):
        return Reading(found, reader, Condition.UNREADABLE, "damaged", page_count=count)
    inside = len(attached_files(document)) if take is _page else 0
    if take is _page and (is_form(document) or is_shown_by_adobe_only(document)):
        pages = _with_form(document, pages)
    return Reading(
        found,
        reader,
        reason_code=_reason(document, failed, len(pages) < count, inside),
        detail=str(failed) if failed else "",
        page_count=count,
        pages=tuple(pages),
        title=" ".join(clean(title).split())[:500],
        inside=inside,
        outline=outline,
    )


def _reason(document: pymupdf.Document, failed: int, is_cut: bool, inside: int) -> str:
    if document.needs_pass:
        return "unlocked"
    if failed:
        return "some_pages_damaged"
    if is_cut:
        return "only_start_read"
    if is_shown_by_adobe_only(document):
        return "form_not_shown"
    return "pdf_portfolio" if inside and is_portfolio(document) else ""


def _with_form(document: pymupdf.Document, pages: list[PageText]) -> list[PageText]:
    """The pages with what was filled in and is not painted. Those words have no boxes."""
    found = []
    for page in pages:
        try:
            more = unpainted_values(document.load_page(page.page - 1), page.text)
        except PDF_PROBLEMS:
            more = ""
        if page.page == 1 and is_shown_by_adobe_only(document):
            more = "\n".join(filter(None, (more, form_data(document))))
        text = "\n".join(filter(None, (page.text, more)))
        found.append(replace(page, text=text, picture_only=page.picture_only and not more))
    return found


def _pages(
    document: pymupdf.Document, count: int, take: Take, seconds: float
) -> Generator[float, None, tuple[list[PageText], int]]:
    """The pages, and how many of them could not be opened (they are there, empty)."""
    pages: list[PageText] = []
    failed = in_a_row = 0
    for number in range(1, count + 1):
        yield seconds
        try:
            pages.append(take(document.load_page(number - 1), number))
            in_a_row = 0
        except PDF_PROBLEMS:
            pages.append(PageText(number, ""))
            failed, in_a_row = failed + 1, in_a_row + 1
        if in_a_row > MOST_FAILURES:
            break
        if number % _STORE_EVERY == 0:
            pymupdf.TOOLS.store_shrink(100)
    yield seconds + count * _SECONDS_A_PAGE_AFTERWARDS
    return pages, failed


def _glance(_page: pymupdf.Page, number: int) -> PageText:
    return PageText(number, "")


def _page(page: pymupdf.Page, number: int) -> PageText:
    rotation = page.rotation
    textpage = page.get_textpage(flags=_FLAGS)
    words = textpage.extractWORDS()
    width, height = page.rect.width, page.rect.height
    if rotation in (90, 270):
        width, height = height, width
    if not words:
        return PageText(number, "", width, height, picture_only=_is_picture(page))
    if looks_like_results(words):
        words = with_raised(words, textpage.extractDICT())
    text, boxes = in_reading_order(words, rotation, width, height)
    return PageText(number, text, width, height, boxes)


def _is_picture(page: pymupdf.Page) -> bool:
    """True when there is something to see on a page without text: an image, or letters drawn as shapes."""
    painted = [entry[0] for entry in page.get_bboxlog()]
    return not _IMAGES.isdisjoint(painted) or sum(kind in _SHAPES for kind in painted) >= _OUTLINES
