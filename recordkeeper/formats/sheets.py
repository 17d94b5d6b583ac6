"""The common half of readers that yield plain text: text to pages with word boxes, and a page to a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from recordkeeper.formats.decode import clean
from recordkeeper.formats.grid import lay_out
from recordkeeper.records.labs import LabEntry
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


class Found(Protocol):
    """What a file says, with a layout of its own: running text, or tables (tables.py)."""

    @property
    def cut(self) -> bool:
        """Whether only the beginning of the file was read."""

    @property
    def title(self) -> str:
        """The file's own title field, untrusted."""

    @property
    def inside(self) -> int:
        """How many documents can be taken out of the file."""

    @property
    def stated(self) -> Stated | None:
        """What fields of the file say of it."""

    @property
    def labs(self) -> tuple[LabEntry, ...]:
        """Results of laboratories the file states in fields of their own."""

    @property
    def problem(self) -> str:
        """A reason code for what is wrong with a file that can be read all the same."""

    def pages(self) -> Iterator[PageText]:
        """Yield the sheets; none when there is nothing but white space."""


@dataclass(frozen=True, slots=True)
class TextFound:
    """The text of a file."""

    text: str
    cut: bool = False
    title: str = ""
    inside: int = 0
    stated: Stated | None = None
    problem: str = ""
    labs: tuple[LabEntry, ...] = ()

    def pages(self) -> Iterator[PageText]:
        """Yield the text on sheets; none when there is nothing but white space."""
        text = clean(self.text)
        return lay_out(text) if text.strip() else iter(())


class SheetsHandler(ABC):
    """Reads formats without pages of their own as sheets of text (grid.py), and paints them."""

    name: str
    version: int
    formats: frozenset[Format]

    @abstractmethod
    def text_of(self, path: Path) -> Found:
        """Return what the file says, or raise NotRead."""

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """Return the file's text in pages; KEPT with a reason when it holds nothing but white space."""
        reader = Reader(self.name, self.version)
        try:
            found = self.text_of(path)
        except NotRead as problem:
            return Reading(untrusted_format, reader, problem.condition, problem.reason_code)
        pages, cut = _limited(found.pages())
        if not pages:
            reason = "only_files_inside" if found.inside else "no_text"
            return Reading(untrusted_format, reader, Condition.KEPT, reason, inside=found.inside)
        return Reading(
            untrusted_format,
            reader,
            reason_code=found.problem or ("only_start_read" if cut or found.cut else ""),
            page_count=len(pages),
            pages=pages,
            title=" ".join(clean(found.title).split())[:MOST_TITLE],
            inside=found.inside,
            stated=found.stated,
            labs=found.labs,
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
        for sheet in found.pages():
            if sheet.page == page <= MOST_PAGES:
                return paint_sheet(sheet, dpi, marks)
        raise IndexError(page)


def read_start(path: Path, most: int = MOST_BYTES) -> tuple[bytes, bool]:
    """The first `most` bytes of a file, and whether that is not all of it."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    return data[:most], len(data) > most


def _limited(sheets: Iterator[PageText]) -> tuple[tuple[PageText, ...], bool]:
    pages: list[PageText] = []
    for page in sheets:
        if len(pages) == MOST_PAGES:
            return tuple(pages), True
        pages.append(page)
    return tuple(pages), False
