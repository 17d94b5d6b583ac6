"""Where the links and bookmarks of a PDF lead."""

from __future__ import annotations

from pathlib import Path

import pymupdf


def look(path: Path, passwords: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """How many there are, and in words those that lead to no page of it.

    RuntimeError or ValueError: it cannot be opened.
    """
    wrong: list[str] = []
    count = 0
    with pymupdf.open(str(path), filetype="pdf") as document:
        if document.needs_pass:
            any(document.authenticate(word) for word in passwords)
        for page in document:
            for link in page.get_links():
                count += 1
                inside = link["kind"] == pymupdf.LINK_GOTO and 0 <= link["page"] < len(document)
                if not inside:
                    wrong.append(f"page {page.number + 1}")
        for _, title, goal in document.get_toc():
            count += 1
            if not 1 <= goal <= len(document):
                wrong.append(str(title))
    return count, wrong
