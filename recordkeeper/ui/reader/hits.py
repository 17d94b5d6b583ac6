"""The places where words were found, and the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recordkeeper.catalogue.pages import Found, Leaf
from recordkeeper.records.provenance import Box, Reason


class Hits:
    """Places in order; none, or one of them, is the present one."""

    def __init__(self, found: Sequence[Found] = ()) -> None:
        self._found = tuple(found)
        self._at = -1

    def __len__(self) -> int:
        return len(self._found)

    @property
    def number(self) -> int:
        """Which place is the present one, from 1; 0 for none."""
        return self._at + 1

    @property
    def present(self) -> Found | None:
        return self._found[self._at] if self._at >= 0 else None

    def start(self, leaf: int) -> Found | None:
        """Make the first place on or after a leaf the present one; the first of all when there is none."""
        if self._found:
            self._at = next((n for n, found in enumerate(self._found) if found.leaf >= leaf), 0)
        return self.present

    def step(self, way: int) -> Found | None:
        """Go to the next (+1) or previous (-1) place, round the end."""
        if self._found:
            self._at = (self._at + way) % len(self._found)
        return self.present

    def boxes(self) -> dict[int, tuple[Box, ...]]:
        """Leaf → all boxes on it."""
        gathered: dict[int, list[Box]] = {}
        for found in self._found:
            gathered.setdefault(found.leaf, []).extend(found.boxes)
        return {leaf: tuple(dict.fromkeys(boxes)) for leaf, boxes in gathered.items()}


def frames(leaves: Sequence[Leaf], reasons: Iterable[Reason]) -> dict[int, tuple[Box, ...]]:
    """Leaf number → the boxes of these reasons' words on it, for pages that are open."""
    at = {(leaf.file.sha256, leaf.page): number for number, leaf in enumerate(leaves)}
    framed: dict[int, tuple[Box, ...]] = {}
    for reason in reasons:
        number = at.get((reason.file or "", reason.page or 0))
        if number is not None and reason.box is not None:
            framed[number] = (*framed.get(number, ()), reason.box)
    return framed
