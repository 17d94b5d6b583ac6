"""The text of a Word 97-2003 document ([MS-DOC]): its pieces put together; no deleted text, no field codes."""

from __future__ import annotations

import itertools
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats import ole
from recordkeeper.formats.doc_runs import Ranges, deleted_ranges, row_end_ranges
from recordkeeper.formats.flow import Flow
from recordkeeper.formats.sheets import NotRead, TextFound
from recordkeeper.records.reading import Condition

MOST_PIECES = 200_000
MOST_SIGNS = 4 * 1024 * 1024  # a thousand pages have some three million
_IDENT = 0xA5EC
_WORD_97 = 0x00C1  # [MS-DOC] 2.5.1, nFib; below it the file is of Word 6 or 95 and laid out otherwise
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PARTS_AT = 0x4C  # FibRgLw97: how many signs each of the parts below has
_CLX, _HEADERS = 0x01A2, 0x00F2  # FibRgFcLcb97: where in the table stream, and how many bytes
_COMPRESSED = 0x4000_0000
_BODY, _FOOTNOTES, _MARGINS, _, _COMMENTS, _ENDNOTES, _BOXES, _MARGIN_BOXES = range(8)
_SEPARATORS = 6  # stories before the first header: the lines between text and notes
_FOOTERS = (2, 3, 5)  # of the six stories of a section: even header, header, even footer, footer, first ones
_FIELD_BEGIN, _FIELD_MIDDLE, _FIELD_END = "\x13", "\x14", "\x15"
_BREAKS = "\r\x0b\x0c\x0e"
_REPLACED = {"\x1e": "-", "\x1f": ""}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Signs [start, end) of the document stand at `offset` of the stream, one or two bytes each."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class _Document:
    """The streams, and what of their bytes is deleted or ends a row of a table."""

    word: bytes
    pieces: tuple[_Piece, ...]
    deleted: Ranges
    row_ends: Ranges


def doc_text(path: Path) -> TextFound:
    """Return the text of the document. NotRead when it is locked, damaged, or older than Word 97."""
    with ole.opened(path) as streams:
        word = streams.content("WordDocument")
        if len(word) < _CLX + 8 or _u16(word, 0) != _IDENT:
            raise NotRead(Condition.UNREADABLE, "damaged")
        if _u16(word, 2) < _WORD_97:
            raise NotRead(Condition.KEPT, "old_office")
        flags = _u16(word, 0x0A)
        if flags & _ENCRYPTED:
            raise NotRead(Condition.LOCKED, "document_locked")
        table = streams.content("1Table" if flags & _SECOND_TABLE else "0Table")
        lengths = struct.unpack_from("<8I", word, _PARTS_AT)
        try:
            pieces = tuple(_pieces(_slice(word, table, _CLX)))
            document = _Document(word, pieces, deleted_ranges(word, table), row_end_ranges(word, table))
            return TextFound("\n\n".join(_in_order(document, lengths, _slice(word, table, _HEADERS))))
        except (struct.error, IndexError) as problem:
            raise NotRead(Condition.UNREADABLE, "damaged") from problem


def _in_order(document: _Document, lengths: Sequence[int], headers: bytes) -> list[str]:
    """The texts as they are read: headers, body, notes, comments, boxes, footers; each once."""
    starts = [0, *itertools.accumulate(lengths)]
    if starts[-1] > MOST_SIGNS:
        raise NotRead(Condition.UNREADABLE, "too_large")

    def part(number: int) -> str:
        return _text(document, starts[number], starts[number + 1])

    heads: list[str] = []
    feet: list[str] = []
    marks = struct.unpack_from(f"<{len(headers) // 4}I", headers)
    for story, (start, end) in enumerate(itertools.pairwise(marks[:-1])):
        if story >= _SEPARATORS and start < end <= lengths[_MARGINS]:
            text = _text(document, starts[_MARGINS] + start, starts[_MARGINS] + end)
            (feet if (story - _SEPARATORS) % 6 in _FOOTERS else heads).append(text)
    middle = [part(number) for number in (_BODY, _BOXES, _FOOTNOTES, _ENDNOTES, _COMMENTS)]
    texts = [*heads, part(_MARGIN_BOXES), *middle, *feet]
    return list(dict.fromkeys(text for text in texts if text.strip()))


def _text(document: _Document, start: int, end: int) -> str:
    """The signs [start, end) as text: fields by their result, cells of a row on one line."""
    flow = Flow()
    fields: list[bool] = []  # for each open field: are we at its result
    waiting: list[str] = []
    in_row = False
    for sign, at in _signs(document, start, end):
        if sign == _FIELD_BEGIN:
            fields.append(False)
        elif sign == _FIELD_MIDDLE and fields:
            fields[-1] = True
        elif sign == _FIELD_END and fields:
            fields.pop()
        elif at in document.deleted or not all(fields):
            continue
        elif sign >= "\x1e":
            waiting.append(_REPLACED.get(sign, sign))
        elif sign in _BREAKS and in_row:
            waiting.append(" ")
        elif sign in "\t\x07" or sign in _BREAKS:
            flow.words("".join(waiting))
            waiting.clear()
            row_ends = sign == "\x07" and at in document.row_ends
            in_row = (sign == "\x07" and not row_ends) or (in_row and sign == "\t")
            flow.line() if sign in _BREAKS or row_ends else flow.gap()
    flow.words("".join(waiting))
    # Signs beyond the first 65,536 came as two halves, so that each had its place.
    return flow.text().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _signs(document: _Document, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The signs [start, end) and their places in the stream."""
    first = max(0, bisect_right(document.pieces, start, key=lambda piece: piece.start) - 1)
    for piece in document.pieces[first:]:
        if piece.start >= end:
            return
        begin, stop = max(start, piece.start), min(end, piece.end)
        if begin >= stop:
            continue
        offset = piece.offset + (begin - piece.start) * piece.width
        data = document.word[offset : offset + (stop - begin) * piece.width]
        if piece.width == 1:
            signs = data.decode("cp1252", "replace")
        else:
            signs = "".join(map(chr, struct.unpack_from(f"<{len(data) // 2}H", data)))
        yield from zip(signs, range(offset, offset + len(data), piece.width), strict=False)


def _pieces(clx: bytes) -> Iterator[_Piece]:
    """[MS-DOC] 2.9.38: changes of properties, each behind 1 and its size, then 2 and the table of pieces."""
    at = 0
    while clx[at] == 1:
        at += 3 + _u16(clx, at + 1)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12
    if clx[at] != 2 or not 0 < count <= MOST_PIECES:
        raise struct.error
    signs = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for number in range(count):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
        compressed = bool(place & _COMPRESSED)
        offset = place & (_COMPRESSED - 1)
        yield _Piece(
            signs[number], signs[number + 1], offset // 2 if compressed else offset, 1 if compressed else 2
        )


def _slice(word: bytes, table: bytes, field: int) -> bytes:
    start, size = struct.unpack_from("<2I", word, field)
    return table[start : start + size]


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])
