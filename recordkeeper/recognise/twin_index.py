"""Finding the few records that may hold the same text, among fifty thousand, without comparing all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from recordkeeper.recognise.sketch import Sketch

_FEWEST, _A_PAGE, _MOST = 16, 12, 1000  # postings of a record: at least, for each of its pages, at most
_SHARED = 2  # postings two records must share to be compared
_CROWDED = 300  # records under one posting, from which it is a letterhead or a disclaimer and says nothing


def postings(sketch: bytes) -> tuple[int, ...]:
    """The numbers a record is filed under: its smallest word-run hashes. Same texts share many of them."""
    read = Sketch.of(sketch)
    return tuple(read.runs[: min(_MOST, _FEWEST + _A_PAGE * read.pages)].tolist())


class TwinIndex:
    """Records by their postings. Made once from all of them; asking takes about a millisecond."""

    def __init__(self, records: Iterable[tuple[str, Sequence[int]]]) -> None:
        self._ids: list[str] = []
        owners: list[np.ndarray] = []
        filed: list[np.ndarray] = []
        for place, (name, under) in enumerate(records):
            self._ids.append(name)
            filed.append(np.array(under, np.uint32))
            owners.append(np.full(len(under), place, np.int32))
        all_filed = np.concatenate(filed) if filed else np.array([], np.uint32)
        all_owners = np.concatenate(owners) if owners else np.array([], np.int32)
        order = np.argsort(all_filed, kind="stable")
        self._filed, self._owners = all_filed[order], all_owners[order]

    def near(self, under: Sequence[int], most: int = 40) -> tuple[str, ...]:
        """The records that share postings with one filed `under` these, the likeliest first."""
        asked = np.array(under, np.uint32)
        first = np.searchsorted(self._filed, asked, "left")
        last = np.searchsorted(self._filed, asked, "right")
        counts: Counter[int] = Counter()
        for start, end in zip(first.tolist(), last.tolist(), strict=True):
            if 0 < end - start <= _CROWDED:
                counts.update(self._owners[start:end].tolist())
        return tuple(self._ids[place] for place, count in counts.most_common(most) if count >= _SHARED)

    def pairs(self, records: Iterable[tuple[str, Sequence[int]]]) -> Iterator[tuple[str, str]]:
        """Every pair of records worth comparing, once."""
        seen: set[tuple[str, str]] = set()
        for name, under in records:
            for other in self.near(under):
                pair = (min(name, other), max(name, other))
                if name != other and pair not in seen:
                    seen.add(pair)
                    yield pair
