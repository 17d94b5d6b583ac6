"""Which bytes of a Word 97-2003 document have a property ([MS-DOC] 2.4.6): deleted by a reviewer, end of a row."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator

_PAGE = 512
_MOST_PAGES = 50_000
_CHARACTERS, _PARAGRAPHS = 0x00FA, 0x0102  # FibRgFcLcb97: where in the table stream, and how many bytes
_DELETED = 0x0800  # sprmCFRMarkDel
_ROW_END = 0x2417  # sprmPFTtp
_TABLE_DEFINITION = 0xD608  # sprmTDefTable, whose size takes two bytes
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes after a property, by the three highest bits of its number


class Ranges:
    """Ranges of bytes, asked one byte at a time."""

    def __init__(self, ranges: Iterator[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def __contains__(self, at: int) -> bool:
        found = bisect_right(self._starts, at) - 1
        return found >= 0 and at < self._ends[found]


def deleted_ranges(word: bytes, table: bytes) -> Ranges:
    """What tracked changes took out and nobody has accepted yet."""
    return Ranges(_with_property(word, table, _CHARACTERS, _character_properties, _DELETED))


def row_end_ranges(word: bytes, table: bytes) -> Ranges:
    """The paragraphs that are no cells but end a row of a table."""
    return Ranges(_with_property(word, table, _PARAGRAPHS, _paragraph_properties, _ROW_END))


def _with_property(
    word: bytes, table: bytes, field: int, properties: Callable[[bytes, int, int], bytes], wanted: int
) -> Iterator[tuple[int, int]]:
    """The ranges whose list of properties sets `wanted`. Pages are listed in the table, runs on the pages."""
    start, size = struct.unpack_from("<2I", word, field)
    listed = table[start : start + size]
    count = (len(listed) - 4) // 8
    if count <= 0:
        return
    for number in struct.unpack_from(f"<{min(count, _MOST_PAGES)}I", listed, 4 * (count + 1)):
        page = word[(number & 0x3F_FFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            continue
        runs = page[-1]
        places = struct.unpack_from(f"<{min(runs, 126) + 1}I", page)
        for run in range(len(places) - 1):
            if _sets(properties(page, runs, run), wanted):
                yield places[run], places[run + 1]


def _character_properties(page: bytes, runs: int, run: int) -> bytes:
    at = 2 * page[4 * (runs + 1) + run] if 4 * (runs + 1) + run < _PAGE else 0
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _paragraph_properties(page: bytes, runs: int, run: int) -> bytes:
    """A paragraph's list stands behind its size in words, or behind 0 and its size, and the number of its style."""
    place = 4 * (runs + 1) + 13 * run
    at = 2 * page[place] if place < _PAGE else 0
    if not at:
        return b""
    size = 2 * page[at] - 1
    if page[at] == 0:
        at, size = at + 1, 2 * page[at + 1] if at + 1 < _PAGE else 0
    return page[at + 3 : at + 1 + size]


def _sets(properties: bytes, wanted: int) -> bool:
    at = 0
    while at + 2 < len(properties):
        (number,) = struct.unpack_from("<H", properties, at)
        size = _OPERAND[number >> 13]
        if number == _TABLE_DEFINITION:
            size = 1 + int.from_bytes(properties[at + 2 : at + 4], "little")
        elif size == 0:
            size = 1 + properties[at + 2]
        if number == wanted:
            return properties[at + 2] == 1
        at += 2 + size
    return False
