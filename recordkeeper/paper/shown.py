"""Shows pages of somebody else's PDF inside ours, upright and whole, with what was filled in or noted on them.

A page becomes a form of its own in our file, so that nothing of it (names of fonts, an unbalanced state, links,
scripts) reaches ours. Sources are opened for reading; what is changed is changed in memory only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pymupdf
from isal import isal_zlib
from pymupdf import mupdf

from recordkeeper.paper.look import Box
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.papers import ScanText, SlotProblem

# What MuPDF raises on damaged input; FileDataError and FileNotFoundError's kin are RuntimeErrors there.
PDF_TROUBLE = (RuntimeError, ValueError, IndexError, mupdf.FzErrorBase)

_AT_ONCE = 1 << 20  # bytes unpacked to see whether a stream is whole


class CannotShow(Exception):
    """A document or page that cannot be put on paper, and why."""

    def __init__(self, problem: SlotProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Look:
    """A page as a reader shows it: its turn, its size in points, and what is seen of it in its own coordinates."""

    page: mupdf.PdfObj
    turn: int
    width: float
    height: float
    seen: Box


class ShownPdf:
    """A PDF opened for showing. CannotShow when it is damaged or locked.

    MuPDF itself is called: a thousand files must not each cost what PyMuPDF reads of every one it opens.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._pdf = mupdf.pdf_open_document(str(path))
            locked = bool(mupdf.pdf_needs_password(self._pdf))
            self.page_count = 0 if locked else int(mupdf.pdf_count_pages(self._pdf))
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error
        if locked:
            raise CannotShow(SlotProblem.LOCKED)
        if not self.page_count:
            raise CannotShow(SlotProblem.DAMAGED)
        self._looks: dict[int, _Look] = {}
        self._is_baked = False

    def close(self) -> None:
        """Let go of the file."""
        self._looks.clear()
        self._pdf = mupdf.PdfDocument()

    @property
    def hides_layers(self) -> bool:
        """Whether some layer is off by default: a form would show it, so such pages are better painted."""
        try:
            root = mupdf.pdf_dict_get(mupdf.pdf_trailer(self._pdf), mupdf.PDF_ENUM_NAME_Root)
            if not mupdf.pdf_dict_get(root, mupdf.PDF_ENUM_NAME_OCProperties).m_internal:
                return False
            with pymupdf.open(str(self.path), filetype="pdf") as document:
                return any(not layer["on"] for layer in document.get_ocgs().values())
        except PDF_TROUBLE:
            return False  # a damaged layer list hides nothing in MuPDF either

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points of page `number` (from 1) as a reader shows it. CannotShow: no such page."""
        look = self._look(number)
        return look.width, look.height

    def show(self, number: int, sheet: Sheet, place: Box, scan: ScanText | None = None) -> None:
        """Show page `number` in `place`, as large as fits, with the words of a scan. CannotShow: it is damaged."""
        look = self._look(number)
        try:
            form = self._form(look, sheet)
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error
        sheet.form(form, look.seen, place, -look.turn)
        if scan is not None:
            sheet.unseen(scan, look.seen, place, -look.turn)

    def _form(self, look: _Look, sheet: Sheet) -> mupdf.PdfObj:
        """Make the page a form of the sheet's paper: its content and what that needs, cut at what is seen of it."""
        needed = mupdf.pdf_dict_get_inheritable(look.page, mupdf.PDF_ENUM_NAME_Resources)
        copied = mupdf.pdf_graft_mapped_object(sheet.paper.copied(self), needed)
        data, packed = _content(mupdf.pdf_dict_get(look.page, mupdf.PDF_ENUM_NAME_Contents))
        edges = mupdf.FzRect(*look.seen)
        form = mupdf.pdf_new_xobject(sheet.paper.pdf, edges, mupdf.FzMatrix(), copied, data)
        if packed:
            mupdf.pdf_dict_put(form, mupdf.PDF_ENUM_NAME_Filter, mupdf.PDF_ENUM_NAME_FlateDecode)
            mupdf.pdf_update_stream(sheet.paper.pdf, form, data, 1)
        return form

    def _look(self, number: int) -> _Look:
        known = self._looks.get(number)
        if known is not None:
            return known
        if not 1 <= number <= self.page_count:
            raise CannotShow(SlotProblem.NO_SUCH_PAGE)
        box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
        try:
            page = mupdf.pdf_lookup_page_obj(self._pdf, number - 1)
            self._bake(page)
            mupdf.pdf_page_obj_transform(page, box, matrix)
            turn = mupdf.pdf_to_int(mupdf.pdf_dict_get_inheritable(page, mupdf.PDF_ENUM_NAME_Rotate))
        except PDF_TROUBLE as error:
            raise CannotShow(SlotProblem.DAMAGED) from error
        shown = mupdf.fz_transform_rect(box, matrix)
        width, height = shown.x1 - shown.x0, shown.y1 - shown.y0
        if width <= 0 or height <= 0:
            raise CannotShow(SlotProblem.DAMAGED)
        seen = (box.x0, box.y0, box.x1, box.y1)
        found = self._looks[number] = _Look(page, (turn % 360 + 45) // 90 * 90 % 360, width, height, seen)
        return found

    def _bake(self, page: mupdf.PdfObj) -> None:
        """Turn notes and filled-in fields into content, as a form carries nothing else; done before any is met."""
        if not self._is_baked and mupdf.pdf_dict_get(page, mupdf.PDF_ENUM_NAME_Annots).m_internal:
            mupdf.pdf_bake_document(self._pdf, 1, 1)
            self._is_baked = True


def _content(found: mupdf.PdfObj) -> tuple[mupdf.FzBuffer, bool]:
    """A page's content, and whether it is packed: it is taken as it lies where it is one sound packed stream."""
    if mupdf.pdf_is_array(found):
        parts = [mupdf.pdf_array_get(found, at) for at in range(mupdf.pdf_array_len(found))]
    else:
        parts = [found]
    parts = [part for part in parts if mupdf.pdf_is_stream(part)]
    if len(parts) == 1 and (packed := _packed(parts[0])) is not None:
        return packed, True
    whole = mupdf.FzBuffer(1024)
    for part in parts:
        mupdf.fz_append_buffer(whole, mupdf.pdf_load_stream(part))
        mupdf.fz_append_byte(whole, ord(" "))  # operators of two parts must not run into one
    return whole, False


def _packed(stream: mupdf.PdfObj) -> mupdf.FzBuffer | None:
    """The bytes of a stream as they lie in the file; None when they are not deflated, or not whole."""
    method = mupdf.pdf_to_name(mupdf.pdf_dict_get(stream, mupdf.PDF_ENUM_NAME_Filter))
    settings = mupdf.pdf_dict_get(stream, mupdf.PDF_ENUM_NAME_DecodeParms)
    if method != "FlateDecode" or settings.m_internal:
        return None
    packed = mupdf.pdf_load_raw_stream(stream)
    return packed if _is_whole(mupdf.fz_buffer_extract_copy(packed)) else None


def _is_whole(packed: bytes) -> bool:
    unfold = isal_zlib.decompressobj()
    try:
        while packed and not unfold.eof:
            unfold.decompress(packed, _AT_ONCE)
            packed = unfold.unconsumed_tail
    except cast("type[Exception]", isal_zlib.error):
        return False
    return bool(unfold.eof)
