"""A writer of disc images with a UDF tree only, for tests: as ECMA-167 and UDF 1.02 to 2.60 say."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SECTOR = 2048
PARTITION_AT = 300  # sector; what the partition holds follows, and nothing after it
SPARE_AT = 290  # sector of the table of moved packets; the packets follow
PACKET = 2  # blocks
Numbering = Literal["plain", "metadata", "virtual", "old virtual", "sparable"]
Pointing = Literal["short", "long", "extended", "embedded"]
SORTS = {"short": 0, "long": 1, "extended": 2, "embedded": 3}
FOLDER, FILE, PIPE, SYMLINK = 4, 5, 9, 12


@dataclass
class Disc:
    """How an image is to be written."""

    numbering: Numbering = "plain"
    pointing: Pointing = "short"
    extended: bool = False  # entries of the newer form
    pieces: int = 1  # of each file
    chained: bool = False  # where a file is stands in a block of its own
    kinds: Mapping[str, int] = field(default_factory=dict)  # file types other than FILE
    holes: Mapping[str, int] = field(default_factory=dict)  # bytes never written, at the end of a file
    strategy: int = 4
    blocks: list[bytes] = field(default_factory=list)  # of the partition
    _home: list[bytes] = field(default_factory=list)  # blocks of the metadata partition
    _table: list[int] = field(default_factory=list)  # of the virtual partition

    def image(self, files: Mapping[str, bytes]) -> bytes:
        """The whole image."""
        file_set, root = self._reserve(), self._reserve()
        place = struct.pack("<IIH6x", SECTOR, root, self._entry_space)
        self._put(file_set, tagged(256, file_set, bytes(384) + place))
        self._folder("", _tree(files), root)
        maps = self._maps()
        head = bytearray(PARTITION_AT * SECTOR)
        for number, name in ((16, b"BEA01"), (17, b"NSR03"), (18, b"TEA01")):
            head[number * SECTOR : number * SECTOR + 7] = b"\0" + name + b"\1"
        volume = ((5, _partition(len(self.blocks))), (6, self._logical(maps, file_set)), (8, b""))
        for number, (kind, body) in enumerate(volume):
            _lay(head, 257 + number, tagged(kind, 257 + number, body))
        _lay(head, 256, tagged(2, 256, struct.pack("<IIII", 16 * SECTOR, 257, 0, 0)))
        if self.numbering == "sparable":
            self._spare(head)
        return bytes(head) + b"".join(each.ljust(SECTOR, b"\0") for each in self.blocks)

    @property
    def _entry_space(self) -> int:
        return 0 if self.numbering in ("plain", "sparable") else 1

    def _reserve(self) -> int:
        """A block for an entry, as entries are counted."""
        if self.numbering == "metadata":
            self._home.append(b"")
            return len(self._home) - 1
        self.blocks.append(b"")
        if not self._entry_space:
            return len(self.blocks) - 1
        self._table.append(len(self.blocks) - 1)
        return len(self._table) - 1

    def _put(self, number: int, raw: bytes) -> None:
        if self.numbering == "metadata":
            self._home[number] = raw
        else:
            self.blocks[self._table[number] if self._entry_space else number] = raw

    def _store(self, part: bytes) -> int:
        at = len(self.blocks)
        self.blocks += [part[start : start + SECTOR] for start in range(0, len(part), SECTOR)] or [b""]
        return at

    def _folder(self, path: str, tree: Mapping[str, object], number: int) -> None:
        names = identifier("", number, self._entry_space, 0x0A)
        for name, inner in tree.items():
            place = self._reserve()
            names += identifier(name, place, self._entry_space, 2 if isinstance(inner, dict) else 0)
            if isinstance(inner, dict):
                self._folder(f"{path}{name}/", inner, place)
            else:
                assert isinstance(inner, bytes)
                kind = self.kinds.get(path + name, FILE)
                self._put(place, self.entry(kind, inner, self._pointing, self.holes.get(path + name, 0), place))
        self._put(number, self.entry(FOLDER, names, "embedded" if self._entry_space else self.pointing, 0, number))

    @property
    def _pointing(self) -> Pointing:
        # A short address counts as its entry is counted: contents outside the metadata partition need a long one.
        return "long" if self._entry_space and self.pointing == "short" else self.pointing

    def entry(self, kind: int, content: bytes, pointing: Pointing, hole: int = 0, number: int = 0) -> bytes:
        """A file entry; its content goes into the partition."""
        described = content if pointing == "embedded" else self._described(content, pointing, hole)
        return self._entry(kind, pointing, len(content) + hole, described, number)

    def _entry(self, kind: int, pointing: Pointing, size: int, described: bytes, number: int) -> bytes:
        icb = struct.pack("<IHHHBB6xH", 0, self.strategy, 0, 1, 0, kind, SORTS[pointing])
        body = icb + bytes(12) + struct.pack("<HBBIQ", 1, 0, 0, 0, size)
        body = body.ljust((216 if self.extended else 176) - 24, b"\0") + struct.pack("<II", 0, len(described))
        return tagged(266 if self.extended else 261, number, body + described)

    def _described(self, content: bytes, pointing: Pointing, hole: int) -> bytes:
        size = max(1, -(-len(content) // SECTOR // self.pieces)) * SECTOR
        parts = [content[at : at + size] for at in range(0, len(content), size)]
        found = [address(pointing, len(part), self._store(part)) for part in parts]
        if hole:
            found.append(address(pointing, 2 << 30 | hole, 0))
        raw = b"".join(found)
        if not self.chained:
            return raw
        block = self._store(tagged(258, 0, struct.pack("<II", 0, len(raw)) + raw))
        return address(pointing, 3 << 30 | SECTOR, block)

    def _maps(self) -> list[bytes]:
        """The partition maps, once all else is stored."""
        plain = struct.pack("<BBHH", 1, 6, 1, 0)
        match self.numbering:
            case "metadata":
                half = SECTOR * (len(self._home) // 2)
                home = b"".join(each.ljust(SECTOR, b"\0") for each in self._home)
                first, _, second = self._store(home[:half]), self._store(b"between"), self._store(home[half:])
                places = address("short", half, first) + address("short", len(home) - half, second)
                at = self._store(self._entry(250, "short", len(home), places, 0))
                return [plain, _named_map(b"*UDF Metadata Partition", struct.pack("<IIIIHB", at, at, 0, 1, 1, 0))]
            case "virtual" | "old virtual":
                table = struct.pack(f"<{len(self._table)}I", *self._table)
                if self.numbering == "virtual":
                    raw, kind = struct.pack("<HH", 152, 0).ljust(152, b"\0") + table, 248
                else:
                    raw, kind = table + b"\0" + b"*UDF Virtual Alloc Tbl".ljust(31, b"\0") + bytes(4), 0
                self.blocks.append(self.entry(kind, raw, "embedded"))
                return [plain, _named_map(b"*UDF Virtual Partition", b"")]
            case "sparable":
                where = struct.pack("<HBBII", PACKET, 1, 0, SECTOR, SPARE_AT)
                return [_named_map(b"*UDF Sparable Partition", where)]
        return [plain]

    def _spare(self, head: bytearray) -> None:
        """Moves the second packet, and leaves nonsense in its place."""
        pairs = struct.pack("<IIII", PACKET, SPARE_AT + 2, 0xFFFFFFFF, SPARE_AT + 4)
        name = b"\0" + b"*UDF Sparing Table".ljust(31, b"\0")
        _lay(head, SPARE_AT, tagged(0, SPARE_AT, name + struct.pack("<HHI", 2, 0, 1) + pairs))
        for number in range(PACKET, min(2 * PACKET, len(self.blocks))):
            _lay(head, SPARE_AT + number, self.blocks[number])
            self.blocks[number] = b"worn out"

    def _logical(self, maps: list[bytes], file_set: int) -> bytes:
        body = bytes(196) + struct.pack("<I", SECTOR) + b"\0" + b"*OSTA UDF Compliant".ljust(31, b"\0")
        body += struct.pack("<IIH6x", SECTOR, file_set, self._entry_space)
        body += struct.pack("<II", sum(map(len, maps)), len(maps))
        return body.ljust(440 - 16, b"\0") + b"".join(maps)


def tagged(kind: int, at: int, body: bytes) -> bytes:
    """A descriptor with its tag (ECMA-167 3/7.2)."""
    tag = bytearray(struct.pack("<HHBBHHHI", kind, 3, 0, 0, 1, _crc(body), len(body), at))
    tag[4] = sum(tag) & 0xFF
    return bytes(tag) + body


def identifier(name: str, block: int, space: int, flags: int) -> bytes:
    """A name in a folder."""
    try:
        raw = b"\x08" + name.encode("latin-1") if name else b""
    except UnicodeEncodeError:
        raw = b"\x10" + name.encode("utf-16-be", "surrogatepass")
    body = struct.pack("<HBB", 1, flags, len(raw)) + struct.pack("<IIH6x", SECTOR, block, space) + b"\0\0" + raw
    return tagged(257, block, body + bytes(-len(body) % 4))


def address(pointing: Pointing, length: int, block: int) -> bytes:
    """An allocation descriptor, in the first partition."""
    if pointing == "short":
        return struct.pack("<II", length, block)
    if pointing == "long":
        return struct.pack("<IIH6x", length, block, 0)
    known = length & 0x3FFFFFFF
    return struct.pack("<IIIIH2x", length, known, known, block, 0)


def _partition(blocks: int) -> bytes:
    body = bytes(6) + struct.pack("<H", 0) + b"\0+NSR03".ljust(32, b"\0")
    return body.ljust(184 - 16, b"\0") + struct.pack("<III", 1, PARTITION_AT, blocks)


def _named_map(name: bytes, rest: bytes) -> bytes:
    return (b"\2\x40\0\0\0" + name.ljust(31, b"\0") + struct.pack("<HH", 1, 0) + rest).ljust(64, b"\0")


def _lay(head: bytearray, sector: int, raw: bytes) -> None:
    head[sector * SECTOR : (sector + 1) * SECTOR] = raw.ljust(SECTOR, b"\0")


def _tree(files: Mapping[str, bytes]) -> dict[str, object]:
    root: dict[str, object] = {}
    for path, body in files.items():
        *above, name = path.split("/")
        folder = root
        for each in above:
            inner = folder.setdefault(each, {})
            assert isinstance(inner, dict)
            folder = inner
        folder[name] = body
    return root


def _crc(body: bytes) -> int:
    """CRC-16 with the polynomial 0x1021, from nought (ECMA-167 3/7.2.6)."""
    value = 0
    for byte in body:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021) & 0xFFFF if value & 0x8000 else value << 1 & 0xFFFF
    return value
