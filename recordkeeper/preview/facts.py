"""What a file says around one image, as a viewer can use it. A worker that read a foreign file is not trusted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recordkeeper.preview.shutter import Shutter, read_shutter

PATIENT, DETECTOR = "patient", "detector"  # what millimetres are measured on
_MOST_SHOWN_MS = 10_000.0


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an image whose pixels are all of one size: edges in columns and rows, millimetres a pixel."""

    left: float
    top: float
    right: float
    bottom: float
    across: float
    down: float

    def holds(self, column: float, row: float) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty where the file does not say. `position` is the patient's place of the first pixel's middle, in mm;
    `across` and `down` the directions of a row and of a column.
    """

    regions: tuple[Region, ...] = ()
    scale_of: str = ""
    position: tuple[float, ...] = ()
    across: tuple[float, ...] = ()
    down: tuple[float, ...] = ()
    frame_of_reference: str = ""
    units: str = ""
    lossy: bool = False
    ratio: float = 0.0
    doubtful: bool = False  # damaged, by the word of one decoder
    shown_ms: float = 0.0
    shutter: Shutter | None = None  # what of the image is covered

    def region(self, *points: tuple[float, float]) -> Region | None:
        """The one region that holds all these points (column, row); None without calibration."""
        return next((each for each in self.regions if all(each.holds(*point) for point in points)), None)

    @property
    def normal(self) -> tuple[float, float, float] | None:
        """Through the plane, towards the next slice in geometric order; None where the file does not say."""
        if len(self.across) != 3 or len(self.down) != 3:
            return None
        (a, b, c), (d, e, f) = self.across, self.down
        return b * f - c * e, c * d - a * f, a * e - b * d


def read_facts(header: dict[str, Any]) -> Facts:
    """The facts of a worker's answer; what is not as it should be counts as not said."""
    found = header.get("facts")
    if not isinstance(found, dict):
        return Facts()
    shown = header.get("shown")
    cosines = _numbers(shown.get("orientation")) if isinstance(shown, dict) else ()
    regions = tuple(Region(*numbers) for each in _list(found.get("scale")) if _is_region(numbers := _numbers(each)))
    position = _numbers(found.get("position"))
    ratio, shown_ms = _number(found.get("ratio")), _number(found.get("shown_ms"))
    return Facts(
        regions=regions,
        scale_of=str(found.get("scale_of") or ""),
        position=position if len(position) == 3 else (),
        across=cosines[:3] if len(cosines) == 6 else (),
        down=cosines[3:] if len(cosines) == 6 else (),
        frame_of_reference=str(found.get("frame_of_reference") or ""),
        units=str(found.get("units") or "")[:16],
        lossy=bool(found.get("lossy")),
        ratio=ratio,
        doubtful=bool(found.get("doubtful")),
        shown_ms=min(shown_ms, _MOST_SHOWN_MS) if shown_ms > 0 else 0.0,
        shutter=read_shutter(found.get("shutter")),
    )


def _is_region(numbers: Sequence[float]) -> bool:
    return len(numbers) == 6 and min(numbers[4:]) > 0


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _numbers(found: object) -> tuple[float, ...]:
    numbers = tuple(float(part) for part in _list(found) if isinstance(part, (int, float)))
    return numbers if all(map(math.isfinite, numbers)) else ()


def _number(found: object) -> float:
    return float(found) if isinstance(found, (int, float)) and math.isfinite(found) else 0.0
