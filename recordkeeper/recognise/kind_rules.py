"""The cues for the kinds of records, read from resources/rules/kinds.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordkeeper.recognise.folding import spellings
from recordkeeper.records.kinds import DateRole, Kind

_STEM = 4  # letters
Says = tuple[tuple[Kind, float], ...]
Cues = Mapping[str, Says]
Phrase = tuple[tuple[str, ...], Says]
Phrases = Mapping[str, Mapping[str, tuple[Phrase, ...]]]  # by first and second word; "" when there is no second


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression over the text as printed, and what it says for a kind.

    It is tried only on texts that hold one of `needs` (small letters), as searching is dear.
    """

    kind: Kind
    search: re.Pattern[str]
    weight: float
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Density:
    """How often some words or a pattern stand in the text, by the word: each step reached adds its weight."""

    kind: Kind
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    search: re.Pattern[str] | None
    steps: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class KindRules:
    """Cues for the kinds. `headings` are keyed by folded words, `phrases` by their first word."""

    names: Mapping[Kind, str]
    main_dates: Mapping[Kind, DateRole]
    subjects: Mapping[Kind, re.Pattern[str]]
    titles: Mapping[Kind, re.Pattern[str]]
    title_stems: Mapping[str, frozenset[Kind]]  # first letters of words in titles, and whose
    headings: Cues
    phrases: Phrases
    patterns: tuple[Pattern, ...]
    densities: tuple[Density, ...]
    short_words: frozenset[str]  # abbreviations that stay in capitals
    outcomes: frozenset[str]  # last words of lines that are no titles
    of_another: frozenset[str]  # headings whose lines are about other records
    title_weight: float
    file_title_weight: float

    def vocabulary(self) -> Iterator[str]:
        """Yield every heading, phrase and word of a title."""
        yield from self.headings
        for group in self.phrases.values():
            yield from (" ".join(pieces) for phrases in group.values() for pieces, _ in phrases)
        for search in self.titles.values():
            yield from re.findall(r"[a-z]{4,}", search.pattern)

    def titled(self, words: str) -> list[Kind]:
        """The kinds whose titles `words` is one of."""
        if words.rsplit(" ", 1)[-1] in self.outcomes:
            return []
        starts = {word[:letters] for word in words.split() for letters in range(1, _STEM + 1)}
        likely = {kind for start in starts if start in self.title_stems for kind in self.title_stems[start]}
        return [kind for kind in self.titles if kind in likely and self.titles[kind].fullmatch(words)]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> KindRules:
        """Take the tables of kinds.toml; ValueError or KeyError when they are not as they should be."""
        tables = {Kind(name): table for name, table in data.items() if isinstance(table, dict)}
        headings: dict[str, dict[Kind, float]] = {}
        phrases: dict[str, dict[Kind, float]] = {}
        for kind, table in tables.items():
            _add_cues(headings, kind, table.get("headings", ()))
            _add_cues(phrases, kind, [*table.get("phrases", ()), *table.get("against", ())])
        titles = {
            kind: re.compile("|".join(f"(?:{title})" for title in table["titles"]))
            for kind, table in tables.items()
            if table.get("titles")
        }
        return cls(
            names={kind: table["name"] for kind, table in tables.items()},
            main_dates={kind: DateRole(table["main_date"]) for kind, table in tables.items()},
            subjects={
                kind: re.compile(rf"^\W*{table['subject']}\s*:\s*(?P<words>.+)$", re.IGNORECASE)
                for kind, table in tables.items()
                if "subject" in table
            },
            titles=titles,
            title_stems=_stems(titles),
            headings={words: tuple(kinds.items()) for words, kinds in headings.items()},
            phrases=_by_first_words(phrases),
            patterns=tuple(_patterns(tables)),
            densities=tuple(
                _density(kind, row) for kind, table in tables.items() for row in table.get("densities", ())
            ),
            short_words=frozenset(data["short_words"]),
            outcomes=frozenset(data["outcomes"]),
            of_another=frozenset(data["of_another"]),
            title_weight=float(data["title_weight"]),
            file_title_weight=float(data["file_title_weight"]),
        )


def _stems(titles: Mapping[Kind, re.Pattern[str]]) -> dict[str, frozenset[Kind]]:
    """The first letters of every piece of plain text in the titles: no title is without one of its kind's."""
    stems: dict[str, set[Kind]] = {}
    for kind, search in titles.items():
        for piece in re.findall(r"[a-z0-9]+", re.sub(r"\\.|\{[^}]*\}", " ", search.pattern)):
            stems.setdefault(piece[:_STEM], set()).add(kind)
    return {stem: frozenset(kinds) for stem, kinds in stems.items()}


def _patterns(tables: Mapping[Kind, Mapping[str, Any]]) -> list[Pattern]:
    return [
        Pattern(kind, re.compile(search, re.MULTILINE), float(weight), tuple(needs[0]) if needs else ())
        for kind, table in tables.items()
        for search, weight, *needs in table.get("patterns", ())
    ]


def _density(kind: Kind, row: Mapping[str, Any]) -> Density:
    spelled = [words.split() for pattern in row.get("words", ()) for words in spellings(pattern)]
    return Density(
        kind=kind,
        words=frozenset(words[0] for words in spelled if len(words) == 1),
        pairs=frozenset((words[0], words[1]) for words in spelled if len(words) == 2),
        search=re.compile(row["pattern"]) if "pattern" in row else None,
        steps=tuple((float(least), float(more)) for least, more in row["steps"]),
    )


def _by_first_words(phrases: Mapping[str, Mapping[Kind, float]]) -> Phrases:
    groups: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    for words, kinds in phrases.items():
        pieces = tuple(words.split(" "))
        group = groups.setdefault(pieces[0], {})
        second = pieces[1] if len(pieces) > 1 else ""
        group[second] = (*group.get(second, ()), (pieces, tuple(kinds.items())))
    return groups


def _add_cues(cues: dict[str, dict[Kind, float]], kind: Kind, rows: Any) -> None:
    for pattern, weight in rows:
        for words in spellings(pattern):
            of_words = cues.setdefault(words, {})
            of_words[kind] = max(of_words.get(kind, -99.0), float(weight))
