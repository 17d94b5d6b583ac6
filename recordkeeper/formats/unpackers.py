"""Unpacking in steps: however much a few packed bytes stand for, at most a mebibyte is in memory at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Protocol

from recordkeeper.formats.archive import CHUNK

_DEFLATE64_STEP = 512  # its library gives all there is: at most some 29,000 bytes for one


class Unpacker(Protocol):
    """What bz2.BZ2Decompressor and lzma.LZMADecompressor are."""

    @property
    def eof(self) -> bool:
        """True when the packed stream has ended."""

    @property
    def needs_input(self) -> bool:
        """True when nothing more comes of what was given."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` more bytes."""


class Deflated:
    """A deflate stream as an Unpacker. `wbits` as for zlib: negative for a raw stream."""

    def __init__(self, wbits: int = -zlib.MAX_WBITS) -> None:
        self._stream = zlib.decompressobj(wbits)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        # A full answer may mean that more waits inside, even with all input taken.
        return not self._stream.unconsumed_tail and not self._full

    def decompress(self, data: bytes, max_length: int) -> bytes:
        out = self._stream.decompress(self._stream.unconsumed_tail + data, max_length)
        self._full = len(out) == max_length
        return out


class Deflated64:
    """Deflate64, which Windows uses for files above 2 GB, as an Unpacker."""

    needs_input = False

    def __init__(self) -> None:
        from inflate64 import Inflater

        self._stream = Inflater()
        self._waiting = b""
        self._at = 0
        self._out = b""

    @property
    def eof(self) -> bool:
        return bool(self._stream.eof) and not self._out

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if data:
            self._waiting, self._at = self._waiting[self._at :] + data, 0
        while not self._out and self._at < len(self._waiting) and not self._stream.eof:
            step = self._waiting[self._at : self._at + _DEFLATE64_STEP]
            self._at += len(step)
            self._out = self._stream.inflate(step)
        out, self._out = self._out[:max_length], self._out[max_length:]
        self.needs_input = not self._out and self._at >= len(self._waiting)
        return out


def unpacked(packed: Iterable[bytes], unpacker: Unpacker) -> Iterator[bytes]:
    """What `packed` stands for, in chunks of at most CHUNK. EOFError when it ends too early.

    Whatever the unpacker raises over damaged data (archive.DAMAGE) comes through.
    """
    for chunk in packed:
        data = chunk
        while not unpacker.eof:
            out = unpacker.decompress(data, CHUNK)
            data = b""
            if out:
                yield out
            if unpacker.needs_input:
                break
        if unpacker.eof:
            return
    while not unpacker.eof:  # what had not come out yet when the input ended
        out = unpacker.decompress(b"", CHUNK)
        if not out:
            raise EOFError("packed data ends early")
        yield out


def pieces(file: IO[bytes], count: int) -> Iterator[bytes]:
    """The next `count` bytes of `file` in chunks. EOFError when it ends before."""
    while count > 0:
        chunk = file.read(min(CHUNK, count))
        if not chunk:
            raise EOFError("ends early")
        count -= len(chunk)
        yield chunk
