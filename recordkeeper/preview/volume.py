"""A stack of evenly spaced images cut the other two ways: coronal and sagittal views of axial slices, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from recordkeeper.preview.facts import Facts, Region
from recordkeeper.preview.slices import MODALITY, Slice, direction

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, COLUMNS = "rows", "columns"  # each image made of one row, or of one column, of every slice
_UP: Final = "HAR"  # what a person expects at the top, if it is not at the left
_PLANES: Final = {"H": "axial", "F": "axial", "A": "coronal", "P": "coronal", "L": "sagittal", "R": "sagittal"}
_WHOLE: Final = float(2**31)
Vector = tuple[float, float, float]


def plane_of(across: Sequence[float]) -> str:
    """What an image is called whose normal goes mostly this way: axial, coronal or sagittal; "" for none."""
    return _PLANES.get(direction(across)[:1], "")


class Volume:
    """Slices in geometric order, all of one size, plane and scale. Nothing of them is copied until it is cut."""

    def __init__(self, slices: Sequence[Slice], spacing: float) -> None:
        """`spacing` is the distance between slices in mm. ValueError where they do not make a volume."""
        first = slices[0]
        normal = first.facts.normal
        if normal is None or not first.facts.regions or len(first.facts.position) != 3 or spacing <= 0:
            raise ValueError("the slices do not say how they lie")
        if any(not _alike(first, each) for each in slices):
            raise ValueError("the slices are not alike")
        self._slices = tuple(slices)
        self._spacing = spacing
        self._through: Vector = normal
        self._flipped = direction(normal)[:1] in _UP

    def count(self, kind: str) -> int:
        """How many images there are cut this way."""
        columns, rows = self._slices[0].size
        return rows if kind == ROWS else columns

    def step(self, kind: str) -> float:
        """The distance between images cut this way, in mm."""
        region = self._slices[0].facts.regions[0]
        return region.down if kind == ROWS else region.across

    def plane(self, kind: str) -> str:
        """What the images cut this way are called: axial, coronal or sagittal."""
        facts = self._slices[0].facts
        return plane_of(facts.down if kind == ROWS else facts.across)

    def place(self, kind: str, index: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Position and orientation of an image cut this way, as PS3.3 C.7.6.2.1.1 has them."""
        facts = self._slices[0].facts
        along, across = (facts.down, facts.across) if kind == ROWS else (facts.across, facts.down)
        top = self._spacing * (len(self._slices) - 1) if self._flipped else 0.0
        far = index * self.step(kind)
        position = tuple(
            p + far * a + top * n for p, a, n in zip(facts.position, along, self._through, strict=True)
        )
        down = tuple(-n if self._flipped else n for n in self._through)
        return position, (*across, *down)

    def cut(self, kind: str, index: int) -> Slice:
        """Image `index` cut this way, head or front up, with the window of the slice in the middle."""
        first, middle = self._slices[0], self._slices[len(self._slices) // 2]
        lines = [each.levels[0][index] if kind == ROWS else each.levels[0][:, index] for each in self._slices]
        shown: NDArray[np.generic] = np.stack(lines[::-1] if self._flipped else lines)
        position, orientation = self.place(kind, index)
        region = first.facts.regions[0]
        across = region.across if kind == ROWS else region.down
        facts = replace(
            first.facts,
            regions=(Region(0, 0, _WHOLE, _WHOLE, across, self._spacing),),
            position=position,
            across=orientation[:3],
            down=orientation[3:],
            shutter=None,  # it was cut for the stored plane
        )
        return Slice(
            levels=(np.ascontiguousarray(shown),),
            low=first.low,
            step=first.step,
            stage=first.stage,
            stored=middle.stored,
            function=middle.function,
            auto=middle.auto,
            inverted=first.inverted,
            aspect=self._spacing / across,
            right=direction(orientation[:3]),
            down=direction(orientation[3:]),
            laterality=first.laterality,
            facts=facts,
        )


def _alike(one: Slice, other: Slice) -> bool:
    same = one.size == other.size and (one.low, one.step, one.inverted) == (other.low, other.step, other.inverted)
    grey = other.stage == MODALITY and other.levels[0].ndim == 2 and other.levels[0].dtype == one.levels[0].dtype
    return same and grey and _lies_alike(one.facts, other.facts)


def _lies_alike(one: Facts, other: Facts) -> bool:
    near = all(
        abs(a - b) < 0.001 for a, b in zip((*one.across, *one.down), (*other.across, *other.down), strict=False)
    )
    return near and one.regions == other.regions and len(one.across) == len(other.across) == 3
