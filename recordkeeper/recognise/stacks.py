"""The stacks of a series: images of one plane in the order of the body, times and kinds of picture apart.

A series may hold several: scouts beside slices, three planes, a heart at twenty times, water beside fat. Order
and splitting follow where each image lies (PS3.3 C.7.6.2.1.1), never its name; numbers decide only what geometry
cannot.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Generic, TypeVar

from recordkeeper.records.imaging import Placed, Vector

_SAME_PLACE: Final = 0.01  # mm
_SAME_DIRECTION: Final = 3  # decimals of a direction cosine: a twentieth of a degree
_GAP: Final = 1.5  # times the usual distance
_UNEVEN: Final = 0.1  # of the usual distance
_FEWEST: Final = 3  # images from which distances say something

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Stack(Generic[Key]):
    """Images that belong behind each other. `absent` is how many seem to lie in the gaps between them, `uneven`
    whether they lie at changing distances, `spacing` the usual one in mm (0 where geometry does not say).
    """

    members: tuple[Key, ...]
    absent: int = 0
    uneven: bool = False
    spacing: float = 0.0


def stacks_of(images: Sequence[tuple[Key, Placed]]) -> tuple[Stack[Key], ...]:
    """The stacks of one series, in the order their first images were numbered."""
    groups: defaultdict[Hashable, list[tuple[Key, Placed]]] = defaultdict(list)
    for number, (key, placed) in enumerate(images):
        groups[_plane(placed) if _lies_somewhere(placed) else _apart(number, placed)].append((key, placed))
    stacks = [stack for group in groups.values() for part in _at_one_time(group) for stack in [_stack(part)]]
    first = {key: (placed.instance_number or 0, at) for at, (key, placed) in enumerate(images)}
    return tuple(sorted(stacks, key=lambda stack: min(first[key] for key in stack.members)))


def distance(placed: Placed) -> float:
    """How far an image lies along the normal of its plane, in mm."""
    return sum(n * p for n, p in zip(normal(placed.orientation), placed.position, strict=True))


def normal(orientation: Vector) -> Vector:
    """Row × column direction: the way geometric order goes."""
    a, b, c, d, e, f = orientation
    return b * f - c * e, c * d - a * f, a * e - b * d


def _lies_somewhere(placed: Placed) -> bool:
    return len(placed.position) == 3 and len(placed.orientation) == 6 and placed.frames <= 1


def _plane(placed: Placed) -> Hashable:
    direction = tuple(round(part, _SAME_DIRECTION) + 0.0 for part in placed.orientation)
    return placed.rows, placed.columns, direction, "LOCALIZER" in placed.image_type


def _apart(number: int, placed: Placed) -> Hashable:
    """A clip stands alone; single pictures without a place stay together."""
    return ("clip", number) if placed.frames > 1 else ("loose",)


def _at_one_time(group: list[tuple[Key, Placed]]) -> Iterable[list[tuple[Key, Placed]]]:
    """A group in parts that have at most one image at each place, where that can be had."""
    if not _lies_somewhere(group[0][1]) or not _doubled(group):
        return [group]
    by: tuple[Callable[[Placed], Hashable], ...] = (
        lambda placed: placed.image_type,
        lambda placed: placed.acquisition_number,
        lambda placed: (placed.image_type, placed.acquisition_number),
    )
    for told_by in by:
        parts: defaultdict[Hashable, list[tuple[Key, Placed]]] = defaultdict(list)
        for member in group:
            parts[told_by(member[1])].append(member)
        if len(parts) > 1 and not any(_doubled(part) for part in parts.values()):
            return parts.values()
    return _in_turns(group)


def _in_turns(group: list[tuple[Key, Placed]]) -> Iterable[list[tuple[Key, Placed]]]:
    """Each place was pictured equally often: the first round, the second … Otherwise all stays together."""
    rounds: defaultdict[int, list[tuple[Key, Placed]]] = defaultdict(list)
    seen: Counter[int] = Counter()
    for member in sorted(
        group, key=lambda member: (member[1].acquisition_number or 0, member[1].instance_number or 0)
    ):
        at = _step(member[1])
        rounds[seen[at]].append(member)
        seen[at] += 1
    return rounds.values() if len(set(seen.values())) == 1 and len(seen) > 1 else [group]


def _doubled(group: Sequence[tuple[Key, Placed]]) -> bool:
    return len({_step(placed) for _, placed in group}) < len(group)


def _step(placed: Placed) -> int:
    return round(distance(placed) / _SAME_PLACE)


def _stack(group: list[tuple[Key, Placed]]) -> Stack[Key]:
    if not _lies_somewhere(group[0][1]):
        return Stack(tuple(key for key, _ in sorted(group, key=lambda member: member[1].instance_number or 0)))
    group = sorted(group, key=lambda member: (_step(member[1]), member[1].instance_number or 0))
    places = sorted({_step(placed) * _SAME_PLACE for _, placed in group})
    steps = [after - before for before, after in itertools.pairwise(places)]
    members = tuple(key for key, _ in group)
    if len(places) < _FEWEST:
        return Stack(members, spacing=steps[0] if steps else 0.0)
    usual = median(steps)
    absent = sum(round(step / usual) - 1 for step in steps if step > _GAP * usual)
    uneven = any(abs(step - round(step / usual) * usual) > _UNEVEN * usual for step in steps)
    return Stack(members, absent, uneven, usual)
