"""Folds that keep kin together: texts that share phrases, a source, a layout are never on both sides."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from tests.training.texts import OWN, Labelled

_RUN = 5  # words of a shingle
_SHARED = 0.2  # of the shorter text's shingles: from here on two texts are kin
_SEED = 3

Fold = tuple[list[int], list[int]]  # places of the texts learnt from, and of those judged


def groups(texts: Sequence[Labelled]) -> list[int]:
    """Return a group number for each text; texts that share many runs of five words have the same."""
    shingles = [_shingles(text.text) for text in texts]
    of = list(range(len(texts)))

    def root(place: int) -> int:
        while of[place] != place:
            place = of[place]
        return place

    holders: dict[int, list[int]] = {}
    for place, mine in enumerate(shingles):
        shared: dict[int, int] = {}
        for shingle in mine:
            for other in holders.setdefault(shingle, []):
                shared[other] = shared.get(other, 0) + 1
            holders[shingle].append(place)
        for other, count in shared.items():
            if count > _SHARED * min(len(mine), len(shingles[other])):
                of[root(place)] = root(other)
    return [root(place) for place in range(len(texts))]


def _shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}


def by_group(texts: Sequence[Labelled], count: int = 5) -> Iterator[Fold]:
    """Yield `count` folds; near-copies and texts from one template lie on the same side."""
    of = groups(texts)
    order = sorted(set(of))
    random.Random(_SEED).shuffle(order)
    fold = {group: place % count for place, group in enumerate(order)}
    for number in range(count):
        judged = [place for place, group in enumerate(of) if fold[group] == number]
        yield _rest(judged, len(texts)), judged


def by_source(texts: Sequence[Labelled]) -> Iterator[tuple[str, Fold]]:
    """Yield a fold for each source, generator layout by layout: all from it is judged, the rest learnt from."""
    for source in sorted({text.source for text in texts} - {OWN}):
        judged = [place for place, text in enumerate(texts) if text.source == source]
        yield source, (_rest(judged, len(texts)), judged)
    made_up = [place for place, text in enumerate(texts) if text.source == OWN]
    yield OWN, (_rest(made_up, len(texts)), made_up)


def _rest(judged: Sequence[int], count: int) -> list[int]:
    left = set(judged)
    return [place for place in range(count) if place not in left]
