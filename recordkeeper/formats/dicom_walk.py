"""Finds the elements of a DICOM header by a walk over its bytes, without pydicom (PS3.5 and PS3.10 section 7).

Only the wanted top-level elements are taken; everything else is skipped by its length, nested sequences
without recursion, so neither a vendor's megabyte nor a deep nest costs anything. What the walk does not
understand is Odd and read again by `dicom_slow`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from recordkeeper.formats.dicom_encoding import LONG_FORM, SHORT_FORM, Encoding

UNDEFINED: Final = 0xFFFFFFFF
TRANSFER_SYNTAX: Final = 0x00020010
PIXEL_TAGS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})  # float, double, pixel data
_WINDOW: Final = 64 * 1024
_LONGEST_VALUE: Final = 64 * 1024  # a wanted value longer than this is nonsense and left out


class Odd(ValueError):
    """A construction this walk does not follow: pydicom reads it. `found` is what came before it."""

    def __init__(self, why: str, found: Header | None = None) -> None:
        super().__init__(why)
        self.found = found


@dataclass(slots=True)
class Header:
    """The wanted elements, as stored, and where the pixels are. `cut`: the file ends inside the header."""

    encoding: Encoding
    values: dict[int, bytes] = field(default_factory=dict)
    pixels_at: int | None = None  # offset of the pixel value
    pixels_length: int = 0  # as stored; UNDEFINED when encapsulated
    size: int = 0
    cut: bool = False


def walk(stream: BinaryIO, encoding: Encoding, wanted: frozenset[int], size: int) -> Header:
    """Walk the data set in `stream` (`size` bytes) up to its pixels.

    Raises Odd, with what was found so far, for anything that needs a full parser.
    """
    found = Header(encoding, size=size)
    window = Window(stream, encoding, size)
    try:
        _walk(window, encoding, _as_stored(wanted, encoding.little), found)
    except Odd as odd:
        raise Odd(str(odd), found) from None
    return found


def _as_stored(tags: frozenset[int], little: bool) -> Mapping[int, int]:
    """The tags keyed by the number their four bytes make when read at once."""
    if not little:
        return {tag: tag for tag in tags}
    return {(tag >> 16) | (tag & 0xFFFF) << 16: tag for tag in tags}


class Window:
    """A piece of the stream that follows the walk. `base` is the offset of its first byte."""

    __slots__ = ("base", "bytes", "size", "stream")

    def __init__(self, stream: BinaryIO, encoding: Encoding, size: int) -> None:
        self.stream, self.size = stream, size
        self.base, self.bytes = encoding.start, b""
        self.move(encoding.start, _WINDOW)

    def move(self, to: int, need: int) -> bytes:
        self.stream.seek(to)
        self.base = to
        self.bytes = self.stream.read(max(need, _WINDOW))
        return self.bytes


def _walk(window: Window, encoding: Encoding, wanted: Mapping[int, int], found: Header) -> None:
    order = "<" if encoding.little else ">"
    pixels = _as_stored(PIXEL_TAGS, encoding.little)
    values, implicit = found.values, encoding.implicit
    head = struct.Struct(order + ("II" if implicit else "I2sH")).unpack_from
    long = struct.Struct(order + "I").unpack_from
    data, at, end = window.bytes, 0, len(window.bytes)
    while True:
        if at + 12 > end and window.base + end < window.size:
            data, at = window.move(window.base + at, 0), 0
            end = len(data)
        if at + 8 > end:
            found.cut = end > at or window.base + at > window.size
            return
        start, vr = at + 8, b""
        if implicit:
            key, length = head(data, at)
        else:
            key, vr, length = head(data, at)
            if vr not in SHORT_FORM:
                if vr not in LONG_FORM:
                    raise Odd("unknown value representation")
                if at + 12 > end:
                    found.cut = True
                    return
                (length,) = long(data, start)
                start += 4
        if key in pixels:
            found.pixels_at, found.pixels_length = window.base + start, length
            return
        if length == UNDEFINED:
            if not implicit and vr != b"SQ":
                raise Odd("undefined length outside a sequence")
            beyond = skip_sequence(window, window.base + start, encoding)
            if beyond is None:
                found.cut = True
                return
            data, at, end = window.bytes, beyond - window.base, len(window.bytes)
            continue
        if key in wanted and length <= _LONGEST_VALUE:
            if start + length > end:
                data, start = window.move(window.base + start, length), 0
                end = len(data)
                if length > end:
                    found.cut = True
                    return
            values[wanted[key]] = data[start : start + length]
        at = start + length
        if at > end:  # skip by length
            if window.base + at > window.size:
                found.cut = True
                return
            data, at = window.move(window.base + at, 0), 0
            end = len(data)


def skip_sequence(window: Window, pos: int, encoding: Encoding) -> int | None:
    """The offset behind a sequence of undefined length that begins at `pos`; None when the file ends first.

    Flat: a depth is counted, nothing is called again, so nesting of any depth is as cheap as length.
    """
    order, implicit = ("<" if encoding.little else ">"), encoding.implicit
    pair, head = struct.Struct(order + "HHI").unpack_from, struct.Struct("2s").unpack_from
    short = struct.Struct(order + "H").unpack_from
    long = struct.Struct(order + "I").unpack_from
    depth = 1
    data, base = window.bytes, window.base
    while depth:
        at = pos - base
        if not 0 <= at <= len(data) - 12:
            if pos + 8 > window.size:
                return None
            data, base, at = window.move(pos, 0), pos, 0
            if len(data) < 8:
                return None
        group, element, length = pair(data, at)
        pos += 8
        if group == 0xFFFE:
            if element == 0xE000:
                if length == UNDEFINED:
                    depth += 1
                else:
                    pos += length
            elif element in (0xE00D, 0xE0DD):
                depth -= 1
            else:
                raise Odd("unknown item tag")
            continue
        if not implicit:
            (vr,) = head(data, at + 4)
            if vr in SHORT_FORM:
                (length,) = short(data, at + 6)
            elif vr in LONG_FORM and len(data) >= at + 12:
                (length,) = long(data, at + 8)
                pos += 4
                if length == UNDEFINED and vr != b"SQ":
                    raise Odd("undefined length outside a sequence")
            else:
                raise Odd("unknown value representation")
        if length == UNDEFINED:
            depth += 1
        else:
            pos += length
    return pos
