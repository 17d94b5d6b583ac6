"""Reads what a person types into the search box: words, phrases, and filters such as kind: and 2023-05..2024."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import Asked, Filters

_PIECE = re.compile(r'(?:(?P<word>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"|(?P<rest>\S+))')
_SPAN = re.compile(r"(?P<since>\d{4}(?:-\d\d?){0,2})?\.\.(?P<until>\d{4}(?:-\d\d?){0,2})?")


class Says(StrEnum):
    """What a word before a colon says of what follows it."""

    KIND = "kind"
    PLACE = "from"
    DATE = "date"
    TAG = "tag"
    STATE = "is"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a language: before a colon, for kinds (each may have several names) and for states."""

    before: Mapping[str, Says]
    kinds: Mapping[Kind, tuple[str, ...]]
    states: Mapping[str, str] = field(default_factory=dict)  # name → a Status, "starred" or "noted"


def read(text: str, vocabulary: Vocabulary) -> Asked:
    """Take the filters out of what was typed. What only looks like a filter is a word like any other."""
    filters, words = Filters(), list[str]()
    for piece in _PIECE.finditer(text):
        taken = _taken(piece, vocabulary, filters)
        if taken is None:
            words.append(piece.group())
        else:
            filters = taken
    return Asked(" ".join(words), filters)


def _taken(piece: re.Match[str], vocabulary: Vocabulary, filters: Filters) -> Filters | None:
    """The filters with what a piece says; None when it says nothing that is known."""
    says = vocabulary.before.get(plain(piece["word"] or ""))
    value = (piece["phrase"] if piece["phrase"] is not None else piece["rest"] or "").strip()
    if says is None:
        bare = piece["word"] is None and piece["phrase"] is None
        return _within(filters, value) if bare else None
    if not value:
        return None
    if says is Says.KIND:
        kinds = kinds_called(value, vocabulary)
        return replace(filters, kinds=filters.kinds | kinds) if kinds else None
    if says is Says.PLACE:
        return replace(filters, places=(*filters.places, value))
    if says is Says.TAG:
        return replace(filters, tags=(*filters.tags, value))
    if says is Says.DATE:
        return _within(filters, value if ".." in value else f"{value}..{value}")
    return _in_state(filters, vocabulary.states.get(plain(value), ""))


def written(asked: Asked) -> str:
    """What was asked in words that `read` takes in every language: for a view that is kept."""
    filters = asked.filters
    parts = [f"{Says.KIND}:{kind}" for kind in sorted(filters.kinds)]
    parts += [f"{Says.PLACE}:{_quoted(place)}" for place in filters.places]
    parts += [f"{Says.TAG}:{_quoted(tag)}" for tag in filters.tags]
    parts += [f"{Says.STATE}:{status}" for status in sorted(filters.statuses)]
    parts += [f"{Says.STATE}:{mark}" for mark, on in (("starred", filters.starred), ("noted", filters.noted)) if on]
    parts += [f"{filters.since}..{filters.until}"] if filters.since or filters.until else []
    return " ".join(part for part in (asked.words, *parts) if part)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', " ") + '"'


def kinds_called(name: str, vocabulary: Vocabulary) -> frozenset[Kind]:
    """The kinds of which a name has words that begin like these, in their order."""
    begin = re.compile(rf"\b{re.escape(plain(name))}")
    return frozenset(kind for kind, names in vocabulary.kinds.items() if any(begin.search(plain(n)) for n in names))


def _within(filters: Filters, span: str) -> Filters | None:
    """The filters with "2023-05..2024", either end open; None for what is no span of dates."""
    found = _SPAN.fullmatch(span)
    if found is None or not any(found.groups()):
        return None
    try:
        since, until = (_date(found[end] or "") for end in ("since", "until"))
    except ValueError:
        return None
    return replace(filters, since=since, until=until)


def _date(text: str) -> str:
    """A date as it is stored, from one that may be written without zeros. ValueError when there is no such day."""
    return str(PartialDate.parse("-".join(part.zfill(2) for part in text.split("-")))) if text else ""


def _in_state(filters: Filters, state: str) -> Filters | None:
    if state == "starred":
        return replace(filters, starred=True)
    if state == "noted":
        return replace(filters, noted=True)
    return replace(filters, statuses=filters.statuses | {Status(state)}) if state else None


def plain(text: str) -> str:
    """Without case and accents, spaces for underscores: as names are compared."""
    return "".join(_signs(text)).casefold().replace("_", " ").strip()


def _signs(text: str) -> Iterator[str]:
    return (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
