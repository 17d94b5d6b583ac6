"""The fit: multinomial logistic regression on the cues and the words of texts, with plain numpy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recordkeeper.recognise.cues import Cues, find_cues
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.weights import own_evidence, words_and_headings
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from tests.training.texts import OWN, Labelled

Numbers = NDArray[np.float32]
KINDS = tuple(kind for kind in Kind if kind not in (Kind.PHOTO, Kind.IMAGING_STUDY))  # both are told without text
_FEWEST_TEXTS = 12  # copies that hold a word: three texts
_FEWEST_SOURCES = 2  # a word of one source alone is its boilerplate
_OF_WORDS, _OF_CUES, _OF_BASE = 1.0, 1.0, 0.1  # how dear a weight is
_OWN_WEIGHT = 3.0  # the cues were not mended on the made-up texts, so these tell better what a cue is worth
_STEPS, _MEMORY = 60, 8
_SMALLEST = 0.4  # a word whose weight, as rare as it is, stays below this is left out of what is kept


@dataclass(frozen=True, slots=True)
class Example:
    """What is known of one text."""

    cues: Cues
    words: frozenset[str]
    kinds: frozenset[Kind]
    source: str


def example(text: Labelled, rules: Rules) -> Example:
    """Read the cues and words of one text."""
    cues = find_cues(Sheets([PageText(1, text.text)]), rules.kinds, rules.people)
    return Example(cues, frozenset(words_and_headings(cues)), text.kinds, text.source)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights in matrices; `kept` gives them as the program reads them."""

    vocabulary: Mapping[str, int]
    rarity: Numbers
    of_words: Numbers
    of_cues: Numbers
    base: Numbers
    own: Numbers
    temperature: float = 1.0

    def kept(self) -> dict[str, object]:
        """The weights as kept in resources/rules/kind_weights.json."""
        words = {
            word: [
                round(float(self.rarity[place]), 2),
                {
                    str(kind): round(float(weight), 2)
                    for kind, weight in zip(KINDS, self.of_words[place], strict=True)
                    if abs(weight * self.rarity[place]) >= _SMALLEST
                },
            ]
            for word, place in sorted(self.vocabulary.items())
        }
        cues = {
            str(kind): {
                str(other): round(float(weight), 3)
                for other, weight in zip(KINDS, row, strict=True)
                if abs(weight) >= 0.005
            }
            for kind, row in zip(KINDS, self.of_cues, strict=True)
        }
        return {
            "kinds": [str(kind) for kind in KINDS],
            "temperature": round(self.temperature, 3),
            "own": dict(zip(("score", "title", "count"), (round(float(one), 3) for one in self.own), strict=True)),
            "base": {str(kind): round(float(one), 3) for kind, one in zip(KINDS, self.base, strict=True)},
            "cues": cues,
            "words": {word: says for word, says in words.items() if says[1]},
        }


