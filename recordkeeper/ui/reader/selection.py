"""Words chosen with the mouse: which word is nearest to a point, and the text from one word to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recordkeeper.catalogue.pages import PageWords
from recordkeeper.records.provenance import Box
from recordkeeper.ui.reader.layout import Size, box_on_sheet

_WIDEST_SPACE = 1.5  # heights of a line; what is further apart stands in another column
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

    def spans(self, sheets: dict[int, SheetWords]) -> dict[int, tuple[int, int]]:
        """Sheet → the characters of its text that are chosen, sheets in order."""
        found = {}
        for number in range(min(self.anchor, self.head).sheet, max(self.anchor, self.head).sheet + 1):
            sheet = sheets.get(number)
            chosen = self.on(number, len(sheet.words)) if sheet is not None else range(0)
            if sheet is not None and len(chosen):
                found[number] = (sheet.words[chosen[0]].start, sheet.words[chosen[-1]].end)
        return found

    def text(self, sheets: dict[int, SheetWords]) -> str:
        """The very words with the spaces and line ends between them; sheets one under the other."""
        return "\n".join(sheets[number].text[start:end] for number, (start, end) in self.spans(sheets).items())


def joined(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """As few boxes as can be: those of words that follow one another on a line are one, with the spaces."""
    found: list[Box] = []
    for box in boxes:
        before = found[-1] if found else None
        if before is not None and _same_line(before, box):
            found[-1] = Box(before.x0, min(before.y0, box.y0), box.x1, max(before.y1, box.y1))
        else:
            found.append(box)
    return tuple(found)


def _same_line(before: Box, box: Box) -> bool:
    height = before.y1 - before.y0
    return (
        0 <= box.x0 - before.x1 < _WIDEST_SPACE * height
        and abs(box.y0 - before.y0) < height / 2
        and abs(box.y1 - before.y1) < height / 2
    )
