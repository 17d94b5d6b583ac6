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
from functools import lru_cache
from statistics import median
from typing import Final, Generic, TypeVar

from recordkeeper.records.imaging import Placed, Vector

_SAME_PLACE: Final = 0.01  # mm
_SAME_DIRECTION: Final = 0.001  # of each direction cosine: a twentieth of a degree
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


@dataclass(frozen=True, slots=True)
class _Member(Generic[Key]):
    """An image with how far it lies along its normal, in hundredths of a millimetre; None where it lies nowhere."""

    key: Key
    placed: Placed
    step: int | None


def stacks_of(images: Sequence[tuple[Key, Placed]]) -> tuple[Stack[Key], ...]:
    """The stacks of one series, in the order their first images were numbered."""
    planes = _Planes()
    groups: defaultdict[Hashable, list[_Member[Key]]] = defaultdict(list)
    for number, (key, placed) in enumerate(images):
        if _lies_somewhere(placed):
            groups[planes.of(placed)].append(_Member(key, placed, round(distance(placed) / _SAME_PLACE)))
        else:  # a clip stands alone; single pictures without a place stay together
            apart = ("clip", number) if placed.frames > 1 else ("loose",)
            groups[apart].append(_Member(key, placed, None))
    stacks = [_stack(part) for group in groups.values() for part in _at_one_time(group)]
    first = {key: (placed.instance_number or 0, at) for at, (key, placed) in enumerate(images)}
    return tuple(sorted(stacks, key=lambda stack: min(first[key] for key in stack.members)))


def distance(placed: Placed) -> float:
    """How far an image lies along the normal of its plane, in mm."""
    through, position = normal(placed.orientation), placed.position
    return through[0] * position[0] + through[1] * position[1] + through[2] * position[2]


@lru_cache(maxsize=256)
def normal(orientation: Vector) -> Vector:
    """Row × column direction: the way geometric order goes."""
    a, b, c, d, e, f = orientation
    return b * f - c * e, c * d - a * f, a * e - b * d


class _Planes:
    """Which images are cut along one plane: of one size and, to a twentieth of a degree or so, one direction."""

    def __init__(self) -> None:
        self._known: dict[Hashable, list[Vector]] = {}

    def of(self, placed: Placed) -> Hashable:
        """The plane of an image; the same for all that share it."""
        sort = (placed.rows, placed.columns, "LOCALIZER" in placed.image_type)
        known = self._known.setdefault(sort, [])
        for number, other in enumerate(known):
            if other == placed.orientation or _near(other, placed.orientation):
                return *sort, number
        known.append(placed.orientation)
        return *sort, len(known) - 1


def _near(one: Vector, other: Vector) -> bool:
    return all(abs(a - b) <= _SAME_DIRECTION for a, b in zip(one, other, strict=True))


def _lies_somewhere(placed: Placed) -> bool:
    return len(placed.position) == 3 and len(placed.orientation) == 6 and placed.frames <= 1


def _at_one_time(group: list[_Member[Key]]) -> Iterable[list[_Member[Key]]]:
    """A group in parts that have at most one image at each place, where that can be had."""
    if group[0].step is None or not _doubled(group):
        return [group]
    by: tuple[Callable[[Placed], Hashable], ...] = (
        lambda placed: placed.image_type,
        lambda placed: placed.acquisition_number,
        lambda placed: (placed.image_type, placed.acquisition_number),
    )
    for told_by in by:
        parts: defaultdict[Hashable, list[_Member[Key]]] = defaultdict(list)
        for member in group:
            parts[told_by(member.placed)].append(member)
        if len(parts) > 1 and not any(_doubled(part) for part in parts.values()):
            return parts.values()
    return _in_turns(group)


def _in_turns(group: list[_Member[Key]]) -> Iterable[list[_Member[Key]]]:
    """Each place was pictured equally often: the first round, the second … Otherwise all stays together."""
    rounds: defaultdict[int, list[_Member[Key]]] = defaultdict(list)
    seen: Counter[int | None] = Counter()
    for member in sorted(group, key=_taken):
        rounds[seen[member.step]].append(member)
        seen[member.step] += 1
    return rounds.values() if len(set(seen.values())) == 1 and len(seen) > 1 else [group]


def _taken(member: _Member[Key]) -> tuple[int, int]:
    return member.placed.acquisition_number or 0, member.placed.instance_number or 0


def _doubled(group: Sequence[_Member[Key]]) -> bool:
    return len({member.step for member in group}) < len(group)


def _stack(group: list[_Member[Key]]) -> Stack[Key]:
    group = sorted(group, key=lambda member: (member.step or 0, member.placed.instance_number or 0))
    members = tuple(member.key for member in group)
    places = sorted({member.step * _SAME_PLACE for member in group if member.step is not None})
    steps = [after - before for before, after in itertools.pairwise(places)]
    if len(places) < _FEWEST:
        return Stack(members, spacing=steps[0] if steps else 0.0)
    usual = median(steps)
    absent = sum(round(step / usual) - 1 for step in steps if step > _GAP * usual)
    uneven = any(abs(step - round(step / usual) * usual) > _UNEVEN * usual for step in steps)
    return Stack(members, absent, uneven, usual)