def fit(examples: Sequence[Example]) -> Fitted:
    """Learn the weights. A text that may be two kinds asks only that one of them is likely."""
    vocabulary, rarity = _vocabulary(examples)
    matrices = _matrices(examples, vocabulary, rarity)
    right = np.array([[kind in one.kinds for kind in KINDS] for one in examples], np.float32)
    share = _shares(examples, right)
    words, kinds = len(vocabulary), len(KINDS)

    def unpack(packed: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        first, second = words * kinds, (words + kinds) * kinds
        return (
            packed[:first].reshape(words, kinds),
            packed[first:second].reshape(kinds, kinds),
            packed[second:-3],
            packed[-3:],
        )

    def loss(packed: Numbers) -> tuple[float, Numbers]:
        of_words, of_cues, base, own = unpack(packed)
        likely = _softmax(_sums(matrices, of_words, of_cues, base, own))
        of_right = (likely * right).sum(1, keepdims=True) + 1e-12
        push = (likely - likely * right / of_right) * share[:, None]
        dear = _OF_WORDS * (of_words**2).sum() + _OF_CUES * (of_cues**2).sum() + _OF_BASE * (base**2).sum()
        slope = [
            matrices.words.T @ push + _OF_WORDS * of_words / len(examples),
            matrices.scores.T @ push + _OF_CUES * of_cues / len(examples),
            push.sum(0) + _OF_BASE * base / len(examples),
            np.array([(push * one).sum() for one in (matrices.scores, matrices.titles, matrices.counts)]),
        ]
        total = -float(share @ np.log(of_right[:, 0])) + float(dear) / (2 * len(examples))
        return total, np.concatenate([part.ravel() for part in slope])

    start = np.zeros(words * kinds + kinds * kinds + kinds + 3, np.float32)
    start[-3:] = 1.0, 0.5, 0.2
    of_words, of_cues, base, own = unpack(_descend(loss, start))
    own[1] = max(own[1], _LEAST_OF_TITLE)
    return Fitted(vocabulary, rarity, of_words, of_cues, base, own)


def likelihoods(fitted: Fitted, examples: Sequence[Example]) -> Numbers:
    """Return how likely each text is of each of KINDS."""
    matrices = _matrices(examples, fitted.vocabulary, fitted.rarity)
    return _softmax(_sums(matrices, fitted.of_words, fitted.of_cues, fitted.base, fitted.own) / fitted.temperature)


# Few of the texts learnt from have a title, so little is learnt of it; papers of hospitals nearly all have one.
# Out of fold on the pages of the shared reports: macro-F1 0.955 as learnt, 0.991 from 3 on.
_LEAST_OF_TITLE = 4.0


@dataclass(frozen=True, slots=True)
class _Matrices:
    words: Numbers
    scores: Numbers
    titles: Numbers
    counts: Numbers


def _vocabulary(examples: Sequence[Example]) -> tuple[dict[str, int], Numbers]:
    """The words worth a weight, and how rare each is (inverse document frequency)."""
    texts: Counter[str] = Counter()
    sources: dict[str, set[str]] = {}
    for one in examples:
        texts.update(one.words)
        for word in one.words:
            sources.setdefault(word, set()).add(one.source.split(":")[0])
    kept = sorted(
        word for word, count in texts.items() if count >= _FEWEST_TEXTS and len(sources[word]) >= _FEWEST_SOURCES
    )
    rarity = np.array([math.log((1 + len(examples)) / (1 + texts[word])) + 1 for word in kept], np.float32)
    return {word: place for place, word in enumerate(kept)}, rarity


def _matrices(examples: Sequence[Example], vocabulary: Mapping[str, int], rarity: Numbers) -> _Matrices:
    words = np.zeros((len(examples), len(vocabulary)), np.float32)
    for row, one in enumerate(examples):
        places = [vocabulary[word] for word in one.words if word in vocabulary]
        words[row, places] = rarity[places]
        words[row] /= np.linalg.norm(words[row]) or 1.0
    own = np.array([[own_evidence(one.cues, kind) for kind in KINDS] for one in examples], np.float32)
    return _Matrices(words, own[:, :, 0], own[:, :, 1], own[:, :, 2])


def _sums(matrices: _Matrices, of_words: Numbers, of_cues: Numbers, base: Numbers, own: Numbers) -> Numbers:
    said_by_cues = (
        matrices.scores @ of_cues + own[0] * matrices.scores + own[1] * matrices.titles + own[2] * matrices.counts
    )
    return np.asarray(matrices.words @ of_words + said_by_cues + base)


def _softmax(sums: Numbers) -> Numbers:
    parts = np.exp(sums - sums.max(1, keepdims=True))
    return np.asarray(parts / parts.sum(1, keepdims=True))


def _shares(examples: Sequence[Example], right: Numbers) -> Numbers:
    """How much each text counts: rare kinds more, though not in full, and the made-up texts more."""
    of_kind = (right / right.sum(1, keepdims=True)).sum(0)
    fair = 1 / np.sqrt(np.maximum(of_kind, 1.0))
    share = (right * fair).max(1) * np.array([_OWN_WEIGHT if one.source == OWN else 1.0 for one in examples])
    return np.asarray(share / share.sum(), np.float32)


def _descend(loss: Callable[[Numbers], tuple[float, Numbers]], start: Numbers) -> Numbers:
    """Minimise with L-BFGS: the last steps tell the curvature (Nocedal & Wright, Numerical Optimization, 7.4)."""
    here, (value, slope) = start, loss(start)
    steps: list[tuple[Numbers, Numbers]] = []
    for _ in range(_STEPS):
        way = -_scaled(slope, steps)
        length, fall = 1.0 if steps else 1.0 / max(1.0, float(np.abs(slope).sum())), float(slope @ way)
        for _ in range(20):
            there = here + length * way
            there_value, there_slope = loss(there)
            if there_value <= value + 1e-4 * length * fall:
                break
            length /= 2
        else:
            break
        if float((there_slope - slope) @ (there - here)) > 1e-10:
            steps = [*steps, (there - here, there_slope - slope)][-_MEMORY:]
        here, value, slope = there, there_value, there_slope
    return here


def _scaled(slope: Numbers, steps: Sequence[tuple[Numbers, Numbers]]) -> Numbers:
    """The slope times the inverse curvature the last steps show."""
    way, parts = slope.copy(), list[float]()
    for step, change in reversed(steps):
        part = float(step @ way) / float(change @ step)
        way -= part * change
        parts.append(part)
    if steps:
        step, change = steps[-1]
        way *= float(step @ change) / float(change @ change)
    for (step, change), part in zip(steps, reversed(parts), strict=True):
        way += (part - float(change @ way) / float(change @ step)) * step
    return way
