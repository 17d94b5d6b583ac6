"""The documents of one file, each recognised on its own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from recordkeeper.recognise.split import split
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.records.document import Document, Recognition
from recordkeeper.records.reading import Format, OutlineEntry, PageText

# Files with pages of their own: what is typed on is one document, as its writer saw it.
_PAGED = frozenset({Format.PDF, Format.TIFF})


class Recognises(Protocol):
    """`recognise.document.recognise` with its rules and what is known of the file."""

    def __call__(self, pages: Sequence[PageText], /, *, file_title: str) -> Recognition: ...


def parts_of(
    pages: Sequence[PageText],
    form: Format,
    outline: Sequence[OutlineEntry],
    file_title: str,
    *,
    rules: SplitRules,
    recognise: Recognises,
) -> list[Document]:
    """Return the documents in the order of their pages; a single one has no pages named: it is the whole file."""
    spans = split(pages, outline, rules=rules) if form in _PAGED and len(pages) > 1 else ()
    if len(spans) < 2:
        return [Document(recognise(pages, file_title=file_title))]
    found = []
    for span in spans:
        recognition = recognise(pages[span.first_page - 1 : span.last_page], file_title=span.title)
        reasons = (*recognition.reasons, *span.reasons)
        found.append(Document(replace(recognition, reasons=reasons), span.first_page, span.last_page))
    return found
