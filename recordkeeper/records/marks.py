"""What a person puts on a record to find it again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """A star, tags in the order they were given, and a note of any length."""

    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""


NO_MARKS = Marks()
