"""How what is drawn on our papers looks: colours, sizes of letters, and on which side a line stands."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.paper.lettering import FaceName

ACCENT = "#0f766e"  # the one accent of the house (look.md), dark enough to stay readable in grey
INK = "#1f2933"
MUTED = "#52606d"  # 6.6 : 1 on white
RULE = "#d5dade"
TINT = "#eef5f3"

Box = tuple[float, float, float, float]


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks. `size` in points."""

    size: float
    bold: bool = False
    colour: str = INK
    mono: bool = False

    @property
    def face(self) -> FaceName:
        return FaceName.MONO if self.mono else FaceName.BOLD if self.bold else FaceName.REGULAR

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * 1.38


@functools.cache
def rgb(colour: str) -> str:
    """A colour such as "#0f766e" as PDF has it: three numbers from 0 to 1."""
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3g}" for place in (1, 3, 5))
