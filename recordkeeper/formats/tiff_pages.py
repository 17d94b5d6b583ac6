"""How many pages a TIFF has, by a walk along its directories (TIFF 6.0 section 2, BigTIFF), bounded.

Pillow counts by reading every directory whole, and a circle of them is only as long as its patience.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Literal

Order = Literal["little", "big"]


def count_pages(path: Path, most: int) -> int:
    """The pages, at most `most`, each place once; 1 where the first directory cannot be followed."""
    with path.open("rb") as file:
        head = file.read(16)
        order: Order = "little" if head[:2] == b"II" else "big"
        is_big = head[2:4] in (b"+\0", b"\0+")
        at = _number(head[8:16] if is_big else head[4:8], order)
        seen: set[int] = set()
        while at and at not in seen and len(seen) < most:
            seen.add(at)
            at = _next(file, at, order, is_big)
    return max(1, len(seen))


def _next(file: IO[bytes], at: int, order: Order, is_big: bool) -> int:
    """Where the directory after the one at `at` begins; 0 when there is none or the file ends."""
    wide, entry = (8, 20) if is_big else (2, 12)
    try:
        file.seek(at)
        count = _number(file.read(wide), order)
        file.seek(at + wide + entry * count)
        return _number(file.read(8 if is_big else 4), order)
    except (OSError, ValueError):
        return 0


def _number(raw: bytes, order: Order) -> int:
    """A whole number; 0 where the file ended before it."""
    return int.from_bytes(raw, order) if len(raw) in (2, 4, 8) else 0
