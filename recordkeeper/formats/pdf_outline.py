"""The bookmarks of a PDF, bounded: what the file says of its own parts."""

from __future__ import annotations

import pymupdf

from recordkeeper.formats.decode import clean
from recordkeeper.records.reading import OutlineEntry

MOST_ENTRIES = 5000
MOST_LEVELS = 8
MOST_TITLE = 200


def outline_of(document: pymupdf.Document, page_count: int) -> tuple[OutlineEntry, ...]:
    """Return the bookmarks that lead to a page of the document, in its order: at most 5,000, eight levels deep."""
    found: list[OutlineEntry] = []
    waiting = [(document.outline, 1)]
    seen = 0
    while waiting and seen < MOST_ENTRIES:
        entry, level = waiting.pop()
        if entry is None or entry.this.m_internal is None:
            continue
        seen += 1
        waiting.append((entry.next, level))
        if level < MOST_LEVELS:
            waiting.append((entry.down, level + 1))
        if not entry.is_external and 0 <= entry.page < page_count:
            title = " ".join(clean(entry.title or "").split())[:MOST_TITLE]
            found.append(OutlineEntry(title, entry.page + 1, level))
    return tuple(found)
