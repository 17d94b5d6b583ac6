"""How two records agree, as named signs with weights: the common half of pairing pictures and pairing specimens."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.pairing_rules import Weights
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.provenance import Reason

OFFERED = 0.25  # confidence from which a pairing is told at all; from 0.5 on it is one
_SAME_PLACE = 85
_PLACES_FILL = frozenset(
    {"hospital", "medical", "center", "centre", "clinic", "health", "system", "of", "the", "department"}
)

Sign = tuple[str, str]  # its name in pairing.toml, the words that show it


@dataclass(frozen=True, slots=True)
class Agreement:
    """The signs between two records and the odds they add up to."""

    odds: float
    signs: tuple[Sign, ...]

    @classmethod
    def of(cls, signs: Iterator[Sign], weights: Weights) -> Agreement:
        found = tuple(signs)
        return cls(weights["bias"] + sum(weights[name] for name, _ in found), found)

    def reasons(self, kind: str, weights: Weights) -> tuple[Reason, ...]:
        """The signs as reasons, the weightiest first."""
        told = sorted(self.signs, key=lambda sign: -abs(weights[sign[0]]))
        return tuple(Reason("pairing", kind, name.replace("_", " "), words) for name, words in told)


def likely(odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


def days_apart(one: PartialDate | None, other: PartialDate | None) -> int | None:
    """Whole days from `one` to `other`; None when one of them is not known to the day."""
    if one is None or other is None or not one.day or not other.day:
        return None
    return other.ordinal - one.ordinal


def place_signs(one: str, other: str) -> Iterator[Sign]:
    """Whether two facilities are one, spelled alike or nearly."""
    if one and other:
        same = token_set_ratio(_place(one), _place(other)) >= _SAME_PLACE
        yield ("same_place" if same else "other_place"), one


def _place(name: str) -> str:
    words = fold(name).split()
    return " ".join(word for word in words if word not in _PLACES_FILL) or " ".join(words)


def shared(one: Sequence[str], other: Sequence[str]) -> str:
    """The names both have, for telling."""
    return ", ".join(name for name in one if name in other)
