"""Cuts the packet into one PDF a document, for portals that take single files: the same pages with their strips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from recordkeeper.paper.lettering import clean


@dataclass(frozen=True, slots=True)
class Cut:
    """Pages `first` to `last` (from 1) of the packet, what they are called, and where they go."""

    first: int
    last: int
    title: str
    out: Path


def write(
    packet: Path, cuts: list[Cut], language: str, *, first_page: int = 1, largest: int = 0
) -> list[list[Cut]]:
    """Write each cut; returns for each the files it became, in order.

    With `largest`, a file of more bytes is written as several with fewer pages, named with a number behind. A page
    that is larger alone is written all the same. `first_page` is the number printed on the packet's first page.
    OSError when a file cannot be written.
    """
    with pymupdf.open(str(packet), filetype="pdf") as document:
        return [list(_fitting(document, cut, language, first_page, largest)) for cut in cuts]


def _fitting(document: pymupdf.Document, cut: Cut, language: str, first_page: int, largest: int) -> Iterator[Cut]:
    sizes = [(cut.first, cut.last)]
    done: list[tuple[int, int, bytes]] = []
    while sizes:
        first, last = sizes.pop(0)
        data = _bytes(document, first, last, cut.title, language, first_page)
        if largest and len(data) > largest and first < last:
            middle = (first + last) // 2
            sizes[:0] = [(first, middle), (middle + 1, last)]
        else:
            done.append((first, last, data))
    for number, (first, last, data) in enumerate(done, start=1):
        out = cut.out if len(done) == 1 else cut.out.with_name(f"{cut.out.stem} ({number} - {len(done)}).pdf")
        out.write_bytes(data)
        yield Cut(first, last, cut.title, out)


def _bytes(document: pymupdf.Document, first: int, last: int, title: str, language: str, first_page: int) -> bytes:
    """Without links, which would lead to pages that are not in it."""
    made = pymupdf.open()
    made.insert_pdf(document, from_page=first - 1, to_page=last - 1, links=False, annots=False)
    made.set_metadata({"title": clean(title)})
    made.set_language(language)
    made.set_page_labels([{"startpage": 0, "prefix": "", "style": "D", "firstpagenum": first + first_page - 1}])
    data: bytes = made.tobytes(garbage=3, deflate=True)
    made.close()
    return data
