"""Shows pages of somebody else's PDF inside ours, upright and whole, with what was filled in or noted on them.

A page becomes a form of its own in our file, so that nothing of it (names of fonts, an unbalanced state, links,
scripts) reaches ours. Sources are opened for reading; what is changed is changed in memory only.
"""

from __future__ import annotations

from pathlib import Path

import pymupdf

from recordkeeper.records.papers import SlotProblem

# What MuPDF raises on damaged input; FileDataError and FileNotFoundError's kin are RuntimeErrors there.
PDF_TROUBLE = (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase)


class CannotShow(Exception):
    """A document or page that cannot be put on paper, and why."""

    def __init__(self, problem: SlotProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class ShownPdf:
    """A PDF opened for showing. CannotShow when it is damaged or locked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.document = pymupdf.open(str(path), filetype="pdf")
            locked = bool(self.document.needs_pass)
            self.page_count = 0 if locked else int(self.document.page_count)
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error
        if locked:
            raise CannotShow(SlotProblem.LOCKED)
        if not self.page_count:
            raise CannotShow(SlotProblem.DAMAGED)
        self._turned: dict[int, tuple[int, float, float]] = {}
        self._bake()

    def close(self) -> None:
        self.document.close()

    @property
    def hides_layers(self) -> bool:
        """Whether some layer is off by default: a form would show it, so such pages are better painted."""
        try:
            return any(not layer["on"] for layer in self.document.get_ocgs().values())
        except PDF_TROUBLE:
            return False  # a damaged layer list hides nothing in MuPDF either

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points of page `number` (from 1) as a reader shows it. CannotShow: no such page."""
        return self._straighten(number)[1:]

    def show(self, number: int, page: pymupdf.Page, place: pymupdf.Rect) -> None:
        """Show page `number` in `place`, as large as fits. CannotShow when the page is damaged."""
        turn, _, _ = self._straighten(number)
        try:
            page.show_pdf_page(place, self.document, number - 1, rotate=-turn)
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error

    def _bake(self) -> None:
        """Turn notes and filled-in fields into page content: a form carries content only."""
        try:
            if self.document.is_form_pdf or self.document.has_annots():
                self.document.bake()
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error

    def _straighten(self, number: int) -> tuple[int, float, float]:
        """Return the page's turn and size, after taking turn and unit out of it: forms know neither."""
        known = self._turned.get(number)
        if known is not None:
            return known
        if not 1 <= number <= self.page_count:
            raise CannotShow(SlotProblem.NO_SUCH_PAGE)
        try:
            page = self.document[number - 1]
            turn, width, height = int(page.rotation), float(page.rect.width), float(page.rect.height)
            if turn:
                page.set_rotation(0)
            if self.document.xref_get_key(page.xref, "UserUnit")[0] != "null":
                self.document.xref_set_key(page.xref, "UserUnit", "null")
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error
        if width <= 0 or height <= 0:
            raise CannotShow(SlotProblem.DAMAGED)
        self._turned[number] = (turn, width, height)
        return self._turned[number]
