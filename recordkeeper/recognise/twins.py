"""The same thing twice: whether two records hold the same text, versions of it, or only the same template."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from recordkeeper.recognise.sketch import Sketch, overlap
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.recognise.twin_signs import twin_signs
from recordkeeper.records.belonging import Likeness, Revision, TwinCandidate, Twinship
from recordkeeper.records.provenance import Reason

_PART = 0.6  # of the words of the longer: the shorter is a part of it
_HOLDS_ALL = 0.75  # of the older version's words: a newer one has at least so many
_HOLDS_RUNS = 0.62  # of the word runs, a poor scan's too
_TEMPLATE = 0.3  # of the word runs
_PAGE_FOUND = 0.35  # of a page's word runs, from which it is on a page of the other
_SAME_RUNS = 0.85  # word runs both have, from which two texts without standing of their own are one


@dataclass(frozen=True, slots=True)
class Measures:
    """What two sketches share: the shares are those of the shorter text."""

    runs: float
    numbers: float  # summed agreement of numbers behind the same label
    labels: int
    bag: float
    bag_size: int
    contradicted: int  # dates behind the same label
    days: int  # both have: 1, both have dates but none in common: -1, one has none: 0
    ratio: float  # words of the shorter to those of the longer
    words: int  # of the shorter


def measure(one: Sketch, other: Sketch) -> Measures:
    """Compare two sketches."""
    labels = one.pairs.keys() & other.pairs.keys()
    short, long = sorted((one.words, other.words))
    agreed = sum(_agree(one.pairs[label], other.pairs[label]) for label in labels)
    few = min(len(one.number_set), len(other.number_set))
    dated = one.dates.keys() & other.dates.keys()
    return Measures(
        runs=overlap(one, other),
        numbers=agreed,
        labels=len(labels),
        bag=len(one.number_set & other.number_set) / few if few else 0.0,
        bag_size=few,
        contradicted=sum(1 for label in dated if one.dates[label].isdisjoint(other.dates[label])),
        days=_days(one, other),
        ratio=short / long if long else 1.0,
        words=short,
    )


def _days(one: Sketch, other: Sketch) -> int:
    if not one.day_set or not other.day_set:
        return 0
    return -1 if one.day_set.isdisjoint(other.day_set) else 1


def _agree(one: set[int], other: set[int]) -> float:
    """How far two sets of numbers agree; one may have more, as a whole report has more than a page of it."""
    return len(one & other) / min(len(one), len(other))


def text_odds(found: Measures, rules: TwinRules) -> float:
    """Log-odds that two texts are the same, by the texts alone."""
    say = rules.weights
    numbers = found.numbers - say["numbers_needed"] * found.labels
    odds = say["runs"] * (found.runs - say["runs_needed"])
    room = min(1.0, (1.0 - found.runs) / say["runs_without_numbers"])  # where all runs agree, so do their numbers
    odds += say["numbers"] * max(-say["most_numbers"] * room, min(say["most_numbers"], numbers))
    odds += say["number_bag"] * (found.bag - say["bag_needed"]) * min(1.0, found.bag_size / 8)
    odds += say["date_contradicted"] * min(2, found.contradicted)
    odds += say["day_shared"] if found.days > 0 else say["no_day_shared"] * -found.days
    odds += say["tiny"] if found.words < say["tiny_words"] else 0.0
    return odds if found.runs >= least_runs(found, rules) else min(odds, say["too_few_runs"])


def least_runs(found: Measures, rules: TwinRules) -> float:
    """The word runs two texts must share to be one, whatever else they have in common."""
    return rules.weights["table_runs" if is_table(found, rules) else "least_runs"]


def is_table(found: Measures, rules: TwinRules) -> bool:
    """Whether the shorter text is mostly numbers that the other has too: columns may stand in another order."""
    say = rules.weights
    return found.bag >= say["table_bag"] and found.bag_size >= say["table_numbers"] * found.words


def credit(found: Measures, rules: TwinRules) -> float:
    """How far the same day and case speak for one text (0 to 1): all papers of a case bear them in their heads."""
    if is_table(found, rules):
        return 1.0
    room = rules.weights["room_for_credit"]
    return max(0.0, min(1.0, (found.runs - least_runs(found, rules)) / room))


def likeness(one: bytes, other: bytes, *, rules: TwinRules) -> float:
    """How likely two texts are the same (0 to 1), by their sketches alone."""
    return _likely(text_odds(measure(Sketch.of(one), Sketch.of(other)), rules))


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def judge(one: TwinCandidate, other: TwinCandidate, *, rules: TwinRules) -> Twinship:
    """Return what two records are to each other, and which of them is to be shown."""
    sketches = Sketch.of(one.sketch), Sketch.of(other.sketch)
    found = measure(*sketches)
    signs = tuple(twin_signs(one, other, sketches, rules))
    for_it, against = (sum(pick(0.0, sign.odds) for sign in signs) for pick in (max, min))
    odds = text_odds(found, rules) + for_it * credit(found, rules) + against
    likely = _likely(odds)
    reasons = [
        Reason("twin", "", "shared word runs", f"{found.runs:.0%}"),
        *(
            [Reason("twin", "", "numbers that agree", f"{found.numbers:.0f} / {found.labels}")]
            if found.labels
            else []
        ),
        *(Reason("twin", "", sign.rule, sign.words) for sign in signs),
    ]
    if odds <= 0:
        kind = Likeness.TEMPLATE if found.runs >= _TEMPLATE else Likeness.DIFFERENT
        return Twinship(one.id, other.id, kind, round(1 - likely, 3), reasons=tuple(reasons))
    kind, shown, why = _version(one, other, found, sketches)
    if kind is Likeness.REVISED and _leaves_out(found, shown == one.id, sketches):
        return Twinship(one.id, other.id, Likeness.DIFFERENT, round(likely, 3), reasons=tuple(reasons))
    return Twinship(
        one.id,
        other.id,
        kind,
        round(likely, 3),
        shown,
        pages_of(*sketches),
        (*reasons, Reason("twin", str(kind), why)),
    )


def _version(
    one: TwinCandidate, other: TwinCandidate, found: Measures, sketches: tuple[Sketch, Sketch]
) -> tuple[Likeness, str, str]:
    """Of two records of one text: versions, part or same, and which replaces the other."""
    ranks = one.revision.rank, other.revision.rank
    if ranks[0] != ranks[1]:
        return Likeness.REVISED, (one if ranks[0] > ranks[1] else other).id, "its standing replaces the other's"
    later = one.revision.rank >= Revision.ADDENDUM.rank
    dated = one.reported and other.reported and one.reported.day and other.reported.day
    if dated and one.reported != other.reported and (later or found.runs < _SAME_RUNS):
        newer = one if one.reported > other.reported else other  # type: ignore[operator]
        return Likeness.REVISED, newer.id, "it was issued later"
    if found.ratio < _PART:
        longer = one if sketches[0].words >= sketches[1].words else other
        return Likeness.PART, longer.id, "its pages are among the other's"
    return Likeness.SAME, "", "one text in two files"


def _leaves_out(found: Measures, first_is_newer: bool, sketches: tuple[Sketch, Sketch]) -> bool:
    """Whether the newer version does not hold the older: an addendum on a sheet of its own replaces no report."""
    newer, older = sketches if first_is_newer else sketches[::-1]
    return newer.words < _HOLDS_ALL * older.words or found.runs < _HOLDS_RUNS


def pages_of(one: Sketch, other: Sketch) -> tuple[tuple[int, int], ...]:
    """Pages of one with the page of the other that holds the same text."""
    limit = min(one.limit, other.limit)
    shared, ours, theirs = np.intersect1d(one.runs, other.runs, assume_unique=True, return_indices=True)
    below = shared <= limit
    totals = Counter(one.run_pages[one.runs <= limit].tolist())
    found: dict[int, Counter[int]] = {}
    for mine, yours in zip(
        one.run_pages[ours[below]].tolist(), other.run_pages[theirs[below]].tolist(), strict=True
    ):
        found.setdefault(mine, Counter())[yours] += 1
    return tuple(
        (page, counts.most_common(1)[0][0])
        for page, counts in sorted(found.items())
        if sum(counts.values()) >= _PAGE_FOUND * totals[page]
    )
