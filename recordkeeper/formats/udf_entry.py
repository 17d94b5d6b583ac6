"""A file entry of a UDF disc (ECMA-167 4/14.9 and 4/14.17): what it is, how long, and where its bytes are."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Final

from recordkeeper.formats.disc_image import NOTHING_WRITTEN, BadImage, TooMany, read_exactly
from recordkeeper.formats.udf_spaces import Space, Span

_TAG: Final = 16  # bytes
_ENTRY, _EXTENDED_ENTRY = 261, 266
_ALLOCATION_EXTENT: Final = 258
_ALLOCATION_HEADER: Final = 24
_DIRECT: Final = 4  # the strategy in which an entry stands alone; 4096 keeps older ones before it
_SHORT, _LONG, _EXTENDED, _EMBEDDED = range(4)  # sorts of allocation descriptor
_SIZES: Final = {_SHORT: 8, _LONG: 16, _EXTENDED: 20}
_RECORDED, _ALLOCATED, _SPARSE, _GOES_ON = range(4)  # sorts of extent, in the two highest bits of a length
_LENGTH: Final = (1 << 30) - 1
_MOST_EXTENTS: Final = 1_000_000  # of all files of an image together

FOLDER, SYMLINK, METADATA, METADATA_COPY, VIRTUAL_TABLE = 4, 12, 250, 251, 248  # file types
SPECIAL: Final = frozenset({6, 7, 9, 10})  # devices, pipes, sockets
_UNSPECIFIED, _BYTES, _REAL_TIME = 0, 5, 249
FILES: Final = frozenset({_UNSPECIFIED, _BYTES, _REAL_TIME})


@dataclass(frozen=True, slots=True)
class Address:
    """A place on the disc: which numbering, and the block in it."""

    space: int
    block: int

    @classmethod
    def of(cls, raw: bytes, at: int) -> Address:
        """From the lb_addr (ECMA-167 4/7.1) at `at`."""
        block, space = struct.unpack_from("<IH", raw, at)
        return cls(space, block)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file entry."""

    file_type: int
    is_direct: bool  # False: an older version may be all this says
    size: int  # bytes
    extents: tuple[Span, ...]


@dataclass(slots=True)
class Entries:
    """Reads entries of one image. TooMany when all together have more pieces than a real disc."""

    image: IO[bytes]
    spaces: Sequence[Space]
    block: int
    _met: int = field(default=0, init=False)

    def at(self, address: Address) -> Entry:
        """The entry at a place. BadImage when there is none."""
        at = self.place(address)
        raw = read_exactly(self.image, at, self.block)
        number = tag_number(raw)
        if number not in (_ENTRY, _EXTENDED_ENTRY):
            raise BadImage("file entry")
        lengths, head = (168, 176) if number == _ENTRY else (208, 216)
        attributes, descriptors = struct.unpack_from("<II", raw, lengths)
        (size,) = struct.unpack_from("<Q", raw, 56)
        (strategy,) = struct.unpack_from("<H", raw, 20)
        start = head + attributes
        if start + descriptors > len(raw):
            raise BadImage("file entry")
        sort = raw[34] & 7
        if sort == _EMBEDDED:
            pieces: Iterator[Span] = iter([(at + start, descriptors)])
        else:
            pieces = self._pieces(raw[start : start + descriptors], sort, address.space)
        return Entry(raw[27], strategy == _DIRECT, size, tuple(_first(pieces, size)))

    def place(self, address: Address) -> int:
        """The offset of a block in the image."""
        return next(self._spans(address, self.block))[0]

    def content(self, entry: Entry, most: int) -> bytes:
        """The bytes of a file. BadImage when they are more than `most` or not all there."""
        if entry.size > most:
            raise BadImage("too large")
        return b"".join(
            bytes(length) if at == NOTHING_WRITTEN else read_exactly(self.image, at, length)
            for at, length in entry.extents
        )

    def _spans(self, address: Address, length: int) -> Iterator[Span]:
        if address.space >= len(self.spaces):
            raise BadImage("partition")
        return self.spaces[address.space].spans(address.block, length)

    def _pieces(self, raw: bytes, sort: int, space: int) -> Iterator[Span]:
        """What a list of allocation descriptors says, and those it goes on in."""
        if sort not in _SIZES:
            raise BadImage("allocation")
        seen: set[Address] = set()
        while True:
            following = None
            for at in range(0, len(raw) - _SIZES[sort] + 1, _SIZES[sort]):
                kind, length, address = _descriptor(raw, at, sort, space)
                if not length:
                    break
                if kind == _GOES_ON:
                    following = address
                    break
                yield from self._counted(kind, address, length)
            if following is None:
                return
            if following in seen:
                raise BadImage("circle")
            seen.add(following)
            raw = self._more(following)

    def _counted(self, kind: int, address: Address, length: int) -> Iterator[Span]:
        spans = self._spans(address, length) if kind == _RECORDED else iter([(NOTHING_WRITTEN, length)])
        for span in spans:
            self._met += 1
            if self._met > _MOST_EXTENTS:
                raise TooMany(str(self._met))
            yield span

    def _more(self, address: Address) -> bytes:
        raw = read_exactly(self.image, self.place(address), self.block)
        (length,) = struct.unpack_from("<I", raw, 20)
        if tag_number(raw) != _ALLOCATION_EXTENT or _ALLOCATION_HEADER + length > len(raw):
            raise BadImage("allocation extent")
        self._met += 1
        return raw[_ALLOCATION_HEADER : _ALLOCATION_HEADER + length]


def tag_number(raw: bytes) -> int | None:
    """What a descriptor says it is (ECMA-167 3/7.2); None when its tag's checksum is wrong."""
    if len(raw) < _TAG or (sum(raw[:4]) + sum(raw[5:_TAG])) & 0xFF != raw[4]:
        return None
    return int.from_bytes(raw[:2], "little")


def _descriptor(raw: bytes, at: int, sort: int, space: int) -> tuple[int, int, Address]:
    (length,) = struct.unpack_from("<I", raw, at)
    if sort == _SHORT:  # counts in the numbering its entry lies in
        address = Address(space, int.from_bytes(raw[at + 4 : at + 8], "little"))
    else:
        address = Address.of(raw, at + (4 if sort == _LONG else 12))
    return length >> 30, length & _LENGTH, address


def _first(pieces: Iterator[Span], size: int) -> Iterator[Span]:
    """The pieces up to `size` bytes. BadImage when they are fewer."""
    for at, length in pieces:
        if size <= 0:
            return
        yield at, min(length, size)
        size -= length
    if size > 0:
        raise BadImage("file ends early")
