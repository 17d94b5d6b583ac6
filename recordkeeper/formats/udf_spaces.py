"""The numbering of blocks on a UDF disc: one number stands for another where a disc was written in pieces.

A plain partition starts somewhere and goes on. On discs written once, a table says where a block is by now
(virtual, UDF 2.01 2.2.8); on discs rewritten often, bad packets are kept elsewhere (sparable, 2.2.9); since 2.50
all folders and entries may lie in one file (metadata, 2.2.10). Whatever a table says is only a place to read from:
what lies outside the image is found missing when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from recordkeeper.formats.disc_image import BadImage

Span = tuple[int, int]  # offset in the image and length, in bytes


class Space(Protocol):
    """Blocks that a disc counts from nought."""

    def spans(self, block: int, length: int) -> Iterator[Span]:
        """Where the `length` bytes from `block` on are, in order. BadImage when the disc does not say."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A partition as it lies on the disc."""

    start: int  # bytes
    block: int  # bytes

    def spans(self, block: int, length: int) -> Iterator[Span]:
        """One span."""
        yield self.start + block * self.block, length


@dataclass(frozen=True, slots=True)
class Virtual:
    """Blocks of which a table tells the place; it holds the blocks of `below`."""

    below: Space
    block: int
    table: Sequence[int]

    def spans(self, block: int, length: int) -> Iterator[Span]:
        """One span a block."""
        for count in range(-(-length // self.block)):
            if block + count >= len(self.table):
                raise BadImage("virtual block")
            yield from self.below.spans(self.table[block + count], min(self.block, length - count * self.block))


@dataclass(frozen=True, slots=True)
class Sparable:
    """A plain partition of which some packets are kept elsewhere on the disc (number of the first block: bytes)."""

    below: Plain
    packet: int  # blocks
    moved: Mapping[int, int]

    def spans(self, block: int, length: int) -> Iterator[Span]:
        """One span where nothing was moved, else one a packet."""
        if not self.moved:
            yield from self.below.spans(block, length)
            return
        size = self.below.block
        while length > 0:
            inside = block % self.packet
            part = min(length, (self.packet - inside) * size)
            elsewhere = self.moved.get(block - inside)
            if elsewhere is None:
                yield from self.below.spans(block, part)
            else:
                yield elsewhere + inside * size, part
            block += self.packet - inside
            length -= part


@dataclass(frozen=True, slots=True)
class Within:
    """Blocks that are the content of a file."""

    extents: Sequence[Span]
    block: int

    def spans(self, block: int, length: int) -> Iterator[Span]:
        """One span for each piece of the file that is touched."""
        skip = block * self.block
        for at, size in self.extents:
            if skip < size and length > 0:
                part = min(length, size - skip)
                yield at + skip, part
                length -= part
            skip = max(0, skip - size)
        if length > 0:
            raise BadImage("metadata block")
