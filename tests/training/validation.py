"""How the weights do on texts they have not seen: every text is judged by a model learnt without its kin."""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recordkeeper.recognise.kind import find_kind
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from tests.training.folds import Fold, by_group, by_source
from tests.training.model import KINDS, Example, Fitted, Numbers, example, fit, likelihoods
from tests.training.noise import LEARNT_FROM, WORSE
from tests.training.scores import HEADLINE, Answer, headline
from tests.training.texts import Labelled

Copies = Sequence[Example]  # of one text: as it is, then worse ones
_OTHER_BASE, _SHARPNESS = 2.2, 0.62  # of the cues alone: what `other` starts with, and how sure a point makes
_TEMPERATURES = np.arange(0.7, 3.01, 0.05)


@dataclass(frozen=True, slots=True)
class Judged:
    """The likelihoods of one text by a model that has not seen it."""

    likely: Numbers
    right: frozenset[int]
    source: str


def worsened(text: Labelled, way: str) -> Labelled:
    """Return the text as a worse copy has it, the same on every run."""
    chance = random.Random(zlib.crc32(f"{text.name} {way}".encode()))
    return replace(text, text=WORSE[way](text.text, chance))


def examples_of(texts: Sequence[Labelled], rules: Rules) -> list[Copies]:
    """Read every text as it is and as worse copies have it."""
    return [[example(worsened(text, way), rules) for way in LEARNT_FROM] for text in texts]


def fit_copies(copies: Iterable[Copies]) -> Fitted:
    """Learn from all copies of some texts."""
    return fit([one for of_text in copies for one in of_text])


def judged(texts: Sequence[Labelled], examples: Sequence[Copies]) -> dict[str, list[Judged]]:
    """Judge every text twice: without its near-copies, and without anything from its source or layout."""
    folds: dict[str, list[Fold]] = {
        "without near-copies": list(by_group(texts)),
        "without its source": [fold for _, fold in by_source(texts)],
    }
    return {name: judge(examples, of) for name, of in folds.items()}


def judge(examples: Sequence[Copies], folds: Iterable[Fold]) -> list[Judged]:
    """Learn on one side of each fold and judge the other, each text as it is."""
    found: list[Judged] = []
    for learnt, left in folds:
        fitted = fit_copies(examples[place] for place in learnt)
        found.extend(judgements(fitted, [examples[place][0] for place in left]))
    return found


def judgements(fitted: Fitted, asked: Sequence[Example]) -> list[Judged]:
    """Judge some texts by one model."""
    right = [frozenset(KINDS.index(kind) for kind in one.kinds if kind in KINDS) for one in asked]
    likely = likelihoods(fitted, asked)
    return [Judged(*three) for three in zip(likely, right, (one.source for one in asked), strict=True)]


def fitted_temperature(unseen: Mapping[str, Sequence[Judged]]) -> float:
    """The temperature that makes answers honest: midway between the best one for more texts of known sources and
    the best one for texts of unknown sources, as nobody knows which a library holds.
    """
    best = [min(_TEMPERATURES, key=lambda one: _surprise(texts, float(one))) for texts in unseen.values()]
    return float(np.exp(np.mean(np.log(best))))


def _surprise(judgements: Sequence[Judged], temperature: float) -> float:
    return -float(
        np.mean([np.log(cooled(one.likely, temperature)[sorted(one.right)].sum() + 1e-9) for one in judgements])
    )


def cooled(likely: Numbers, temperature: float) -> Numbers:
    """The likelihoods at a temperature: above 1 they are less sure."""
    sums = np.log(likely + 1e-12) / temperature
    parts = np.exp(sums - sums.max())
    return np.asarray(parts / parts.sum())


def answers(judgements: Sequence[Judged], temperature: float) -> list[Answer]:
    """What would be said of each text, and how surely."""
    found = []
    for one in judgements:
        likely = cooled(one.likely, temperature)
        best = int(likely.argmax())
        right = frozenset(KINDS[place] for place in one.right)
        found.append(Answer(KINDS[best], min(float(likely[best]), 0.99), right))
    return found


def answers_of(unseen: Mapping[str, Sequence[Judged]], temperature: float) -> str:
    """The headline figures as a table, for all texts and for each source."""
    rows = [HEADLINE]
    for name, judgements in unseen.items():
        rows.append(headline(f"{name}: all", answers(judgements, temperature)))
        for source in sorted({one.source for one in judgements}):
            its = [one for one in judgements if one.source == source]
            rows += [headline(f"{name}: {source}", answers(its, temperature))]
    return "\n".join(rows)


def by_cues(texts: Sequence[Labelled], rules: Rules) -> list[Answer]:
    """What the cues alone would say: the kind with the highest sum."""
    found = []
    for text in texts:
        scores = dict(example(text, rules).cues.score)
        scores[Kind.OTHER] = scores.get(Kind.OTHER, 0.0) + _OTHER_BASE
        best = max(scores, key=lambda kind: scores[kind])
        whole = sum(math.exp(_SHARPNESS * (score - scores[best])) for score in scores.values())
        found.append(Answer(best, min(1 / whole, 0.99), text.kinds))
    return found


def with_weights(texts: Sequence[Labelled], rules: Rules) -> list[Answer]:
    """What the program says of each text."""
    found = []
    for text in texts:
        said = find_kind(Sheets([PageText(1, text.text)]), rules)
        found.append(Answer(said.kind, said.confidence, text.kinds))
    return found


def under_noise(texts: Sequence[Labelled], examples: Sequence[Copies], rules: Rules) -> dict[str, list[Judged]]:
    """Judge worse copies of every text by models that have seen neither it nor its near-copies, a list a way."""
    worse = {way: [example(worsened(text, way), rules) for text in texts] for way in WORSE}
    found: dict[str, list[Judged]] = {way: [] for way in WORSE}
    for learnt, left in by_group(texts):
        fitted = fit_copies(examples[place] for place in learnt)
        for way, copies in worse.items():
            found[way].extend(judgements(fitted, [copies[place] for place in left]))
    return found
