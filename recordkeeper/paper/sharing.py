"""How many rows of each group are shown where not all have room."""

from __future__ import annotations

from collections.abc import Sequence


def share_rows(wanted: Sequence[int], room: int) -> list[int]:
    """Return how many of each group's rows to show so that all groups fit into `room` rows.

    A group that is cut spends one of its rows on saying so; small groups are shown whole before large ones grow.
    """
    if sum(wanted) <= room:
        return list(wanted)
    share = 0
    while sum(min(want, share + 1) for want in wanted) <= room:
        share += 1
    left = room - sum(min(want, share) for want in wanted)
    rows = []
    for want in wanted:
        extra = 1 if want > share and left > 0 else 0
        left -= extra
        rows.append(min(want, share + extra))
    return [want if row == want else max(0, row - 1) for want, row in zip(wanted, rows, strict=True)]
