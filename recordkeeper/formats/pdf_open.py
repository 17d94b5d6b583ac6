"""Opening a PDF with MuPDF: quiet, and with the passwords a person supplied where it takes one."""

from __future__ import annotations

from pathlib import Path

import pymupdf

# What MuPDF and its binding raise over damaged files.
PDF_PROBLEMS = (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, IndexError, TypeError)


_MOST_MENDED = 64 * 1024**2  # bytes of a file that are read at once


def open_pdf(path: Path, passwords: tuple[str, ...] = ()) -> pymupdf.Document:
    """The document; still locked (`needs_pass`) when no password opens it. Raises one of PDF_PROBLEMS."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    pymupdf.TOOLS.reset_mupdf_warnings()  # else they pile up for as long as the worker lives
    document = pymupdf.open(str(path), filetype="pdf")
    if document.needs_pass:
        for password in passwords:
            if document.authenticate(password):
                break
    return _mended(path, passwords) or document if _is_empty(document) else document


def is_locked(document: pymupdf.Document) -> bool:
    """Whether a password is still missing. One that only forbids printing or copying is no lock to a reader."""
    return bool(document.is_encrypted)


def _is_empty(document: pymupdf.Document) -> bool:
    """Whether it has no pages though its table of objects seemed right, so that nothing was repaired."""
    try:
        return not document.is_encrypted and not document.is_repaired and document.page_count < 1
    except PDF_PROBLEMS:
        return False


def _mended(path: Path, passwords: tuple[str, ...]) -> pymupdf.Document | None:
    """The same file with its objects looked for one by one, if that gives pages.

    A file changed by a careless program may name a table of objects that lacks most of them. MuPDF looks for
    objects itself only where it finds no table at all.
    """
    if path.stat().st_size > _MOST_MENDED:
        return None
    try:
        document = pymupdf.open(stream=path.read_bytes().replace(b"startxref", b"startnone"), filetype="pdf")
        if document.needs_pass:
            any(document.authenticate(password) for password in passwords)
        return document if not document.is_encrypted and document.page_count > 0 else None
    except PDF_PROBLEMS:
        return None
