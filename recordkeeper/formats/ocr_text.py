"""Words seen on a flattened picture put into reading order, with their boxes on the picture as it was given."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from recordkeeper.formats.ocr_flat import Flat
from recordkeeper.formats.ocr_tesseract import SeenWord
from recordkeeper.formats.reading_order import Word, in_reading_order
from recordkeeper.records.reading import WordBoxes

_LINE_GAP = (
    0.2  # of a line's letters, above and below them: so tall are the lines of a PDF, whose rules order these
)
_POINTS = 72.0


def sure_of(words: Sequence[SeenWord], boxes: WordBoxes, flat: Flat, dots_per_inch: float) -> bytes:
    """How sure each of `boxes` is, in hundredths: the words as `text_of` has put them in order."""
    to_points = _POINTS / dots_per_inch
    by_box: dict[bytes, float] = {}
    for word in words:
        box = flat.box_on_source((word.left, word.top, word.right, word.bottom))
        by_box[_packed(*(side * to_points for side in box))] = word.sure
    return bytes(round(100 * by_box.get(_packed(*word[2:]), 0.0)) for word in boxes)


def _packed(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A box as it is kept, so that two are the same that were."""
    return struct.pack("<ffff", x0, y0, x1, y1)


def text_of(words: Sequence[SeenWord], flat: Flat, dots_per_inch: float) -> tuple[str, WordBoxes]:
    """Return the text and its word boxes in points of the picture `flat` was made of."""
    standing: list[Word] = []
    shown: list[Word] = []
    to_points = _POINTS / dots_per_inch
    for word in words:
        spare = _LINE_GAP / 2 * (word.line_bottom - word.line_top)
        top, bottom = word.line_top - spare, word.line_bottom + spare
        standing.append((word.left, top, word.right, bottom, word.text, word.line, word.line, 0))
        x0, y0, x1, y1 = flat.box_on_source((word.left, word.top, word.right, word.bottom))
        x0, y0, x1, y1 = x0 * to_points, y0 * to_points, x1 * to_points, y1 * to_points
        shown.append((x0, y0, x1, y1, word.text, word.line, word.line, 0))
    return in_reading_order(standing, 0, float(flat.image.width), float(flat.image.height), shown=shown)
