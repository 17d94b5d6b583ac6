"""What every reader of containers keeps to: how much may come out, how it is counted, what is said of the whole.

A bomb is refused by the bytes that really come out; what headers declare only refuses it sooner.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Format, Reading

CHUNK = 1 << 20  # bytes of a member that are in memory at a time
# What the standard library's unpackers raise over damaged data.
DAMAGE = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come out of one container."""

    most_bytes: int = 4 * 1024**3
    most_times: int = 4  # a large archive may give more than that, but no more than so many times its size
    most_members: int = 100_000
    most_ratio: int = 200
    ratio_from: int = 50 * 1024**2  # below this size any ratio is harmless


LIMITS = Limits()


class Budget:
    """What may still come out of a container of `packed` bytes. RefusedArchive when it is used up."""

    def __init__(self, packed: int, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._packed = packed
        self._members = 0
        self._bytes = 0

    def declared(self, count: int) -> None:
        """Refuse at once what says that `count` bytes will come out."""
        if self._is_too_much(count):
            raise RefusedArchive("archive_bomb")

    def member(self) -> None:
        """One more file."""
        self._members += 1
        if self._members > self._limits.most_members:
            raise RefusedArchive("archive_too_many", str(self._members))

    def take(self, count: int) -> None:
        """`count` more bytes."""
        self._bytes += count
        if self._is_too_much(self._bytes):
            raise RefusedArchive("archive_bomb")

    def counted(self, chunks: Iterable[bytes], packed: int | None = None) -> Iterator[bytes]:
        """The same chunks, counted. `packed`: the bytes this member takes up, where that is known."""
        came = 0
        for chunk in chunks:
            self.take(len(chunk))
            came += len(chunk)
            # A picture of one colour in a large archive may shrink a thousandfold.
            if packed is not None and came > self._limits.ratio_from and came > 5 * self._times(packed):
                raise RefusedArchive("archive_bomb")
            yield chunk

    def _is_too_much(self, count: int) -> bool:
        limits = self._limits
        if count > max(limits.most_bytes, limits.most_times * self._packed):
            return True
        return count > limits.ratio_from and count > self._times(self._packed)

    def _times(self, packed: int) -> int:
        return self._limits.most_ratio * max(1, packed)


def container_reading(form: Format, reader: Reader, look: Callable[[], str]) -> Reading:
    """CONTAINER with what `look` says (a number) as detail; LOCKED or UNREADABLE when it raises RefusedArchive."""
    try:
        detail = look()
    except RefusedArchive as problem:
        locked = problem.reason_code == "archive_locked"
        condition = Condition.LOCKED if locked else Condition.UNREADABLE
        return Reading(form, reader, condition, problem.reason_code, problem.detail)
    return Reading(form, reader, Condition.CONTAINER, detail=detail)
