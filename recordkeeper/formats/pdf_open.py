"""Opening a PDF with MuPDF: quiet, and with the passwords a person supplied where it takes one."""

from __future__ import annotations

from pathlib import Path

import pymupdf

# What MuPDF and its binding raise over damaged files.
PDF_PROBLEMS = (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, IndexError, TypeError)


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
    return document


def is_locked(document: pymupdf.Document) -> bool:
    """Whether a password is still missing. One that only forbids printing or copying is no lock to a reader."""
    return bool(document.is_encrypted)
