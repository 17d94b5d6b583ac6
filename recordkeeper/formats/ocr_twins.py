"""Words Tesseract told twice: ".4]" again over the end of "[3.3-19.4]", as in tables of typewriter letters."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.formats.ocr_tesseract import SeenWord

_INSIDE = 0.8  # of the width of a word that lies over another
_LEVEL = 0.5  # of the height of the lower one


def untwinned(words: Sequence[SeenWord]) -> list[SeenWord]:
    """The words without those that lie over a longer one, in the order they have."""
    twins: set[int] = set()
    order = sorted(range(len(words)), key=lambda at: words[at].left)
    for place, at in enumerate(order):
        for other in order[place + 1 :]:
            if words[other].left >= words[at].right:
                break
            inner, outer = sorted((at, other), key=lambda each: words[each].right - words[each].left)
            if inner not in twins and _lies_over(words[inner], words[outer]):
                twins.add(inner)
    return [word for at, word in enumerate(words) if at not in twins]


def _lies_over(inner: SeenWord, outer: SeenWord) -> bool:
    across = min(inner.right, outer.right) - max(inner.left, outer.left)
    down = min(inner.bottom, outer.bottom) - max(inner.top, outer.top)
    high = max(1.0, min(inner.bottom - inner.top, outer.bottom - outer.top))
    return (
        inner.upright
        and outer.upright
        and _fits(outer)
        and across >= _INSIDE * max(1.0, inner.right - inner.left)
        and down >= _LEVEL * high
    )


def _fits(word: SeenWord) -> bool:
    """Whether a word fills its box: of "20 - 29" Tesseract may tell "20" with the box of all three."""
    return word.right - word.left <= len(word.text) * (word.bottom - word.top)
