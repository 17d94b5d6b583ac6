"""What a UDF image (ECMA-167, OSTA UDF 1.02 to 2.60) says of itself: how blocks are numbered, where its root is."""

from __future__ import annotations

import array
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from recordkeeper.formats.disc_image import NOTHING_WRITTEN, BadImage, read_exactly
from recordkeeper.formats.udf_entry import (
    METADATA,
    METADATA_COPY,
    VIRTUAL_TABLE,
    Address,
    Entries,
    Entry,
    tag_number,
)
from recordkeeper.formats.udf_spaces import Plain, Space, Sparable, Virtual, Within

RECOGNITION_AT: Final = 32768  # the volume recognition sequence, ECMA-167 2/8
_STEPS: Final = (2048, 4096)  # from one structure to the next, by the size of a sector
_MOST_RECOGNISED: Final = 32
_BLOCKS: Final = (2048, 512, 4096, 1024)  # optical discs first
_ANCHOR, _POINTER, _PARTITION, _LOGICAL_VOLUME, _LAST = 2, 3, 5, 6, 8
_FILE_SET: Final = 256
_MOST_DESCRIPTORS: Final = 256
_MOST_MAPS: Final = 16
_MOST_TABLE: Final = 16 * 1024**2  # bytes of a virtual allocation table
_BEHIND: Final = 16  # blocks that may follow the last one written
_METADATA_SPACE, _SPARABLE_SPACE = b"*UDF Metadata Partition", b"*UDF Sparable Partition"
_VIRTUAL_SPACE, _SPARING_TABLE = b"*UDF Virtual Partition", b"*UDF Sparing Table"
_OLD_TABLE: Final = b"*UDF Virtual Alloc Tbl"


@dataclass(frozen=True, slots=True)
class Volume:
    """What is needed to walk an image."""

    entries: Entries
    root: Address


def has_udf(image: IO[bytes]) -> bool:
    """Whether the image says it carries a UDF tree (beside another or alone)."""
    return any(_recognised(image, step) for step in _STEPS)


def _recognised(image: IO[bytes], step: int) -> bool:
    for number in range(_MOST_RECOGNISED):
        image.seek(RECOGNITION_AT + number * step)
        match image.read(6)[1:]:
            case b"NSR02" | b"NSR03":
                return True
            case b"CD001" | b"BEA01" | b"BOOT2" | b"CDW02":
                continue
            case _:
                break
    return False


def volume_of(image: IO[bytes]) -> Volume:
    """The volume of an image. BadImage."""
    size = image.seek(0, 2)
    sector, anchor = _anchor(image, size)
    described: dict[int, list[bytes]] = {}
    for at in (16, 24):  # the main sequence of descriptors, else the reserve
        described = _described(image, sector, anchor, at)
        if _PARTITION in described and _LOGICAL_VOLUME in described:
            break
    else:
        raise BadImage("no volume")
    logical = described[_LOGICAL_VOLUME][-1]
    (block,) = struct.unpack_from("<I", logical, 212)
    if block not in _BLOCKS:
        raise BadImage("block size")
    plain = {
        int.from_bytes(raw[22:24], "little"): Plain(int.from_bytes(raw[188:192], "little") * sector, block)
        for raw in described[_PARTITION]
    }
    entries = _Numbered(image, size, block, plain).entries(logical)
    return Volume(entries, _root(entries, Address.of(logical, 252)))


def _anchor(image: IO[bytes], size: int) -> tuple[int, bytes]:
    """The size of a sector and the anchor, which stands in sector 256, the last, or 256 before it."""
    for sector in _BLOCKS:
        last = size // sector - 1
        for number in (256, last, last - 256):
            if number >= 16:
                image.seek(number * sector)
                raw = image.read(512)
                if tag_number(raw) == _ANCHOR and int.from_bytes(raw[12:16], "little") == number:
                    return sector, raw
    raise BadImage("no anchor")


