"""Raised digits told apart: a footnote's "1" behind "98" must not make it 981.

They become the letters ¹ ² ³ …, sign for sign, so that every offset and box stays as it was. Done only on pages
that look like tables of results, where a digit too many is a wrong number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recordkeeper.formats.reading_order import Word

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUPERSCRIPT = 1  # a bit of a span's flags: its baseline is above that of its line
_SMALLER = 0.85  # of the letters before it
_FEWEST_NUMBERS = 8
_MOST_DIGITS = 3
_DIGITS = frozenset("0123456789")


def looks_like_results(words: list[Word]) -> bool:
    """Whether a page has at least some numbers that stand by themselves."""
    return sum(1 for word in words if word[4][:1] in _DIGITS) >= _FEWEST_NUMBERS


def with_raised(words: list[Word], page: dict[str, Any]) -> list[Word]:
    """The words with their raised digits as letters of their own; `page` is MuPDF's dictionary of spans."""
    raised = list(_raised_spans(page))
    if not raised:
        return words
    found = list(words)
    for at, word in enumerate(words):
        x0, y0, x1, y1, text, block, line, number = word
        for left, top, right, digits in raised:
            if text[-len(digits) :] == digits and abs(right - x1) < 1.0 and left > x0 - 1.0 and y0 - 2 <= top <= y1:
                found[at] = (x0, y0, x1, y1, text[: -len(digits)] + digits.translate(_RAISED), block, line, number)
                break
            place = _inside(text, digits, (x0, x1), (left, right))
            if place is not None and y0 - 2 <= top <= y1:
                changed = text[:place] + digits.translate(_RAISED) + text[place + len(digits) :]
                found[at] = (x0, y0, x1, y1, changed, block, line, number)
                break
    return found


def _inside(text: str, digits: str, word: tuple[float, float], raised: tuple[float, float]) -> int | None:
    """Where in a word raised digits stand that something follows: "10³/µL"."""
    if not (word[0] - 0.5 <= raised[0] and raised[1] < word[1] - 0.5) or text.count(digits) != 1:
        return None
    return text.find(digits)


def _raised_spans(page: dict[str, Any]) -> Iterator[tuple[float, float, float, str]]:
    """Left, top and right of each run of raised digits, and the digits."""
    for block in page.get("blocks", ()):
        for line in block.get("lines", ()):
            spans = line["spans"]
            for before, span in zip([None, *spans], spans, strict=False):
                digits = span["text"].strip()
                if (
                    not (span["flags"] & _SUPERSCRIPT)
                    or not 0 < len(digits) <= _MOST_DIGITS
                    or set(digits) - _DIGITS
                ):
                    continue
                if before is None or span["size"] > _SMALLER * before["size"]:
                    continue
                left, top, right, _ = span["bbox"]
                yield left, top, right, digits
