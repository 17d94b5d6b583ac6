"""A copy of a PDF without its lock, so that a doctor who was not told the password can read it."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from recordkeeper.paper.shown import PDF_TROUBLE


def write(source: Path, out: Path, passwords: tuple[str, ...], *, attachments: bool) -> int | None:
    """Write `source` at `out` without a password; return its pages, or None (nothing is written) if none opens it.

    The pages stay as they are. Attached files go along only with `attachments`: they may be somebody else's.
    """
    try:
        document = pymupdf.open(str(source), filetype="pdf")
        if document.needs_pass and not any(document.authenticate(word) for word in passwords):
            return None
        if not attachments:
            _without_attachments(document)
        document.save(str(out), encryption=pymupdf.mupdf.PDF_ENCRYPT_NONE, garbage=1)
        return int(document.page_count)
    except PDF_TROUBLE:
        out.unlink(missing_ok=True)
        return None


def _without_attachments(document: pymupdf.Document) -> None:
    """Take out what is attached to the whole and what is pinned to a page."""
    for name in document.embfile_names():
        document.embfile_del(name)
    for number in range(document.page_count):
        page = document[number]
        for note in list(page.annots(types=[pymupdf.mupdf.PDF_ANNOT_FILE_ATTACHMENT])):
            page.delete_annot(note)
