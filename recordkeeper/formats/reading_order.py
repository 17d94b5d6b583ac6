"""The words of a PDF page put into lines as a person reads them, with exact offsets of every word in the text.

MuPDF gives words in the order they were painted, grouped into lines of its own that break at wide gaps. Here they
become rows: what stands on one baseline goes on one line, so that "label ... value" and the cells of a table stay
together, CELL_GAP apart. Columns of running text are read one after the other.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from operator import attrgetter
from typing import cast

from recordkeeper.formats.columns import Chunk, in_columns
from recordkeeper.formats.flow import CELL_GAP
from recordkeeper.records.reading import WordBox, WordBoxes

Word = tuple[float, float, float, float, str, int, int, int]  # MuPDF's: box, word, block, line, number in line
_CELL_EMS = 1.0  # a gap wider than this many letter heights separates cells
_PARAGRAPH = 0.75  # a row this many letter heights below the one before begins a paragraph
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")  # what fonts without names for their letters give
_TELLING_WORDS = 300  # are enough to see which way a page's text runs


def in_reading_order(
    words: list[Word], rotation: int, width: float, height: float, *, shown: list[Word] | None = None
) -> tuple[str, WordBoxes]:
    """Return the page's text and its word boxes. `words` stand on the unrotated page of `width` x `height` points,
    which is shown turned by `rotation` degrees. `shown` are the same words with the boxes to return, where they
    are not those that tell the order."""
    chunks = _chunks(words, _turns(words, rotation), width, height)
    return _joined(in_columns(chunks), words if shown is None else shown)


def _turns(words: list[Word], rotation: int) -> int:
    """Clockwise quarter turns of the unrotated page after which the text reads from left to right.

    Told by which way words follow each other on their lines, since pages are turned one way and text on them
    another; by the page's own rotation where there is nothing to tell it by.
    """
    right = left = up = down = 0.0
    sample = words[:_TELLING_WORDS]
    for (x0, y0, _, _, _, block, line, _), following in pairwise(sample):
        if line == following[6] and block == following[5]:
            across, along = following[0] - x0, following[1] - y0
            if across > 0:
                right += across
            elif across < 0:
                left -= across
            if along > 0:
                down += along
            elif along < 0:
                up -= along
    if not right + left + up + down:
        return rotation // 90
    if max(up, down) > max(left, right):
        return 1 if up > down else 3
    if left > right and not _runs_leftward("".join(word[4] for word in sample)):
        return 2  # upside down
    return rotation // 90 if left > right and rotation % 180 == 0 else 0


def _runs_leftward(letters: str) -> bool:
    """True for Hebrew, Arabic and their like."""
    if letters.isascii():
        return False
    return 2 * sum(unicodedata.bidirectional(letter) in ("R", "AL") for letter in letters) > len(letters)


def _chunks(words: list[Word], turns: int, width: float, height: float) -> list[Chunk]:
    """Runs of words that belong together: those of one MuPDF line, cut at wide gaps."""
    chunks: list[Chunk] = []
    members: list[int] = []
    in_block = in_line = -1
    left = top = right = bottom = 0.0
    for index, (x0, y0, x1, y1, _, block, line, _) in enumerate(words):
        if turns:
            x0, y0, x1, y1 = _turned(x0, y0, x1, y1, turns, width, height)
        tall = y1 - y0
        if (
            line == in_line
            and block == in_block
            and (-tall < x0 - right <= _CELL_EMS * tall or y0 > bottom or y1 < top)
        ):
            members.append(index)
            if x0 < left:
                left = x0
            if y0 < top:
                top = y0
            if x1 > right:
                right = x1
            if y1 > bottom:
                bottom = y1
            continue
        if members:
            chunks.append(Chunk(left, top, right, bottom, members))
        in_block, in_line, members = block, line, [index]
        left, top, right, bottom = x0, y0, x1, y1
    if members:
        chunks.append(Chunk(left, top, right, bottom, members))
    return chunks


def _turned(
    x0: float, y0: float, x1: float, y1: float, turns: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """The box after `turns` clockwise quarter turns of the page."""
    if turns == 1:
        return height - y1, x0, height - y0, x1
    if turns == 2:
        return width - x1, height - y1, width - x0, height - y0
    return y0, width - x1, y1, width - x0


def _joined(rows: list[list[Chunk]], words: list[Word]) -> tuple[str, WordBoxes]:
    parts: list[str] = []
    boxes: list[tuple[int, int, float, float, float, float]] = []
    at = 0
    before: list[Chunk] = []
    for row in rows:
        separator = _between(before, row) if before else ""
        for chunk in _across(row, words):
            parts.append(separator)
            at += len(separator)
            for index in chunk.members:
                x0, y0, x1, y1, word, _, _, _ = words[index]
                end = at + len(word)
                boxes.append((at, end, x0, y0, x1, y1))
                at = end + 1
            parts.append(" ".join([words[index][4] for index in chunk.members]))
            at -= 1
            separator = CELL_GAP
        before = row
    return _CONTROLS.sub("\ufffd", "".join(parts)), WordBoxes.of(
        cast("list[WordBox]", boxes)
    )  # plain tuples: half a million in a long file


def _between(before: list[Chunk], row: list[Chunk]) -> str:
    """A line end, or an empty line where the page leaves one (or the next column begins)."""
    last, first = before[0], row[0]
    gap = first.top - last.bottom
    tall = min(last.bottom - last.top, first.bottom - first.top)
    return "\n\n" if gap > _PARAGRAPH * tall or gap < -2 * tall else "\n"


def _across(row: list[Chunk], words: list[Word]) -> list[Chunk]:
    """Left to right; right to left where the row's letters run that way."""
    if len(row) == 1:
        return row
    ordered = sorted(row, key=attrgetter("left"))
    return ordered[::-1] if _runs_leftward("".join(words[chunk.members[0]][4] for chunk in row)) else ordered
