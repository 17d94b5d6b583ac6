"""How right and how honest a set of answers is: precision, recall and F1 a kind, calibration, sure answers."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.records.kinds import Kind

SURE = 0.9
_BANDS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one text, how surely, and what is right."""

    said: Kind
    confidence: float
    right_kinds: frozenset[Kind]

    @property
    def right(self) -> bool:
        return self.said in self.right_kinds

    @property
    def wanted(self) -> Kind:
        """The kind the answer is counted for: a text that may be two counts for the one that was said, else for any
        but `other`.
        """
        return self.said if self.right else min(self.right_kinds - {Kind.OTHER} or self.right_kinds)


@dataclass(frozen=True, slots=True)
class KindScore:
    """Of one kind: how many texts, and how well they were told."""

    kind: Kind
    texts: int
    precision: float
    recall: float
    f1: float


def by_kind(answers: Sequence[Answer]) -> tuple[KindScore, ...]:
    """Return the scores of every kind that a text is of."""
    wanted, said = Counter(one.wanted for one in answers), Counter(one.said for one in answers)
    hits = Counter(one.said for one in answers if one.right)
    return tuple(_score(kind, wanted[kind], said[kind], hits[kind]) for kind in Kind if wanted[kind])


def _score(kind: Kind, wanted: int, said: int, hits: int) -> KindScore:
    precision, recall = hits / max(1, said), hits / wanted
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return KindScore(kind, wanted, round(precision, 3), round(recall, 3), round(f1, 3))


def macro_f1(answers: Sequence[Answer]) -> float:
    """The mean of the kinds' F1."""
    return round(statistics.mean(one.f1 for one in by_kind(answers)), 4)


def accuracy(answers: Sequence[Answer]) -> float:
    """The share of right answers."""
    return round(sum(one.right for one in answers) / max(1, len(answers)), 4)


def calibration_error(answers: Sequence[Answer]) -> float:
    """The expected calibration error over ten bands of confidence."""
    error = 0.0
    for band in range(_BANDS):
        here = [one for one in answers if min(int(one.confidence * _BANDS), _BANDS - 1) == band]
        error += abs(sum(one.confidence for one in here) - sum(one.right for one in here))
    return round(error / max(1, len(answers)), 4)


def sure(answers: Sequence[Answer]) -> tuple[float, float]:
    """Of the answers given with at least 0.9: the share that is right, and how many of all they are."""
    here = [one for one in answers if one.confidence >= SURE]
    return accuracy(here), round(len(here) / max(1, len(answers)), 3)


def headline(name: str, answers: Sequence[Answer]) -> str:
    """One row of a table: name, texts, accuracy, macro-F1, calibration error, precision and share at 0.9."""
    precision, share = sure(answers)
    numbers = (len(answers), accuracy(answers), macro_f1(answers), calibration_error(answers), precision, share)
    return "| " + " | ".join([name, *map(str, numbers)]) + " |"


HEADLINE = (
    "| | texts | right | macro-F1 | calibration error | right where sure | share sure |\n"
    "|---|---|---|---|---|---|---|"
)


def kind_table(answers: Sequence[Answer]) -> str:
    """The scores a kind as a table."""
    rows = [f"| {one.kind} | {one.texts} | {one.precision} | {one.recall} | {one.f1} |" for one in by_kind(answers)]
    return "\n".join(["| kind | texts | precision | recall | F1 |", "|---|---|---|---|---|", *rows])


def confusions(answers: Sequence[Answer]) -> tuple[tuple[str, int], ...]:
    """What was taken for what, the commonest first."""
    pairs = Counter(f"{one.wanted} → {one.said}" for one in answers if not one.right)
    return tuple(pairs.most_common())
