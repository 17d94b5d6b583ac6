"""What the readers of disc images share: a file of an image, and what is wrong with an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final

NOTHING_WRITTEN: Final = -1  # in place of an offset: bytes that were never written and are read as zeros


class BadImage(ValueError):
    """The image makes no sense."""


class TooMany(ValueError):
    """More files, or more pieces of them, than are opened."""


@dataclass(frozen=True, slots=True)
class DiscFile:
    """A file: its path as people wrote it, where its bytes are, and why they cannot be had (a code or "")."""

    path: str
    extents: tuple[tuple[int, int], ...]  # offset (or NOTHING_WRITTEN) and length in bytes
    refused: str = ""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(length for _, length in self.extents)


def read_exactly(image: IO[bytes], at: int, length: int) -> bytes:
    """The bytes from `at` on. BadImage when they are not all there."""
    image.seek(at)
    raw = image.read(length)
    if len(raw) < length:
        raise BadImage("ends early")
    return raw
