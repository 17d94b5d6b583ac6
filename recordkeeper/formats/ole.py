"""OLE compound files ([MS-CFB]), the box of old Office and Outlook, opened within limits."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import olefile

from recordkeeper.formats.sheets import NotRead
from recordkeeper.records.reading import Condition

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MOST_BYTES = 256 * 1024 * 1024  # of a file
MOST_STREAM = 128 * 1024 * 1024
MOST_STREAMS = 50_000
# What the library raises over damaged files, found by mutating them.
OLE_DAMAGE = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError,
    EOFError, AssertionError, ZeroDivisionError, struct.error,
)  # fmt: skip


class Streams:
    """The streams of an open compound file. Names are told apart without regard to case, as the format says."""

    def __init__(self, file: olefile.OleFileIO, size: int) -> None:
        self._file = file
        self._size = size
        self._names = {"/".join(path).lower(): path for path in file.listdir()[:MOST_STREAMS]}

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all streams in lower case, parts joined by "/"."""
        return tuple(self._names)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def content(self, name: str) -> bytes:
        """The bytes of a stream; nothing when there is none of that name. OLE_DAMAGE when it is damaged."""
        path = self._names.get(name.lower())
        if path is None:
            return b""
        size = self._file.get_size(path)
        if size > MOST_STREAM:
            raise NotRead(Condition.UNREADABLE, "too_large")
        if size > self._size:  # its sectors go in a circle
            raise NotRead(Condition.UNREADABLE, "damaged")
        data = self._file.openstream(path).read()
        return bytes(data)


@contextmanager
def opened(source: Path | bytes) -> Iterator[Streams]:
    """The streams of the compound file. NotRead when it, or a stream read inside the block, is damaged."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MOST_BYTES:
        raise NotRead(Condition.UNREADABLE, "too_large")
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as raw:
            _check(raw.read(512), size)
            with olefile.OleFileIO(raw) as file:
                if file.root is None or file.root.size > size:
                    raise NotRead(Condition.UNREADABLE, "damaged")
                yield Streams(file, size)
    except OLE_DAMAGE as problem:
        raise NotRead(Condition.UNREADABLE, "damaged") from problem


def _check(header: bytes, size: int) -> None:
    """[MS-CFB] 2.2: sectors of two sizes, and no more of any sort than there is room for. What is counted here is
    what the library would believe.
    """
    shift, small_shift = struct.unpack_from("<HH", header, 30)
    counts = (struct.unpack_from("<I", header, at)[0] for at in (44, 64, 72))
    if (shift, small_shift) not in ((9, 6), (12, 6)) or any(count << shift > size for count in counts):
        raise NotRead(Condition.UNREADABLE, "damaged")
