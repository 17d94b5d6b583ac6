"""Files a PDF carries: attachments, the papers of a portfolio, and files pinned to a place on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pymupdf

from recordkeeper.formats.archive import CHUNK, DAMAGE
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.formats.pdf_open import PDF_PROBLEMS
from recordkeeper.formats.unpackers import Deflated, unpacked

MOST_FILES = 10_000
MOST_PAGES = 20_000
_NAMES = ("UF", "F", "Unix", "DOS", "Mac")  # ISO 32000-1 table 44: where a file's name and its bytes may stand
_ZLIB = 15  # window bits of a stream with zlib's header
_MOST_OTHERWISE_PACKED = 16 * 1024**2  # bytes of filters that are not unpacked in steps


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a PDF: the name it is shown by, untrusted, and the number of the stream that holds it."""

    name: str
    xref: int


def attached_files(document: pymupdf.Document) -> tuple[Attached, ...]:
    """All of them, each stream once. What is damaged is left out."""
    found: dict[int, Attached] = {}
    for specification in _specifications(document):
        try:
            one = _described(specification)
        except PDF_PROBLEMS:
            continue
        if one is not None:
            found.setdefault(one.xref, one)
        if len(found) >= MOST_FILES:
            break
    return tuple(found.values())


def is_portfolio(document: pymupdf.Document) -> bool:
    """True for a PDF that is a folder of other files, with a cover page at most (ISO 32000-1 7.11.6)."""
    try:
        return bool(document.xref_get_key(document.pdf_catalog(), "Collection")[0] != "null")
    except PDF_PROBLEMS:
        return False


def contents(document: pymupdf.Document, xref: int) -> Iterator[bytes]:
    """The bytes of a stream, in chunks. RefusedArchive member_damaged, or archive_bomb where it may be one."""
    try:
        raw = document.xref_stream_raw(xref) or b""
        kind, packing = document.xref_get_key(xref, "Filter")
        plain_parameters = document.xref_get_key(xref, "DecodeParms")[0] == "null"
    except PDF_PROBLEMS as problem:
        raise RefusedArchive("member_damaged") from problem
    if kind == "null":
        yield from _slices(raw)
    elif packing.strip("[ ]") in ("/FlateDecode", "/Fl") and plain_parameters:
        try:
            yield from unpacked(_slices(raw), Deflated(_ZLIB))
        except DAMAGE as problem:
            raise RefusedArchive("member_damaged") from problem
    elif len(raw) > _MOST_OTHERWISE_PACKED:
        raise RefusedArchive("archive_bomb")
    else:
        yield from _otherwise_packed(document, xref)


def _otherwise_packed(document: pymupdf.Document, xref: int) -> Iterator[bytes]:
    try:
        whole = document.xref_stream(xref) or b""
    except PDF_PROBLEMS as problem:
        raise RefusedArchive("member_damaged") from problem
    yield from _slices(whole)


def _slices(raw: bytes) -> Iterator[bytes]:
    return (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))


def _specifications(document: pymupdf.Document) -> Iterator[pymupdf.mupdf.PdfObj]:
    """Every file specification: those of the names tree, then those of annotations."""
    mupdf = pymupdf.mupdf
    pdf = mupdf.pdf_document_from_fz_document(document)
    try:
        tree = mupdf.pdf_load_name_tree(pdf, mupdf.pdf_new_name("EmbeddedFiles"))
        for at in range(min(mupdf.pdf_dict_len(tree), MOST_FILES)):
            yield mupdf.pdf_dict_get_val(tree, at)
    except PDF_PROBLEMS:
        pass  # the tree is damaged; annotations may be whole
    for number in range(_pages(document)):
        try:
            page = mupdf.pdf_lookup_page_obj(pdf, number)
            notes = mupdf.pdf_dict_gets(page, "Annots")
            count = min(mupdf.pdf_array_len(notes), MOST_FILES) if notes.m_internal else 0
            for at in range(count):
                note = mupdf.pdf_array_get(notes, at)
                if mupdf.pdf_to_name(mupdf.pdf_dict_gets(note, "Subtype")) == "FileAttachment":
                    yield mupdf.pdf_dict_gets(note, "FS")
        except PDF_PROBLEMS:
            continue


def _pages(document: pymupdf.Document) -> int:
    try:
        return min(int(document.page_count), MOST_PAGES)
    except PDF_PROBLEMS:
        return 0


def _described(specification: pymupdf.mupdf.PdfObj) -> Attached | None:
    mupdf = pymupdf.mupdf
    embedded = mupdf.pdf_dict_gets(specification, "EF")
    streams = (mupdf.pdf_to_num(mupdf.pdf_dict_gets(embedded, key)) for key in _NAMES)
    xref = next((number for number in streams if number), 0)
    texts = (mupdf.pdf_dict_gets(specification, key) for key in _NAMES)
    name = next((mupdf.pdf_to_text_string(text) for text in texts if mupdf.pdf_is_string(text)), "")
    return Attached(name, xref) if xref else None
