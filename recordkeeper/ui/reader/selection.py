"""Words chosen with the mouse: which word is nearest to a point, and the text from one word to another."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.catalogue.pages import PageWords
from recordkeeper.records.provenance import Box
from recordkeeper.ui.reader.layout import Size, box_on_sheet

_LINES_FIRST = 20.0  # a word on the line pointed at is nearer than one above or below it


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sheet: its characters in the page's text and its box as fractions of the sheet."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of a sheet as it lies on the screen."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, page: PageWords, size: Size, turns: int) -> SheetWords:
        """`size` is the unturned page's, in points."""
        if min(size) <= 0:
            return cls(page.text, ())
        return cls(
            page.text,
            tuple(Word(word.start, word.end, box_on_sheet(word.box, size, turns)) for word in page.words),
        )

    def nearest(self, x: float, y: float, ratio: float) -> int | None:
        """The word nearest to a point (fractions); `ratio` is the sheet's height to its width. None: no words."""
        if not self.words:
            return None

        def away(number: int) -> float:
            box = self.words[number].box
            across = max(box.x0 - x, 0.0, x - box.x1)
            down = max(box.y0 - y, 0.0, y - box.y1) * ratio * _LINES_FIRST
            return across * across + down * down

        return min(range(len(self.words)), key=away)

    def over(self, x: float, y: float) -> bool:
        """Whether a point lies on a word."""
        return any(word.box.x0 <= x <= word.box.x1 and word.box.y0 <= y <= word.box.y1 for word in self.words)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A word of a record: the sheet and the word's number on it, both from 0."""

    sheet: int
    word: int


@dataclass(frozen=True, slots=True)
class Selection:
    """All words from the one where the mouse went down to the one it is over, in reading order."""

    anchor: Place
    head: Place

    def on(self, sheet: int, words: int) -> range:
        """The numbers of the chosen words among the `words` of a sheet."""
        first, last = min(self.anchor, self.head), max(self.anchor, self.head)
        if not first.sheet <= sheet <= last.sheet:
            return range(0)
        return range(first.word if sheet == first.sheet else 0, last.word + 1 if sheet == last.sheet else words)

    def text(self, sheets: dict[int, SheetWords]) -> str:
        """The very words with the spaces and line ends between them; sheets one under the other."""
        parts: list[str] = []
        for number in range(min(self.anchor, self.head).sheet, max(self.anchor, self.head).sheet + 1):
            sheet = sheets.get(number)
            chosen = self.on(number, len(sheet.words)) if sheet is not None else range(0)
            if sheet is not None and len(chosen):
                parts.append(sheet.text[sheet.words[chosen[0]].start : sheet.words[chosen[-1]].end])
        return "\n".join(parts)
