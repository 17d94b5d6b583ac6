"""The words of a text, and labels looked up among them by their first word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from recordkeeper.recognise.folding import plain_letters, spellings

_WORD = re.compile(r"[Nn]°|[^\W_]+|#")
_SIGNS = {"#": "no", "n°": "no", "nº": "no", "№": "no"}
_LOOK_ALIKE = str.maketrans("01589|$", "olsbgls")  # what a scanner makes of letters


def words_of(text: str) -> list[str]:
    """Return the words of `text` in small plain letters; "#" and "Nº" count as the word "no"."""
    if text.isascii():
        words = _WORD.findall(text.lower())
        return ["no" if word == "#" else word for word in words] if "#" in text else words
    return [_plain(word) for word in _WORD.findall(text)]


def spans_of(text: str) -> list[tuple[int, int]]:
    """Return where each of words_of(text) stands."""
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    low = plain_letters(word)
    return _SIGNS.get(low, low)


@lru_cache(maxsize=4096)
def unscanned(word: str) -> str:
    """Return a word with the digits a scanner takes for letters put back: "c0llected" → "collected"."""
    return word if word.isalpha() or word.isdigit() else word.translate(_LOOK_ALIKE)


class Hit(NamedTuple):
    """A label found in a list of words: words[first:last] say what `field` and `of` mean."""

    first: int
    last: int
    field: str
    of: str
    weak: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    field: str
    of: str
    weak: bool  # means this only before a colon


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Labels by their first and second word ("" for a label of one), the longest first."""

    by_first: Mapping[str, Mapping[str, tuple[_Entry, ...]]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, Iterable[str], bool]]) -> Lexicon:
        """Take rows of (field, of, patterns, weak); "{date of,} birth" stands for all its spellings."""
        entries: dict[tuple[str, ...], _Entry] = {}
        for field, of, patterns, weak in rows:
            for pattern in patterns:
                for words in spellings(pattern.replace("#", " no ")):
                    key = tuple(words.split())
                    entries.setdefault(key, _Entry(key, field, of, weak))
        groups: dict[str, dict[str, tuple[_Entry, ...]]] = {}
        for entry in sorted(entries.values(), key=lambda one: -len(one.words)):
            first, second = (*entry.words, "")[:2]
            group = groups.setdefault(first, {})
            group[second] = (*group.get(second, ()), entry)
        return cls(groups)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return the labels among `words`, from the left, the longest at each place, none within another."""
        hits: list[Hit] = []
        done, groups = 0, self.by_first
        for at, word in enumerate(words):
            group = groups.get(word)
            if group is None:
                if word.isalpha() or word.isdigit():
                    continue
                group = groups.get(unscanned(word))
            if group is None or at < done:
                continue
            entry = _longest(group, words, at)
            if entry:
                done = at + len(entry.words)
                hits.append(Hit(at, done, entry.field, entry.of, entry.weak))
        return hits


def _longest(group: Mapping[str, tuple[_Entry, ...]], words: Sequence[str], at: int) -> _Entry | None:
    """The longest label that stands at words[at:], whose first word is known to fit."""
    second = words[at + 1] if at + 1 < len(words) else ""
    if second and (more := group.get(second) or group.get(unscanned(second))):
        for entry in more:
            if _stands(entry.words, words, at):
                return entry
    alone = group.get("")
    return alone[0] if alone else None


def _stands(wanted: tuple[str, ...], words: Sequence[str], at: int) -> bool:
    if at + len(wanted) > len(words):
        return False
    for place in range(2, len(wanted)):
        here = words[at + place]
        if here != wanted[place] and unscanned(here) != wanted[place]:
            return False
    return True
