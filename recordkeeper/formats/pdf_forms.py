"""What a filled PDF form says beside what is painted, and forms that only Adobe's program can show (XFA)."""

from __future__ import annotations

import pymupdf

from recordkeeper.formats.decode import clean
from recordkeeper.formats.markup import xml_text
from recordkeeper.formats.pdf_open import PDF_PROBLEMS

_WORDS = frozenset({"Text", "ComboBox", "ListBox"})
_HIDDEN = 1  # PyMuPDF's field_display: not shown and not printed
_MOST_DATA = 16 * 1024**2  # bytes of the form's data


def unpainted_values(page: pymupdf.Page, text: str) -> str:
    """Values of fields that are not in the page's text: typed with a font that lacks the letters, say."""
    seen = "".join(text.split())
    missing: list[str] = []
    try:
        for field in page.widgets():
            value = clean(str(field.field_value or "")).strip()
            is_shown = field.field_type_string in _WORDS and field.field_display != _HIDDEN
            if is_shown and "".join(value.split()) not in seen:
                missing.append(value)
    except PDF_PROBLEMS:
        pass  # a damaged form costs no page
    return "\n".join(missing)


def is_form(document: pymupdf.Document) -> bool:
    try:
        return bool(document.is_form_pdf)
    except PDF_PROBLEMS:
        return False


def is_shown_by_adobe_only(document: pymupdf.Document) -> bool:
    """True for a form whose pages are made while it is shown (dynamic XFA); what it holds instead is a notice."""
    try:
        catalogue = document.pdf_catalog()
        has_xfa = document.xref_get_key(catalogue, "AcroForm/XFA")[0] != "null"
        return bool(has_xfa and document.xref_get_key(catalogue, "NeedsRendering")[1] == "true")
    except PDF_PROBLEMS:
        return False


def form_data(document: pymupdf.Document) -> str:
    """What was typed into such a form: the words of its data, a line an element."""
    mupdf = pymupdf.mupdf
    try:
        pdf = mupdf.pdf_document_from_fz_document(document)
        parts = mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/AcroForm/XFA")
        for at in range(0, mupdf.pdf_array_len(parts) - 1, 2):
            if mupdf.pdf_to_text_string(mupdf.pdf_array_get(parts, at)) == "datasets":
                xref = mupdf.pdf_to_num(mupdf.pdf_array_get(parts, at + 1))
                return _words(document, xref)
    except PDF_PROBLEMS:
        return ""
    return ""


def _words(document: pymupdf.Document, xref: int) -> str:
    if len(document.xref_stream_raw(xref) or b"") > _MOST_DATA:
        return ""
    return xml_text((document.xref_stream(xref) or b"")[:_MOST_DATA]) or ""