def _described(image: IO[bytes], sector: int, anchor: bytes, at: int) -> dict[int, list[bytes]]:
    """The volume descriptors by what they are; of twins the one with the higher number comes last."""
    length, place = struct.unpack_from("<II", anchor, at)
    found: dict[int, list[bytes]] = {}
    met = 0
    seen: set[int] = set()
    while place not in seen:
        seen.add(place)
        following = place
        for number in range(length // sector):
            image.seek((place + number) * sector)
            raw = image.read(sector)
            kind = tag_number(raw)
            met += 1
            if kind is None or kind == _LAST or len(raw) < 512 or met > _MOST_DESCRIPTORS:
                break
            if kind == _POINTER:
                length, following = struct.unpack_from("<II", raw, 20)
                break
            found.setdefault(kind, []).append(raw)
        place = following
    return {kind: sorted(all_of, key=lambda raw: raw[16:20][::-1]) for kind, all_of in found.items()}


def _root(entries: Entries, file_set: Address) -> Address:
    raw = read_exactly(entries.image, entries.place(file_set), 512)
    if tag_number(raw) != _FILE_SET:
        raise BadImage("file set")
    return Address.of(raw, 404)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Makes the numberings of blocks that a logical volume lists."""

    image: IO[bytes]
    size: int
    block: int
    plain: dict[int, Plain]

    def entries(self, logical: bytes) -> Entries:
        return Entries(self.image, [self._space(each) for each in _maps(logical)], self.block)

    def _space(self, raw: bytes) -> Space:
        number = int.from_bytes(raw[4:6] if raw[0] == 1 else raw[38:40], "little")
        if number not in self.plain:
            raise BadImage("partition")
        below = self.plain[number]
        name = raw[5:28].rstrip(b"\0") if raw[0] == 2 else b""
        if name == _METADATA_SPACE:
            return self._metadata(below, raw)
        if name == _SPARABLE_SPACE:
            return self._sparable(below, raw)
        if name == _VIRTUAL_SPACE:
            return self._virtual(below)
        if raw[0] != 1:
            raise BadImage("partition")
        return below

    def _metadata(self, below: Plain, raw: bytes) -> Space:
        for place in (40, 44):  # the file, else its copy
            entry = self._entry(below, int.from_bytes(raw[place : place + 4], "little"))
            if entry is None or any(at == NOTHING_WRITTEN for at, _ in entry.extents):
                continue
            if entry.file_type in (METADATA, METADATA_COPY):
                return Within(entry.extents, self.block)
        raise BadImage("metadata")

    def _sparable(self, below: Plain, raw: bytes) -> Space:
        (packet,) = struct.unpack_from("<H", raw, 40)
        for number in range(min(raw[42], 4)):
            (place,) = struct.unpack_from("<I", raw, 48 + 4 * number)
            table = read_exactly(self.image, place * self.block, self.block)
            if packet and table[17:40].rstrip(b"\0") == _SPARING_TABLE:
                count = min(int.from_bytes(table[48:50], "little"), (self.block - 56) // 8)
                pairs = struct.iter_unpack("<II", table[56 : 56 + 8 * count])
                moved = {home: new * self.block for home, new in pairs if home < 0xFFFFFFF0}
                return Sparable(below, packet, moved)
        raise BadImage("sparing table")

    def _virtual(self, below: Plain) -> Space:
        """The table's entry is the last block written (UDF 2.01 2.2.10)."""
        last = (self.size - below.start) // self.block - 1
        for block in range(last, max(-1, last - _BEHIND), -1):
            entry = self._entry(below, block)
            if entry is None or entry.file_type not in (0, VIRTUAL_TABLE):
                continue
            raw = Entries(self.image, [below], self.block).content(entry, _MOST_TABLE)
            if entry.file_type == VIRTUAL_TABLE:
                return Virtual(below, self.block, _numbers(raw[int.from_bytes(raw[:2], "little") :]))
            if raw[-35:-13].startswith(_OLD_TABLE):
                return Virtual(below, self.block, _numbers(raw[:-36]))
        raise BadImage("virtual table")

    def _entry(self, below: Plain, block: int) -> Entry | None:
        try:
            return Entries(self.image, [below], self.block).at(Address(0, block))
        except BadImage:
            return None


def _maps(logical: bytes) -> Iterator[bytes]:
    """The partition maps of a logical volume."""
    length, count = struct.unpack_from("<II", logical, 264)
    at = 440
    end = min(at + length, len(logical))
    for _ in range(min(count, _MOST_MAPS)):
        size = 64 if logical[at : at + 1] == b"\2" else 6
        if at + size > end or logical[at + 1] != size:
            raise BadImage("partition map")
        yield logical[at : at + size]
        at += size


def _numbers(raw: bytes) -> array.array[int]:
    numbers = array.array("I", raw[: len(raw) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
