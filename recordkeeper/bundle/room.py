"""What a bundle fits on or through, as media are sold and pages allow."""

from __future__ import annotations

MEDIA = (  # bytes
    ("email", 20_000_000),
    ("portal", 100_000_000),
    ("cd", 700_000_000),
    ("dvd", 4_700_000_000),
    ("stick", 32_000_000_000),
)


def smallest(size: int) -> tuple[str, int]:
    """The smallest medium that holds `size` bytes, and what it holds; ("none", size) beyond them all."""
    return next(((name, room) for name, room in MEDIA if size <= room), ("none", max(size, 1)))
