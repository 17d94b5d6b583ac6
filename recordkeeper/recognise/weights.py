"""The small statistical model on top of the cues: which kind a text is, from all cues at once and its words.

A multinomial logistic regression. Its weights are data (resources/rules/kind_weights.json), learnt by
`python3 dev.py train`; to read a text with them takes no numpy.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.cues import Cues
from recordkeeper.records.kinds import Kind

LEAST_SCORE, MOST_SCORE, SCORE_UNIT = -6.0, 14.0, 4.0  # a kind's cues beyond these say no more
MOST_COUNT, COUNT_UNIT = 8, 4.0
_SHORTEST, _LONGEST = 3, 20  # letters of a word
_MOST_HEADING_WORDS = 4


def words_and_headings(cues: Cues) -> set[str]:
    """Return what the model weighs besides the cues: the words of a text, and its headings as "h:…"."""
    words = {word for word in set(cues.words) if _SHORTEST <= len(word) <= _LONGEST and word.isalpha()}
    words.update(f"h:{heading}" for heading in cues.headings if _is_heading(heading))
    return words


def _is_heading(heading: str) -> bool:
    return heading.count(" ") < _MOST_HEADING_WORDS and heading.replace(" ", "").isalpha()


@dataclass(frozen=True, slots=True)
class KindWeights:
    """The weights. `of_word` is what a word (or "h:heading") says for each kind, by the kind's place in `kinds`."""

    kinds: tuple[Kind, ...]
    base: tuple[float, ...]
    own_score: float
    own_title: float
    own_count: float
    of_cues: tuple[tuple[float, ...], ...]  # what the score of one kind says for each kind
    of_word: Mapping[str, tuple[float, tuple[tuple[int, float], ...]]]  # rarity, weights
    temperature: float

    @classmethod
    def load(cls, path: Path) -> KindWeights:
        """Read the weights; OSError when the file is missing, ValueError or KeyError when it is not one of ours."""
        return cls.of(json.loads(path.read_text("utf-8")))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> KindWeights:
        """Take the weights as they are kept."""
        kinds = tuple(Kind(kind) for kind in data["kinds"])
        place = {str(kind): number for number, kind in enumerate(kinds)}
        return cls(
            kinds=kinds,
            base=tuple(data["base"][kind] for kind in kinds),
            own_score=data["own"]["score"],
            own_title=data["own"]["title"],
            own_count=data["own"]["count"],
            of_cues=tuple(tuple(data["cues"][kind].get(other, 0.0) for other in kinds) for kind in kinds),
            of_word={
                word: (rarity, tuple((place[kind], weight) for kind, weight in says.items()))
                for word, (rarity, says) in data["words"].items()
            },
            temperature=data["temperature"],
        )

    def probabilities(self, cues: Cues) -> dict[Kind, float]:
        """Return how likely the text is of each kind."""
        sums = list(self.base)
        for place, kind in enumerate(self.kinds):
            score, title, count = own_evidence(cues, kind)
            sums[place] += self.own_score * score + self.own_title * title + self.own_count * count
            if score:
                for other, weight in enumerate(self.of_cues[place]):
                    sums[other] += weight * score
        for place, weight in self._said_by_words(cues):
            sums[place] += weight
        return dict(zip(self.kinds, _softmax([one / self.temperature for one in sums]), strict=True))

    def _said_by_words(self, cues: Cues) -> Iterator[tuple[int, float]]:
        """What the words and headings say, as words_and_headings has them, but only those with a weight."""
        known = [self.of_word[word] for word in set(cues.words) if word in self.of_word]
        known += [self.of_word[key] for heading in cues.headings if (key := f"h:{heading}") in self.of_word]
        length = math.sqrt(sum(rarity * rarity for rarity, _ in known)) or 1.0
        for rarity, says in known:
            share = rarity / length
            for place, weight in says:
                yield place, weight * share


def own_evidence(cues: Cues, kind: Kind) -> tuple[float, float, float]:
    """What the cues of one kind say for it: their sum, whether a title names it, how many there are."""
    score = min(max(cues.score.get(kind, 0.0), LEAST_SCORE), MOST_SCORE) / SCORE_UNIT
    return score, float(kind in cues.titled), min(cues.count.get(kind, 0), MOST_COUNT) / COUNT_UNIT


def _softmax(sums: Sequence[float]) -> list[float]:
    top = max(sums)
    parts = [math.exp(one - top) for one in sums]
    whole = sum(parts)
    return [part / whole for part in parts]
