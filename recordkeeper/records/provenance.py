"""Where a fact comes from: which file, which page, which words, and which reader read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Fingerprint:
    """The identity of some bytes: their SHA-256 in lower-case hex, and how many they are."""

    sha256: str
    size: int

    def __post_init__(self) -> None:
        if len(self.sha256) != 64 or self.size < 0:  # SHA-256 has 64 hex digits
            raise ValueError("not a SHA-256 fingerprint")

    def __str__(self) -> str:
        return self.sha256


class Box(NamedTuple):
    """A rectangle in points (1/72 inch), origin top left, on the unrotated page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader and its version; a higher version may read the same file better."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field has its value: the deciding words, where they stand, and the rule that took them."""

    field: str
    value: str
    rule: str
    words: str = ""
    page: int | None = None
    box: Box | None = None
    file: str | None = None
