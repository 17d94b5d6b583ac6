"""The rules of splitting, read from resources/rules/split.toml, with what they share with recognition."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.kind_rules import KindRules
from recordkeeper.recognise.rules import Rules

_BEGINNING = 4
_FILLING = frozenset({"of", "and", "the", "de", "del", "la", "in", "for", "with", "by"})
Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class LineWords:
    """Words that say something of a line: those it begins with, those anywhere in it. Tried on small letters."""

    first: re.Pattern[str] | None
    inside: re.Pattern[str] | None

    @classmethod
    def of(cls, patterns: Sequence[str]) -> LineWords:
        first = [pattern.removeprefix("^") for pattern in patterns if pattern.startswith("^")]
        inside = [pattern for pattern in patterns if not pattern.startswith("^")]
        return cls(
            re.compile(rf"\W*(?:{'|'.join(first)})") if first else None,
            re.compile("|".join(f"(?:{pattern})" for pattern in inside)) if inside else None,
        )

    def find(self, small_lines: Sequence[str]) -> int:
        """The place of the first line that has such words, -1 when none has."""
        for place, line in enumerate(small_lines):
            if (self.first and self.first.match(line)) or (self.inside and self.inside.search(line)):
                return place
        return -1


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of all kinds of records."""

    kinds: KindRules

    def fullmatch(self, words: str) -> bool:
        """Whether `words`, folded, are a title."""
        return bool(self.kinds.titled(words))


@dataclass(frozen=True, slots=True)
class SplitRules:
    """What tells pages of one document from the beginning of the next. `weights` are log-odds by sign."""

    counted: Patterns
    counted_alone: Patterns
    counted_end: Patterns
    single: Patterns
    bare: Patterns
    fax: re.Pattern[str]
    fax_number: Patterns
    over: re.Pattern[str]
    labels: re.Pattern[str]
    label_row: re.Pattern[str]
    label_in_row: re.Pattern[str]
    facts: re.Pattern[str]
    greeting: LineWords
    signed: LineWords
    ended: LineWords
    continued: LineWords
    goes_on: LineWords
    cover: LineWords
    separator: LineWords
    dated: re.Pattern[str]
    outline_documents: re.Pattern[str]
    outline_parts: re.Pattern[str]
    titles: Titles
    title_words: frozenset[str]  # how words of titles begin: what has none of them is no title
    common_titles: tuple[str, ...]
    of_documents: re.Pattern[str]
    headings: frozenset[str]
    places: re.Pattern[str]
    not_places: re.Pattern[str]
    departments: re.Pattern[str]
    guesses: Mapping[str, float]
    weights: Mapping[str, float]
    bias: float

    @classmethod
    def load(cls, folder: Path, rules: Rules) -> SplitRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError: it is not as it should be."""
        return cls.of(tomllib.loads((folder / "split.toml").read_text("utf-8")), rules)

    @classmethod
    def of(cls, data: Mapping[str, Any], rules: Rules) -> SplitRules:
        words = {name: LineWords.of(patterns) for name, patterns in data["words"].items()}
        facts = data["facts"]
        labels = "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in facts.items())
        plain = "|".join(pattern for patterns in facts.values() for pattern in patterns)
        return cls(
            counted=_each(data["page_numbers"]["counted"]),
            counted_alone=_each(data["page_numbers"]["counted_alone"]),
            counted_end=_each(data["page_numbers"]["counted_end"]),
            single=_each(data["page_numbers"]["single"]),
            bare=_each(data["page_numbers"]["bare"]),
            fax=_either(data["over_the_page"]["fax"]),
            fax_number=_each(data["over_the_page"]["fax_number"]),
            over=_either(data["over_the_page"]["over"]),
            labels=re.compile(rf"\W*(?:{labels})\W*"),
            label_row=re.compile(rf"\W*(?:(?:{plain})\W+)+(?:{plain})\W*"),
            label_in_row=re.compile(rf"(?<!\w)(?:{labels})(?!\w)"),
            facts=re.compile(rf"(?<![\w'’-])(?:{labels})(?:\s?[:#]|\.(?=\s)|\s+(?=\d))"),
            dated=_either(data["outline"]["dated"]),
            outline_documents=_either([*data["outline"]["dated"], *data["outline"]["documents"]]),
            outline_parts=_either(data["outline"]["parts"]),
            titles=Titles(rules.kinds),
            title_words=frozenset(
                word[:_BEGINNING]
                for search in rules.kinds.titles.values()
                for word in re.findall(r"[a-z]{2,}", search.pattern)
                if word not in _FILLING
            ),
            common_titles=tuple(data["titles"]["common"]),
            of_documents=_either(data["titles"]["of_documents"]),
            headings=frozenset(rules.kinds.headings),
            places=rules.people.places,
            not_places=rules.people.not_places,
            departments=rules.people.departments,
            guesses=data["guesses"],
            weights={**data["guesses"], **data["weights"]},
            bias=float(data["bias"]),
            **words,
        )


def _each(patterns: Sequence[str]) -> Patterns:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def begins(word: str) -> str:
    """The letters a word is looked up by in `SplitRules.title_words`."""
    return word[:_BEGINNING]
