"""What is known of two records beside their texts that makes them one text or not: day, case, kind, subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recordkeeper.recognise.sketch import Sketch, date_hash, number_hash
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.belonging import TwinCandidate

_NUMBER = re.compile(r"[0-9]+")
_OPPOSITE = frozenset({"left", "right"})

Sketches = tuple[Sketch, Sketch]


class TwinSign(NamedTuple):
    """One sign: what it adds to the log-odds that two texts are one, and what it is."""

    odds: float
    rule: str
    words: str = ""


def twin_signs(
    one: TwinCandidate, other: TwinCandidate, sketches: Sketches, rules: TwinRules
) -> Iterator[TwinSign]:
    """Yield every sign there is."""
    yield from _day(one, other, sketches, rules)
    yield from _case(one, other, sketches, rules)
    yield from _kind(one, other, rules)
    yield from _subject(one, other, rules)


def _day(one: TwinCandidate, other: TwinCandidate, sketches: Sketches, rules: TwinRules) -> Iterator[TwinSign]:
    """What the service dates say. A date both texts print may have been taken for another of their dates."""
    if not (one.date and other.date and one.date.day and other.date.day):
        return
    if one.date == other.date:
        yield TwinSign(rules.weights["same_day"], "the same day", str(one.date))
        return
    if date_hash(one.date) in sketches[1].number_set and date_hash(other.date) in sketches[0].number_set:
        return
    if min(one.date_confidence, other.date_confidence) >= rules.weights["sure_day"]:
        yield TwinSign(rules.weights["other_day"], "another day", f"{one.date} / {other.date}")


def _case(one: TwinCandidate, other: TwinCandidate, sketches: Sketches, rules: TwinRules) -> Iterator[TwinSign]:
    first, second = _digits(one.accession), _digits(other.accession)
    if not first or not second:
        return
    if first == second:
        yield TwinSign(rules.weights["same_case"], "the same case number", first)
        return
    if number_hash(first) not in sketches[1].number_set or number_hash(second) not in sketches[0].number_set:
        yield TwinSign(rules.weights["other_case"], "another case number", f"{first} / {second}")


def _digits(accession: str) -> str:
    """The longest run of digits in a case number: how it stands among a text's numbers."""
    longest = max(_NUMBER.findall(accession), key=len, default="")
    return longest if len(longest) >= 3 else ""


def _kind(one: TwinCandidate, other: TwinCandidate, rules: TwinRules) -> Iterator[TwinSign]:
    """Papers of one case are alike in all their heads, but an operative note is no pathology report."""
    if one.kind and other.kind and one.kind is not other.kind:
        sure = one.kind_confidence * other.kind_confidence
        yield TwinSign(rules.weights["other_kind"] * sure, "another kind", f"{one.kind} / {other.kind}")


def _subject(one: TwinCandidate, other: TwinCandidate, rules: TwinRules) -> Iterator[TwinSign]:
    """Two examinations of one day are worded alike; what was examined tells them apart."""
    ours, theirs = one.cues, other.cues
    for first, second in (
        (ours.modalities, theirs.modalities),
        (ours.regions, theirs.regions),
        (ours.sites, theirs.sites),
    ):
        if apart(first, second):
            words = f"{', '.join(first)} / {', '.join(second)}"
            yield TwinSign(rules.weights["other_subject"], "another examination", words)
            return
    if {ours.side, theirs.side} == _OPPOSITE:
        yield TwinSign(rules.weights["other_subject"], "the other side", f"{ours.side} / {theirs.side}")
    elif ours.specimens and theirs.specimens and apart(ours.specimens, theirs.specimens):
        words = f"{', '.join(ours.specimens)} / {', '.join(theirs.specimens)}"
        yield TwinSign(rules.weights["other_case"], "another case number", words)


def apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether both say something, and nothing in common."""
    return bool(one) and bool(other) and set(one).isdisjoint(other)
