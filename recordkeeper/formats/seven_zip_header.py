"""The directory of a 7z archive, as its format description (7zFormat.txt of the LZMA SDK) lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

MOST_CODERS: Final = 8  # of one folder; programs chain at most four
_END, _HEADER, _PROPERTIES, _STREAMS, _FILES = 0x00, 0x01, 0x02, 0x04, 0x05
_PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER = 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B
_UNPACK_SIZES, _COUNTS, _EMPTY_STREAM, _EMPTY_FILE, _ANTI, _NAMES, _ATTRIBUTES = (
    0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x15,
)  # fmt: skip
ENCODED: Final = 0x17


class BadHeader(ValueError):
    """The directory makes no sense."""


class TooMany(ValueError):
    """More members, or folders of them, than are opened."""


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of unpacking. `inputs` streams become one."""

    method: bytes
    inputs: int
    properties: bytes


@dataclass(slots=True)
class Folder:
    """Members packed together: how, from which bytes, and the size of each."""

    coders: tuple[Coder, ...]
    bonds: tuple[tuple[int, int], ...]  # input of one coder ← output of another
    packed_inputs: tuple[int, ...]
    sizes: tuple[int, ...] = ()  # what comes out of each coder
    crc: int | None = None
    packed: tuple[tuple[int, int], ...] = ()  # offset in the file and length of each packed stream
    members: list[tuple[int, int | None]] = field(default_factory=list)  # size and checksum of each

    @property
    def size(self) -> int:
        """The bytes of all members: what comes out of the coder nobody takes from."""
        taken = {output for _, output in self.bonds}
        ends = [at for at in range(len(self.coders)) if at not in taken]
        if len(ends) != 1 or len(self.sizes) != len(self.coders):
            raise BadHeader("folder without an end")
        return self.sizes[ends[0]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the archive; `folder` is None where it has no bytes."""

    name: str
    attributes: int
    is_folder: bool
    folder: int | None = None


class _Bytes:
    """The directory's bytes, read in order. BadHeader past their end."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self.raw):
            raise BadHeader("ends early")
        out = self.raw[self.at : self.at + count]
        self.at += count
        return out

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """Up to eight bytes; the first one says how many by its leading bits."""
        first, mask, value = self.byte(), 0x80, 0
        for place in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << (8 * place)
            value |= self.byte() << (8 * place)
            mask >>= 1
        return value

    def count(self, most: int) -> int:
        """A number of things that have to be in the rest of the directory."""
        number = self.number()
        if number > most:
            raise TooMany(str(number))
        return number

    def bits(self, count: int) -> list[bool]:
        raw = self.take(-(-count // 8))
        return [bool(raw[at // 8] & 0x80 >> at % 8) for at in range(count)]

    def bits_or_all(self, count: int) -> list[bool]:
        return [True] * count if self.byte() else self.bits(count)

    def checksums(self, count: int) -> list[int | None]:
        known = self.bits_or_all(count)
        return [int.from_bytes(self.take(4), "little") if each else None for each in known]

    def expect(self, wanted: int) -> None:
        if self.byte() != wanted:
            raise BadHeader("unexpected part")


def parse_streams(raw: bytes, most: int) -> list[Folder]:
    """The one folder list of an encoded directory (what follows the 0x17 byte). BadHeader or TooMany."""
    return _streams(_Bytes(raw), most)


def parse(raw: bytes, most: int) -> tuple[list[Folder], list[Entry]]:
    """Folders and entries of a directory. BadHeader; TooMany above `most` entries."""
    data = _Bytes(raw)
    data.expect(_HEADER)
    folders: list[Folder] = []
    entries: list[Entry] = []
    while (part := data.byte()) != _END:
        if part == _PROPERTIES:
            while data.byte() != _END:
                data.take(data.number())
        elif part == _STREAMS:
            folders = _streams(data, most)
        elif part == _FILES:
            entries = _entries(data, folders, most)
        else:
            raise BadHeader("unexpected part")
    return folders, entries


def _streams(data: _Bytes, most: int) -> list[Folder]:
    packed: list[tuple[int, int]] = []
    folders: list[Folder] = []
    counted = False
    while (part := data.byte()) != _END:
        if part == _PACK:
            packed = _packed(data, most)
        elif part == _UNPACK:
            folders = _folders(data, most)
        elif part == _SUBSTREAMS:
            _substreams(data, folders, most)
            counted = True
        else:
            raise BadHeader("unexpected part")
    given = iter(packed)
    for folder in folders:
        folder.packed = tuple(islice(given, len(folder.packed_inputs)))
        if len(folder.packed) != len(folder.packed_inputs):
            raise BadHeader("fewer packed streams than said")
        if not counted:
            folder.members = [(folder.size, folder.crc)]
    return folders


def _packed(data: _Bytes, most: int) -> list[tuple[int, int]]:
    """Offset, from the end of the 32-byte start, and length of each packed stream."""
    at = data.number()
    count = data.count(most)
    sizes: list[int] = []
    while (part := data.byte()) != _END:
        if part == _SIZE:
            sizes = [data.number() for _ in range(count)]
        elif part == _CRC:
            data.checksums(count)
        else:
            raise BadHeader("unexpected part")
    found = []
    for size in sizes:
        found.append((at, size))
        at += size
    return found


def _folders(data: _Bytes, most: int) -> list[Folder]:
    data.expect(_FOLDER)
    count = data.count(most)
    if data.byte():
        raise BadHeader("folders kept elsewhere")
    folders = [_folder(data) for _ in range(count)]
    data.expect(_UNPACK_SIZES)
    for folder in folders:
        folder.sizes = tuple(data.number() for _ in folder.coders)
    while (part := data.byte()) != _END:
        if part != _CRC:
            raise BadHeader("unexpected part")
        for folder, crc in zip(folders, data.checksums(count), strict=True):
            folder.crc = crc
    return folders


def _folder(data: _Bytes) -> Folder:
    count = data.number()
    if not 1 <= count <= MOST_CODERS:
        raise BadHeader("coders")
    coders = tuple(_coder(data) for _ in range(count))
    inputs = sum(coder.inputs for coder in coders)
    bonds = tuple((data.number(), data.number()) for _ in range(count - 1))
    if any(into >= inputs or out >= count for into, out in bonds):
        raise BadHeader("bonds")
    free = inputs - len(bonds)
    if free < 1:
        raise BadHeader("nothing packed")
    bonded = {into for into, _ in bonds}
    if free == 1:
        return Folder(coders, bonds, tuple(at for at in range(inputs) if at not in bonded)[:1])
    return Folder(coders, bonds, tuple(data.number() for _ in range(free)))


def _coder(data: _Bytes) -> Coder:
    flags = data.byte()
    method = data.take(flags & 0x0F)
    inputs, outputs = (data.number(), data.number()) if flags & 0x10 else (1, 1)
    properties = data.take(data.number()) if flags & 0x20 else b""
    if flags & 0x80 or outputs != 1 or not 1 <= inputs <= 4:
        raise BadHeader("coder")
    return Coder(method, inputs, properties)


def _substreams(data: _Bytes, folders: Sequence[Folder], most: int) -> None:
    """How many members each folder has, their sizes (the last one's follows) and the checksums not known yet."""
    counts = [1] * len(folders)
    part = data.byte()
    if part == _COUNTS:
        counts = [data.count(most) for _ in folders]
        part = data.byte()
    if sum(counts) > most:
        raise TooMany(str(sum(counts)))
    pairs = list(zip(counts, folders, strict=True))
    sizes = [_member_sizes(data, count, folder.size, part == _SIZE) for count, folder in pairs]
    if part == _SIZE:
        part = data.byte()
    unknown = sum(count for count, folder in pairs if count != 1 or folder.crc is None)
    given: list[int | None] = [None] * unknown
    while part != _END:
        if part == _CRC:
            given = data.checksums(unknown)
        else:
            raise BadHeader("unexpected part")
        part = data.byte()
    left = iter(given)
    for count, folder, each in zip(counts, folders, sizes, strict=True):
        known = count == 1 and folder.crc is not None
        folder.members = [(size, folder.crc if known else next(left)) for size in each]


def _member_sizes(data: _Bytes, count: int, whole: int, are_given: bool) -> list[int]:
    if count == 0:
        return []
    given = [data.number() for _ in range(count - 1)] if are_given else []
    if len(given) != count - 1 or sum(given) > whole:
        raise BadHeader("sizes")
    return [*given, whole - sum(given)]


def _entries(data: _Bytes, folders: Sequence[Folder], most: int) -> list[Entry]:
    count = data.count(most)
    names: list[str] = [""] * count
    empty, empty_files, attributes = [False] * count, [], [0] * count
    while (part := data.byte()) != _END:
        inner = _Bytes(data.take(data.number()))
        if part == _EMPTY_STREAM:
            empty = inner.bits(count)
        elif part == _EMPTY_FILE:
            empty_files = inner.bits(sum(empty))
        elif part == _NAMES and not inner.byte():
            names = _names(inner, count)
        elif part == _ATTRIBUTES:
            known = inner.bits_or_all(count)
            if not inner.byte():
                attributes = [int.from_bytes(inner.take(4), "little") if each else 0 for each in known]
    homes = iter([number for number, folder in enumerate(folders) for _ in folder.members])
    files = iter(empty_files)
    found = []
    for name, attribute, is_empty in zip(names, attributes, empty, strict=True):
        is_folder = is_empty and not next(files, False)
        found.append(Entry(name, attribute, is_folder, None if is_empty else next(homes, None)))
    return found


def _names(data: _Bytes, count: int) -> list[str]:
    """UTF-16, each ended by a zero."""
    text = data.raw[data.at :].decode("utf-16-le", "surrogatepass" if len(data.raw) % 2 else "replace")
    names = text.split("\0")
    if len(names) < count:
        raise BadHeader("names")
    return names[:count]
