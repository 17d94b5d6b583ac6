"""Forms of one word in English and Spanish, and words that differ by a slip of the finger.

`stem` takes off the endings of plurals, of verbs and of a/o/e/y, so that biopsy, biopsies and biopsia meet; it is a
light one on purpose (after Harman 1991, "How effective is suffixing?"): operative and operation stay two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST = 4  # letters a stem keeps, and a word has, before anything is done to it
MOST = 32  # letters of a word; a longer one is no word
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ONLY_LETTERS = re.compile(r"[^\W\d_]+")
_PLURALS = (("sses", "ss"), ("ies", "y"), ("iones", "ion"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"),
            ("ses", "s"), ("sis", "s"), ("ss", "ss"), ("us", "us"), ("s", ""))  # fmt: skip
_OF_VERBS = ("ing", "ed")
_LAST = re.compile(r"[aeioy]+$")


def is_plain(word: str) -> bool:
    """Whether a word is of letters only, and of a length to have forms."""
    return LEAST <= len(word) <= MOST and _ONLY_LETTERS.fullmatch(word) is not None


def stem(word: str) -> str:
    """What the forms of a folded word have in common: its own beginning, or the word itself."""
    if not is_plain(word):
        return word
    found = word
    for end, kept in _PLURALS:
        if found.endswith(end):
            found = found.removesuffix(end) + kept
            break
    for end in _OF_VERBS:
        if found.endswith(end) and len(found) - len(end) >= LEAST:
            found = found.removesuffix(end)
            if found[-1] == found[-2] and found[-1] not in "sl":
                found = found[:-1]
            break
    short = _LAST.sub("", found)
    found = short if len(short) >= LEAST else found
    return found if len(found) >= LEAST and word.startswith(found) else word


def one_slip_away(word: str) -> Iterator[str]:
    """Every word that is made of this one by leaving out, adding or changing one letter, or changing two round."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for left, right in halves:
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS if letter != right[0])
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in _LETTERS)


def slips(one: str, other: str, most: int) -> int:
    """How many slips lie between two words, no more counted than `most` + 1 (optimal string alignment distance)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        further, row, before = before, [at], row
        for to, against in enumerate(other, 1):
            cost = min(row[to - 1] + 1, before[to] + 1, before[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                cost = min(cost, further[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
