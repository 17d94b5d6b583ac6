"""A row of results while it is put together, before anything is made of its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recordkeeper.recognise.labs_headings import Day
from recordkeeper.recognise.labs_lines import Word
from recordkeeper.recognise.labs_pieces import Piece
from recordkeeper.records.labs import LabDoubt


@dataclass(slots=True)
class Found:
    """One result of a row. Pieces are as printed; `page` is an index into the document's pages."""

    page: int
    name: tuple[Word, ...]
    value: tuple[Piece, ...]
    line: int
    unit: tuple[Piece, ...] = ()
    range: tuple[Piece, ...] = ()
    flag: tuple[Piece, ...] = ()
    flag_words: str = ""  # the heading of the column, where that is the mark
    bounds: tuple[str, str] = ("", "")  # a range in two columns
    method: str = ""
    specimen: str = ""
    comment: str = ""
    collected: Day | None = None
    received: Day | None = None
    reported: Day | None = None
    more: tuple[Word, ...] = ()  # words of its row that are none of these
    blood: bool = True
    table: bool = True  # it stands under a heading
    marked: bool = False  # there is a column for marks
    headed: bool = False  # its name, unit and range stand over its column, not in its row
    doubts: set[LabDoubt] = field(default_factory=set)

    @property
    def name_text(self) -> str:
        return " ".join(word.text for word in self.name).strip()

    @property
    def words(self) -> list[Word]:
        """All words of the row."""
        if self.headed:
            return [*(word for piece in (*self.value, *self.flag) for word in piece.words), *self.more]
        pieces = (*self.value, *self.unit, *self.range, *self.flag)
        return [*self.name, *(word for piece in pieces for word in piece.words), *self.more]


def text_of(pieces: Sequence[Piece]) -> str:
    """What pieces say, side by side."""
    return " ".join(piece.printed for piece in pieces).strip()
