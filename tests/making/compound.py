"""Builds OLE compound files ([MS-CFB]) and what old Office and Outlook keep in them: DOC, XLS, MSG."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterable, Mapping

_SECTOR, _SMALL_SECTOR = 512, 64
_SMALL = 4096  # bytes below which a stream lies in small sectors
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_FIRST_MOMENT = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)

Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """A compound file of streams (bytes) and storages (mappings)."""
    entries: list[list[object]] = [["Root Entry", 5, None, _NOBODY, _NOBODY, _NOBODY]]
    _list(tree, 0, entries)
    big, small = _Sectors(_SECTOR), _Sectors(_SMALL_SECTOR)
    places = [
        (0, 0)
        if not isinstance(each[2], bytes)
        else ((small if len(each[2]) < _SMALL else big).put(each[2]), len(each[2]))
        for each in entries
    ]
    small_data = b"".join(small.sectors)
    places[0] = (big.put(small_data) if small_data else _END, len(small_data))
    directory = b""
    for (name, kind, _, left, right, child), place in zip(entries, places, strict=True):
        encoded = str(name).encode("utf-16-le")
        links = (len(encoded) + 2, kind, 1, left, right, child)
        directory += struct.pack("<64sHBBIII16sIQQIQ", encoded, *links, b"", 0, 0, 0, *place)
    directory_at = big.put(directory)
    small_fat_at = big.put(struct.pack(f"<{len(small.chain)}I", *small.chain)) if small_data else _END
    fat_sectors = 1
    while (len(big.chain) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    fat_at = len(big.sectors)
    chain = big.chain + [_FAT] * fat_sectors
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(fat_sectors * _SECTOR, b"\xff")
    listed = [*range(fat_at, fat_at + fat_sectors)] + [_FREE] * (109 - fat_sectors)
    counts = (0, fat_sectors, directory_at, 0, _SMALL, small_fat_at, 1 if small_data else 0, _END, 0)
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    header = struct.pack("<8s16sHHHHH6s9I", magic, b"", 0x3E, 3, 0xFFFE, 9, 6, b"", *counts)
    return header + struct.pack("<109I", *listed) + b"".join(big.sectors) + table


class _Sectors:
    """Sectors of one size, and the chain that says which follows which."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.sectors: list[bytes] = []
        self.chain: list[int] = []

    def put(self, data: bytes) -> int:
        """Add a stream; return its first sector."""
        start, count = len(self.sectors), max(1, -(-len(data) // self._size))
        padded = data.ljust(count * self._size, b"\0")
        self.sectors += [padded[at * self._size : (at + 1) * self._size] for at in range(count)]
        self.chain += [*range(start + 1, start + count), _END]
        return start


def _list(tree: Tree, parent: int, entries: list[list[object]]) -> None:
    """Add the entries of a storage; siblings form a chain to the right, in the order the format asks for."""
    before = None
    for name in sorted(tree, key=lambda each: (len(each), each.upper())):
        value = tree[name]
        number = len(entries)
        storage = not isinstance(value, bytes)
        entries.append([name, 1 if storage else 2, None if storage else value, _NOBODY, _NOBODY, _NOBODY])
        entries[parent if before is None else before][5 if before is None else 4] = number
        before = number
        if isinstance(value, Mapping):
            _list(value, number, entries)


def doc(
    body: str,
    *,
    header: str = "",
    deleted: Iterable[tuple[int, int]] = (),
    row_ends: Iterable[tuple[int, int]] = (),
    flags: int = 0,
    version: int = 0xC1,
) -> bytes:
    """A Word document; the arguments are those of `doc_streams`."""
    return compound(doc_streams(body, header, deleted, row_ends, flags, version))


def doc_streams(
    body: str,
    header: str = "",
    deleted: Iterable[tuple[int, int]] = (),
    row_ends: Iterable[tuple[int, int]] = (),
    flags: int = 0,
    version: int = 0xC1,
) -> dict[str, bytes]:
    """The streams of a Word document. `deleted` and `row_ends` are ranges of signs of the body; signs beyond cp1252
    make it wide.
    """
    text = body + "\r"
    margins = header + "\r\r" if header else ""
    whole = text + margins
    try:
        encoded, wide = whole.encode("cp1252"), False
    except UnicodeEncodeError:
        encoded, wide = whole.encode("utf-16-le"), True
    width, text_at = 2 if wide else 1, 0x400
    word = bytearray(text_at) + encoded
    word += bytes(-len(word) % _SECTOR)
    struct.pack_into("<HH", word, 0, 0xA5EC, version)
    struct.pack_into("<H", word, 0x0A, 0x0200 | flags)
    struct.pack_into("<HHH", word, 0x20, 14, *(0, 0))
    struct.pack_into("<8I", word, 0x4C, len(text), 0, len(margins), 0, 0, 0, 0, 0)
    place = text_at if wide else text_at * 2 | 0x4000_0000
    pieces = struct.pack("<2I", 0, len(whole)) + struct.pack("<HIH", 0, place, 0)
    table = bytearray(b"\x02" + struct.pack("<I", len(pieces)) + pieces)
    struct.pack_into("<2I", word, 0x1A2, 0, len(table))
    if header:  # six stories of separators, then the header of even pages, which is empty, and the header
        marks = [0] * 7 + [0, len(header) + 1, len(header) + 1, len(header) + 1, len(header) + 1, len(header) + 1]
        struct.pack_into("<2I", word, 0xF2, len(table), 4 * (len(marks) + 1))
        table += struct.pack(f"<{len(marks) + 1}I", *marks, len(margins))
    for field, ranges, properties in (
        (0xFA, deleted, lambda: b"\x03\x00\x08\x01"),
        (0x102, row_ends, lambda: b"\x03\x00\x00\x17\x24\x01"),
    ):
        page = _page([(text_at + a * width, text_at + b * width) for a, b in ranges], properties(), field == 0x102)
        struct.pack_into("<2I", word, field, len(table), 12)
        table += struct.pack("<3I", text_at, text_at + len(encoded), len(word) // _SECTOR)
        word += page
    return {"WordDocument": bytes(word), "1Table": bytes(table)}


def _page(ranges: list[tuple[int, int]], properties: bytes, paragraphs: bool) -> bytes:
    """A formatted disk page on which `ranges` have `properties` and what lies between has none."""
    ordered = sorted(ranges)
    edges = sorted({edge for each in ordered for edge in each}) or [0, 1]
    runs = len(edges) - 1
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{runs + 1}I", page, 0, *edges)
    at = 0x180
    page[at : at + len(properties)] = properties
    for run in range(runs):
        if (edges[run], edges[run + 1]) in ordered:
            page[4 * (runs + 1) + run * (13 if paragraphs else 1)] = at // 2
    page[-1] = runs
    return bytes(page)


def xls(sheets: Mapping[str, list[list[str | float]]], *, format_code: str = "General") -> bytes:
    """An Excel 97 workbook; every number has the same format."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def words(text: str, size: str = "<H") -> bytes:
        return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")

    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + words("Arial", "<B"))
    styles = record(0x41E, struct.pack("<H", 164) + words(format_code))
    for each in range(17):  # the last one shows numbers
        kind = 0xFFF5 if each < 15 else 1
        styles += record(0xE0, struct.pack("<HHH4B2IH", 0, 164 if each == 16 else 0, kind, 0, 0, 0, 0, 0, 0, 0))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1996, 0, 6))
    names = [struct.pack("<IH", 0, 0) + words(name, "<B") for name in sheets]
    size = len(begin) + len(font) * 4 + len(styles) + sum(4 + len(name) for name in names) + 4
    bodies = []
    for rows in sheets.values():
        body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1996, 0, 6))
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, str):
                    body += record(0x204, struct.pack("<HHH", y, x, 15) + words(cell)) if cell else b""
                else:
                    body += record(0x203, struct.pack("<HHHd", y, x, 16, cell))
        bodies.append(body + record(0x0A, b""))
    out = begin + font * 4 + styles
    for name, body in zip(names, bodies, strict=True):
        out += record(0x85, struct.pack("<I", size) + name[4:])
        size += len(body)
    return compound({"Workbook": (out + record(0x0A, b"") + b"".join(bodies)).ljust(4096, b"\0")})


def msg(
    *,
    subject: str,
    body: str = "",
    html: bytes = b"",
    sender: str = "Anna Sample",
    sent: dt.datetime | None = None,
    files: Mapping[str, bytes] | None = None,
    inner: Iterable[Tree] = (),
    message_class: str = "IPM.Note",
    top: bool = True,
) -> Tree:
    """The tree of an Outlook message; `compound` makes a file of it, `inner` puts it on another message."""
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": _fixed(32 if top else 24, sent)}
    texts = {0x37: subject, 0x1000: body, 0xC1A: sender, 0x0E04: "Dr. Standin", 0x1A: message_class}
    tree |= {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le") for number, text in texts.items() if text}
    if html:
        tree["__substg1.0_10130102"] = html
    number = 0
    for name, data in (files or {}).items():
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
        }
        number += 1
    for message in inner:
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3701000D": message,
        }
        number += 1
    return tree


def _fixed(head: int, sent: dt.datetime | None) -> bytes:
    moment = int((sent - _FIRST_MOMENT).total_seconds()) * 10_000_000 if sent else 0
    entries = struct.pack("<HHIQ", 64, 0x39, 6, moment) if sent else b""
    return bytes(head) + entries
