"""What of an image is covered, and what stays in view. A worker that read a foreign file is not trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A cover pixel by pixel; `left` and `top` are the column and row of its first."""

    covered: NDArray[np.bool_]
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Shutter:
    """Places are columns and rows; () and None for what there is none of. In view is what lies in all of them.

    `rectangle` is left, top, right and bottom; `circle` its middle and how far it reaches across and down.
    """

    shade: int = 0
    rectangle: tuple[float, ...] = ()
    circle: tuple[float, ...] = ()
    polygon: tuple[Point, ...] = ()
    bitmap: Bitmap | None = field(default=None, compare=False)


def read_shutter(found: object, packed: bytes = b"") -> Shutter | None:
    """The cover of a worker's answer (formats/dicom_shutter); None where it covers nothing or says nonsense.

    `packed` holds the bits of its bitmap, highest first, where it has one.
    """
    if not isinstance(found, dict):
        return None
    rectangle, circle = _numbers(found.get("rectangle"), 4), _numbers(found.get("circle"), 4)
    corners = _numbers(found.get("polygon"))
    polygon = tuple(zip(corners[::2], corners[1::2], strict=False)) if len(corners) >= 6 else ()
    bitmap = _bitmap(found.get("bitmap"), packed)
    if not (rectangle or circle or polygon or bitmap):
        return None
    shade = found.get("shade")
    return Shutter(
        shade=max(0, min(255, shade)) if isinstance(shade, int) else 0,
        rectangle=rectangle,
        circle=circle if min(circle[2:], default=0) > 0 else (),
        polygon=polygon,
        bitmap=bitmap,
    )


def _bitmap(found: object, packed: bytes) -> Bitmap | None:
    """Rows, columns, and the column and row of the first."""
    numbers = _numbers(found, 4)
    if not numbers:
        return None
    rows, columns, left, top = (int(number) for number in numbers)
    if rows <= 0 or columns <= 0 or len(packed) * 8 < rows * columns:
        return None
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=rows * columns)
    return Bitmap(bits.reshape(rows, columns).astype(np.bool_), left, top)


def _numbers(found: object, count: int = 0) -> tuple[float, ...]:
    """All of them, or exactly so many; () otherwise."""
    parts: list[Any] = found if isinstance(found, list) else []
    numbers = tuple(float(part) for part in parts if isinstance(part, (int, float)))
    right = all(map(math.isfinite, numbers)) and len(numbers) == len(parts) and (not count or len(numbers) == count)
    return numbers if right else ()
