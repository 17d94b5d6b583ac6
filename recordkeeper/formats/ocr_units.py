"""Units seen by two readers: Tesseract's English letters have no µ and take it for p, a million times less."""

from __future__ import annotations

import re
from dataclasses import replace

from recordkeeper.formats.ocr_tesseract import SeenWord

_UNIT = re.compile(r"[^\W\d]{1,6}/[^\W\d]{1,6}")  # mmol/L, U/L; those with digits are vouched for as numbers are
_GAINSAID = 0.4  # how sure a unit is that two saw differently: a person looks
_ALIKE = str.maketrans("iI1|!oO0", "lllll000")
_MICRO = "\u00b5\u03bc"


def is_unit(text: str) -> bool:
    """Whether a word is shaped like a unit."""
    return _UNIT.fullmatch(text) is not None


def agreed_unit(word: SeenWord, second: str) -> SeenWord:
    """The unit as sure as the two are who saw it; with a micro sign where the second saw one for a p or a u."""
    own = second.replace(" ", "").strip(".,;:")
    if _alike(own) == _alike(word.text):
        return word
    rest = word.text[1:]
    if _alike(own[1:]) == _alike(rest) and word.text[0] in f"pu{_MICRO}":
        if own[:1] in _MICRO:
            return replace(word, text=f"{_MICRO[0]}{rest}")
        if own[:1] == "u":
            return replace(word, text=f"u{rest}", sure=min(word.sure, _GAINSAID))
    return replace(word, sure=min(word.sure, _GAINSAID))


def _alike(text: str) -> str:
    """Letters that look the same as one, and large and small ones but M and m: those change a unit's size."""
    return "".join(sign if sign in "mM" else sign.translate(_ALIKE).lower() for sign in text)
