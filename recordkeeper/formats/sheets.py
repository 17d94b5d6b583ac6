"""The common half of readers that yield plain text: text to pages with word boxes, and a page to a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats.decode import clean
from recordkeeper.formats.grid import lay_out
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.reading import Condition, Format, PageText, Picture, Reading
from recordkeeper.records.stated import Stated

MOST_PAGES = 5000  # of a text; the rest is kept in the file and said not to be read
MOST_BYTES = 32 * 1024 * 1024  # of a text file that are read
MOST_TITLE = 500


class NotRead(Exception):
    """A file whose text cannot be had; `condition` and `reason_code` go into its Reading."""

    def __init__(self, condition: Condition, reason_code: str) -> None:
        super().__init__(reason_code)
        self.condition = condition
        self.reason_code = reason_code


@dataclass(frozen=True, slots=True)
class TextFound:
    """The text of a file. `cut` says that only its beginning was read; `inside` counts the files in it.

    `problem` is a reason code for what is wrong with a file that can be read all the same.
    """

    text: str
    cut: bool = False
    title: str = ""
    stated: Stated | None = None
    inside: int = 0
    problem: str = ""


class SheetsHandler(ABC):
    """Reads formats without pages of their own as sheets of text (grid.py), and paints them."""

    name: str
    version: int
    formats: frozenset[Format]

    @abstractmethod
    def text_of(self, path: Path) -> TextFound:
        """Return the text of the file, or raise NotRead."""

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """Return the file's text in pages; KEPT `no_text` when it holds nothing but white space."""
        reader = Reader(self.name, self.version)
        try:
            found = self.text_of(path)
        except NotRead as problem:
            return Reading(untrusted_format, reader, problem.condition, problem.reason_code)
        text = clean(found.text)
        if not text.strip():
            return Reading(untrusted_format, reader, Condition.KEPT, "no_text")
        pages, cut = _pages(text)
        return Reading(
            untrusted_format,
            reader,
            reason_code=found.problem or ("only_start_read" if cut or found.cut else ""),
            page_count=len(pages),
            pages=pages,
            title=" ".join(clean(found.title).split())[:MOST_TITLE],
            inside=found.inside,
            stated=found.stated,
        )

    def render(
        self,
        path: Path,
        untrusted_format: Format,  # noqa: ARG002  (the protocol's)
        page: int,
        dpi: float,
        marks: tuple[Box, ...],
    ) -> Picture:
        """Return sheet `page` of the text. IndexError: no such page; ValueError: the text cannot be had."""
        from recordkeeper.formats.typeset import paint_sheet

        try:
            found = self.text_of(path)
        except NotRead as problem:
            raise ValueError(problem.reason_code) from problem
        for sheet in lay_out(clean(found.text)):
            if sheet.page == page <= MOST_PAGES:
                return paint_sheet(sheet, dpi, marks)
        raise IndexError(page)


def read_start(path: Path, most: int = MOST_BYTES) -> tuple[bytes, bool]:
    """The first `most` bytes of a file, and whether that is not all of it."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    return data[:most], len(data) > most


def _pages(text: str) -> tuple[tuple[PageText, ...], bool]:
    pages: list[PageText] = []
    for page in lay_out(text):
        if len(pages) == MOST_PAGES:
            return tuple(pages), True
        pages.append(page)
    return tuple(pages), False
