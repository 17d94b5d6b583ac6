"""The best way to match two groups one to one, and how much worse the next best is without each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Edges = Mapping[tuple[str, str], float]

_MOST_FOR_MARGINS = 40  # members of a group that hangs together; beyond, the margin is the local one
_NEVER = -1e9


def matched(edges: Edges) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of the best matching and by how much the whole would lose without each: its margin.

    Only pairs worth more than 0 are made. Two that fit equally well have a margin of 0.
    """
    good = {pair: worth for pair, worth in edges.items() if worth > 0}
    for group in _groups(good):
        best, value = _best(group)
        members = len({name for pair in group for name in pair})
        for pair in best:
            rest = {other: worth for other, worth in group.items() if other != pair}
            loss = value - _best(rest)[1] if members <= _MOST_FOR_MARGINS else _local_margin(pair, group)
            yield *pair, loss


def _local_margin(pair: tuple[str, str], group: Edges) -> float:
    rivals = [
        worth for other, worth in group.items() if other != pair and (other[0] == pair[0] or other[1] == pair[1])
    ]
    return group[pair] - max(rivals, default=0.0)


def _groups(edges: Edges) -> Iterator[dict[tuple[str, str], float]]:
    """The edges that hang together."""
    home: dict[tuple[int, str], int] = {}
    groups: dict[int, dict[tuple[str, str], float]] = {}
    for number, (pair, worth) in enumerate(edges.items()):
        joined = {pair: worth}
        for end in ((0, pair[0]), (1, pair[1])):
            if end in home and home[end] in groups:
                joined.update(groups.pop(home[end]))
        groups[number] = joined
        for one, other in joined:
            home[0, one] = home[1, other] = number
    yield from groups.values()


def _best(edges: Edges) -> tuple[list[tuple[str, str]], float]:
    """The pairs of the matching with the highest sum, and the sum (the Hungarian method with potentials)."""
    rows, columns = sorted({one for one, _ in edges}), sorted({other for _, other in edges})
    size = len(rows) + len(columns)
    if not edges:
        return [], 0.0
    cost = [[0.0] * size for _ in range(size)]
    for row, one in enumerate(rows):
        for column, other in enumerate(columns):
            cost[row][column] = -edges.get((one, other), _NEVER)
    owner = _assigned(cost)
    pairs = [
        (rows[owner[column]], columns[column])
        for column in range(len(columns))
        if owner[column] < len(rows) and (rows[owner[column]], columns[column]) in edges
    ]
    return pairs, sum(edges[pair] for pair in pairs)


def _assigned(cost: list[list[float]]) -> list[int]:
    """For each column of a square cost matrix the row that takes it at the least total cost."""
    size = len(cost)
    above, left = [0.0] * (size + 1), [0.0] * (size + 1)
    taken, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        taken[0], column = row, 0
        least, seen = [float("inf")] * (size + 1), [False] * (size + 1)
        while True:
            seen[column] = True
            here, step, following = taken[column], float("inf"), 0
            for other in range(1, size + 1):
                if seen[other]:
                    continue
                reduced = cost[here - 1][other - 1] - above[here] - left[other]
                if reduced < least[other]:
                    least[other], way[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(size + 1):
                if seen[other]:
                    above[taken[other]] += step
                    left[other] -= step
                else:
                    least[other] -= step
            column = following
            if taken[column] == 0:
                break
        while column:
            taken[column], column = taken[way[column]], way[column]
    return [row - 1 for row in taken[1:]]
