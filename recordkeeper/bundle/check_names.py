"""Whose name the images of a bundle carry: nobody else's, as far as a name can tell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from recordkeeper.bundle.checks import Check
from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.records.plain import from_plain

_NAMED = 3
_LEAST = 2  # parts of a name in common: relatives share one


def names_agree(patient: Mapping[str, Any], people: Iterable[Mapping[str, Any]], images: int) -> Check:
    """Names and birth dates in the headers against the patient of the list.

    Another name asks for a look and no more: a maiden name is nobody else. A name not given says nothing.
    """
    who = from_plain(Patient, patient)
    known = [_parts(name) for name in (who.name, *who.also_known_as, *(each.name for each in who.also_printed))]
    others: dict[str, None] = {}
    for plain in people:
        person = from_plain(PersonRead, plain)
        parts = _parts(person.name)
        same = not parts or any(_same(parts, name) for name in known)
        born = person.birth_date is None or who.birth_date is None or person.birth_date == who.birth_date
        if not same or not born:
            others[f"{person.name} {person.birth_date or ''}".strip()] = None
    if not others:
        return Check("names", ok=True, detail=f"{images} images")
    more = f" (+{len(others) - _NAMED})" if len(others) > _NAMED else ""
    return Check("names", ok=True, detail=", ".join(list(others)[:_NAMED]) + more, look=True)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= min(_LEAST, len(one), len(other))


def _parts(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.replace("^", " ").replace("=", " "))
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return frozenset(part for part in letters.casefold().split() if len(part) > 1)
