"""Phrases found in the words of a page in one pass, each with what it is a sign of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from recordkeeper.recognise.folding import fold, spellings

_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = "áàâäãåéèêëíìîïóòôöõúùûüçñýÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÇÑÝİı"
_PLAIN = "aaaaaaeeeeiiiiooooouuuucnyaaaaaaeeeeiiiiooooouuuucnyii"
_FLAT = str.maketrans(_LETTERS + "’‘\u00a0\u2010\u2011\u2012\u2013\u2014\u2212", _PLAIN + "'' " + "-" * 6)
_SHORTEST_ENDED = 8  # letters: a shorter word is not looked at for its ending


class Phrase(NamedTuple):
    """Folded words and what they are a sign of. `cased` is how they must be printed, "" in any letters."""

    words: tuple[str, ...]
    sign: str
    value: str
    cased: str


class Hit(NamedTuple):
    """A phrase on a page: its first word's number, how many words it has, what it is a sign of, and its value."""

    at: int
    size: int
    sign: str
    value: str

    @property
    def end(self) -> int:
        """The number of the word after it."""
        return self.at + self.size


class Words(NamedTuple):
    """The words of a text: where each begins and ends, and its small plain letters."""

    starts: list[int]
    ends: list[int]
    words: list[str]


@dataclass(frozen=True, slots=True)
class FactLexicon:
    """All phrases, by their first and second word; and endings that make a word a sign."""

    phrases: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    endings: Mapping[tuple[str, ...], str]
    any_ending: tuple[str, ...]  # all of them

    @classmethod
    def of(cls, phrases: Iterable[Phrase], endings: Mapping[tuple[str, ...], str]) -> FactLexicon:
        """Build from phrases; of those alike in words and sign, the first counts."""
        found: dict[str, dict[str, dict[tuple[tuple[str, ...], str, str], Phrase]]] = {}
        for phrase in phrases:
            first, second = phrase.words[0], phrase.words[1] if len(phrase.words) > 1 else ""
            here = found.setdefault(first, {}).setdefault(second, {})
            here.setdefault((phrase.words, phrase.sign, phrase.cased), phrase)
        return cls(
            {
                first: {
                    second: tuple(sorted(group.values(), key=lambda phrase: -len(phrase.words)))
                    for second, group in by_second.items()
                }
                for first, by_second in found.items()
            },
            endings,
            tuple(ending for ends in endings for ending in ends),
        )

    def hits(self, text: str, words: Words) -> list[Hit]:
        """Every phrase in the words of `text`, in order; of one sign at one word, the longest."""
        found = list[Hit]()
        all_words, phrases, any_ending = words.words, self.phrases, self.any_ending
        last = len(all_words) - 1
        for at, word in enumerate(all_words):
            group = phrases.get(word)
            if group is not None:
                second = all_words[at + 1] if at < last else ""
                longer = group.get(second, ()) if second else ()
                alone = group.get("", ())
                if not longer and len(alone) == 1 and not alone[0].cased:
                    found.append(Hit(at, 1, alone[0].sign, alone[0].value))
                elif longer or alone:
                    found += self._fitting(text, words, at, (*longer, *alone))
            if len(word) >= _SHORTEST_ENDED and word.endswith(any_ending):
                found += (Hit(at, 1, sign, word) for ends, sign in self.endings.items() if word.endswith(ends))
        return found

    @staticmethod
    def _fitting(text: str, words: Words, at: int, phrases: Sequence[Phrase]) -> Iterator[Hit]:
        seen = set[str]()
        for phrase in phrases:
            size = len(phrase.words)
            if phrase.sign in seen or (size > 2 and tuple(words.words[at : at + size]) != phrase.words):
                continue
            if phrase.cased and text[words.starts[at] : words.ends[at + size - 1]] != phrase.cased:
                continue
            seen.add(phrase.sign)
            yield Hit(at, size, phrase.sign, phrase.value)


def flat_of(text: str) -> str:
    """`text` in small letters without accents, sign for sign: offsets stay."""
    flat = text.translate(_FLAT).lower()
    return flat if len(flat) == len(text) else "".join(sign.lower()[:1] for sign in text.translate(_FLAT))


def words_of(flat: str) -> Words:
    """The words of a text that `flat_of` gave."""
    spans = [match.span() for match in _WORD.finditer(flat)]
    return Words([start for start, _ in spans], [end for _, end in spans], _WORD.findall(flat))


def phrases_of(sign: str, patterns: Iterable[str], value: str = "", *, cased: bool = False) -> Iterator[Phrase]:
    """The phrases of cues such as "{pre,post}operative"; `cased` keeps how each is written."""
    for pattern in patterns:
        if cased:
            yield Phrase(tuple(fold(pattern).split()), sign, value or pattern, pattern)
            continue
        for spelling in spellings(pattern):
            yield Phrase(tuple(spelling.split()), sign, value or spelling, "")
