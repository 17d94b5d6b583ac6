"""Units as laboratories print them: which spellings are one unit, and which units are exactly equal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SIGNS = str.maketrans(
    {
        "µ": "u",
        "μ": "u",
        "×": "x",
        "·": "",
        "²": "2",
        "³": "3",
        "⁶": "6",
        "⁹": "9",
        "¹": "1",
        "⁰": "0",
        "^": "",
        "*": "",
        " ": "",
        "(": "",
        ")": "",
        "[": "",
        "]": "",
        "{": "",
        "}": "",
        "⁄": "/",
        "∕": "/",
    }
)
_SEVERAL = 4  # words of the longest unit
_TRAILING = ".,;:"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures ("mass", "count"), and the unit of a scale on which exactly equal ones lie."""

    kind: str
    axis: str
    single_charge: bool = False  # mEq/L: equal to mmol/L for ions of one charge only


def plain_unit(printed: str) -> str:
    """A unit without spaces and the signs that are set in many ways; letters keep their case."""
    return printed.translate(_SIGNS)


@dataclass(frozen=True, slots=True)
class Units:
    """All units we know, by their spelling."""

    exact: Mapping[str, Unit]
    loose: Mapping[str, Unit]  # in small letters, where that leaves no doubt
    beginnings: frozenset[str]  # of all of them, in small letters: what begins otherwise need not be looked up

    @classmethod
    def of(cls, tables: Sequence[Mapping[str, Any]]) -> Units:
        """Build from the [[unit]] tables of labs.toml."""
        exact: dict[str, Unit] = {}
        loose: dict[str, Unit] = {}
        torn: set[str] = set()
        for table in tables:
            for field, charged in (("written", False), ("single_charge", True)):
                unit = Unit(table["kind"], table["axis"], charged)
                for written in table.get(field, ()):
                    plain = plain_unit(written)
                    exact.setdefault(plain, unit)
                    low = plain.lower()
                    if loose.setdefault(low, unit) != unit and plain != low:
                        torn.add(low)
        beginnings = frozenset(low[:end] for low in map(str.lower, exact) for end in range(len(low) + 1))
        return cls(exact, {low: unit for low, unit in loose.items() if low not in torn}, beginnings)

    def find(self, printed: str) -> Unit | None:
        """The unit that is printed so; None when it is none we know."""
        plain = plain_unit(printed)
        found = self.exact.get(plain) or self.loose.get(plain.lower())
        if found is None and plain[-1:] in _TRAILING and len(plain) > 1:
            found = self.exact.get(plain[:-1]) or self.loose.get(plain[:-1].lower())
        return found

    def longest(self, words: Sequence[str]) -> int:
        """How many of the first words are one unit; 0 when they begin with none."""
        first = plain_unit(words[0]).lower()
        if first not in self.beginnings and (first[-1:] not in _TRAILING or first[:-1] not in self.beginnings):
            return 0
        for count in range(min(_SEVERAL, len(words)), 0, -1):
            if any(sign.isalnum() or sign in "%/" for sign in words[count - 1]) and self.find(
                "".join(words[:count])
            ):
                return count
        return 0

    def like(self, printed: str, kinds: frozenset[str] | None = None) -> str:
        """The unit, of one of these kinds, that a scanner may have read as `printed`; "" when there is none."""
        seen = _as_scanned(printed)
        fits = {
            plain
            for plain, unit in self.exact.items()
            if (kinds is None or unit.kind in kinds) and _as_scanned(plain) == seen
        }
        return min(fits, key=lambda plain: (plain.count("/") != 1, len(plain), plain)) if fits else ""


def _as_scanned(printed: str) -> str:
    """What is left of a unit after the worst scan: no slash, i, l, 1 and | alike."""
    plain = plain_unit(printed).rstrip(_TRAILING).lower().replace("/", "")
    return re.sub(r"[il1|!]", "l", plain).replace("o", "0").replace("ual", "ul").replace("cale", "calc")
