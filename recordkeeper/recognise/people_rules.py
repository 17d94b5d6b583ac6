"""How a record names its patient, its author and its place, read from resources/rules/people.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordkeeper.recognise.folding import fold, spellings
from recordkeeper.recognise.words import Lexicon

_Row = tuple[str, str, Iterable[str], bool]


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """Labels of a record's head, and what names and places look like."""

    labels: Lexicon  # fields: name, family, given, other, author, facility, payer, accession, identifier, fact
    not_names: frozenset[str]
    unlikely_names: frozenset[str]
    numbered: frozenset[str]
    titles: frozenset[str]
    courtesy: frozenset[str]
    doctors: frozenset[str]
    particles: frozenset[str]
    given: frozenset[str]
    common: frozenset[str]  # words of titles, headings and labels, of which names are seldom made
    issuers: frozenset[str]  # that give a person a number besides the place of the record
    places: re.Pattern[str]
    place_stems: tuple[str, ...]  # one of them is in every place's name, in small letters
    departments: re.Pattern[str]
    not_places: re.Pattern[str]

    def is_place(self, text: str) -> bool:
        """Whether `text` holds what makes a line the name of a hospital, clinic or laboratory."""
        low = text.lower()
        return any(stem in low for stem in self.place_stems) and self.places.search(text) is not None

    @classmethod
    def of(cls, data: Mapping[str, Any], date_labels: Iterable[str], cues: Iterable[str]) -> PeopleRules:
        """Take the tables of people.toml, the words before dates, which end a value as well, and those of kinds."""
        names, places = data["names"], data["places"]
        given = frozenset(fold(name) for name in names["given"])
        return cls(
            labels=Lexicon.of(_rows(data, date_labels)),
            not_names=frozenset(names["not_names"]),
            unlikely_names=frozenset(names["unlikely_names"]),
            numbered=frozenset(names["numbered"]),
            titles=frozenset(names["titles"]),
            courtesy=frozenset(names["courtesy"]),
            doctors=frozenset(names["doctors"]),
            particles=frozenset(names["particles"]),
            given=given,
            common=frozenset(word for cue in cues for word in cue.split() if len(word) > 2) - given,
            issuers=frozenset(data["identifiers"]) - {""},
            places=_either(places["words"]),
            place_stems=tuple(places["stems"]),
            departments=_either(places["departments"]),
            not_places=_either(places["not_places"]),
        )


def _rows(data: Mapping[str, Any], date_labels: Iterable[str]) -> Iterator[_Row]:
    """Yield what the labels mean; where two tables have the same words, the first one counts."""
    for patterns, weight in data["name_labels"]:
        yield "name", str(weight), patterns, _all_single(patterns)
    yield "family", "", data["family"], False
    yield "given", "", data["given"], False
    for issuer, patterns in data["identifiers"].items():
        yield "identifier", issuer, patterns, False
    for patterns, weight in data["author_labels"]:
        yield "author", str(weight), patterns, False
    yield "other", "", data["others"], False
    yield "accession", "", data["accession"], True
    yield "facility", "", data["facility"], True
    yield "payer", "", data["payers"], True
    yield "birth", "", [], False
    yield "date", "", list(date_labels), True
    yield "fact", "", data["facts"], True


def _all_single(patterns: Iterable[str]) -> bool:
    return all(" " not in spelled for pattern in patterns for spelled in spellings(pattern))


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
