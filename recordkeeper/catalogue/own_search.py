"""Words sought in what a person wrote down: goals, questions, visits, requests and the other lists.

There are some dozens of entries, so they are looked through as they are; no index has to be kept level with them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recordkeeper.catalogue import own
from recordkeeper.catalogue.pages import folded
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.query import OwnHit

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_AROUND = 60  # letters of a field on either side of the first word found


def find(db: Database, words: str) -> tuple[OwnHit, ...]:
    """The entries that hold all the words, wherever each begins a word; "…" asks for a phrase."""
    terms = [_pattern(phrase or word) for phrase, word in _TERM.findall(folded(words)) if (phrase or word).strip()]
    if not terms:
        return ()
    found = (_hit(entry, terms) for of in OwnList for entry in own.entries(db, of))
    return tuple(hit for hit in found if hit is not None)


def _pattern(term: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in term.split())
    return re.compile(r"(?<!\w)" + r"\s+".join(parts), re.IGNORECASE)


def _hit(entry: Entry, terms: list[re.Pattern[str]]) -> OwnHit | None:
    values = {name: folded(value) for name, value in entry.fields.items()}
    if not all(any(term.search(value) for value in values.values()) for term in terms):
        return None
    name = next(name for name, value in values.items() if terms[0].search(value))
    match = terms[0].search(values[name])
    assert match is not None
    return OwnHit(entry.list, entry.id, name, _around(entry.get(name), *match.span()))


def _around(text: str, begin: int, end: int) -> str:
    first, last = max(0, begin - _AROUND), min(len(text), end + _AROUND)
    return " ".join(f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}".split())
