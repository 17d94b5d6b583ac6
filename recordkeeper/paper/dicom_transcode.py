"""A data set's bytes from implicit VR or big endian to explicit VR little endian (PS3.5 section 7 and annex A).

Values are carried over byte for byte (turned where big endian), never parsed: a wrong date or a name in the wrong
character set arrives as it was. Private elements of unknown kind become UN, as PS3.5 section 6.2.2 says.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

UNDEFINED: Final = 0xFFFFFFFF
_LONG: Final = frozenset(("OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UC", "UN", "UR", "UT", "SV", "UV"))
_WIDTH: Final = {"US": 2, "SS": 2, "OW": 2, "AT": 2, "UL": 4, "SL": 4, "FL": 4, "OF": 4, "OL": 4}
_WIDE: Final = {"FD": 8, "OD": 8, "SV": 8, "UV": 8, "OV": 8}
_PADDED_BY_SPACE: Final = frozenset(
    ("AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT")
)
_SHORT: Final = _PADDED_BY_SPACE - {"UC", "UR", "UT"} | {"AT", "FD", "FL", "SL", "SS", "UI", "UL", "US"}
_AMBIGUOUS: Final = {"OB or OW": "OW", "US or OW": "OW", "US or SS or OW": "OW"}
_PIXELS: Final = 0x7FE00010
_BITS: Final = 0x00280100
_SIGNED: Final = 0x00280103
_ITEM: Final = 0xFFFEE000
_ITEM_END: Final = 0xFFFEE00D
_SEQUENCE_END: Final = 0xFFFEE0DD

Lookup = Callable[[int], str]


class Transcoder:
    """Carries one data set over. `vr_of` gives the dictionary's VR of a tag and raises KeyError for others."""

    def __init__(self, raw: bytes, *, implicit: bool, little: bool, vr_of: Lookup) -> None:
        self._raw, self._implicit, self._little, self._vr_of = raw, implicit, little, vr_of
        order = "<" if little else ">"
        self._tag = struct.Struct(order + "HH").unpack_from
        self._long = struct.Struct(order + "I").unpack_from
        self._short = struct.Struct(order + "H").unpack_from
        self._out: list[bytes] = []
        self._signed = self._wide_pixels = self._pixels_done = False

    def run(self) -> bytes:
        """The data set anew.

        ValueError or struct.error when it cannot be followed, RecursionError when it is nested too deep.
        """
        end, at = len(self._raw), 0
        while at + 8 <= end:
            try:
                at = self._element(at, end)
            except (ValueError, struct.error):
                if not self._pixels_done:
                    raise
                break  # bytes behind the pixels that are no data element: not part of the data set
        return b"".join(self._out)

    def _element(self, at: int, end: int) -> int:
        tag, vr, length, at = self._head(at)
        if length != UNDEFINED and at + length > end:
            if tag != _PIXELS:
                raise ValueError("an element is longer than its file")
            length = end - at  # a truncated image stays truncated
        if length == UNDEFINED and tag == _PIXELS:
            return self._fragments(tag, at, end)
        if vr == "SQ" or length == UNDEFINED:
            return self._sequence(tag, at, length, end)
        self._note(tag, at, length)
        if tag & 0xFFFF or tag >> 16 <= 0x0006:  # group lengths are retired and would be wrong now
            self._write(tag, vr, self._turned(tag, vr, self._raw[at : at + length]))
        self._pixels_done = self._pixels_done or tag == _PIXELS
        return at + length

    def _head(self, at: int) -> tuple[int, str, int, int]:
        group, number = self._tag(self._raw, at)
        tag = group << 16 | number
        if self._implicit:
            (length,) = self._long(self._raw, at + 4)
            return tag, self._look_up(tag, length), length, at + 8
        vr = self._raw[at + 4 : at + 6].decode("ascii", "replace")
        if vr in _LONG:
            return tag, vr, self._long(self._raw, at + 8)[0], at + 12
        if vr not in _SHORT:
            raise ValueError("unknown value representation")
        return tag, vr, self._short(self._raw, at + 6)[0], at + 8

    def _look_up(self, tag: int, length: int) -> str:
        try:
            vr = self._vr_of(tag)
        except KeyError:
            if tag >> 16 & 1 and 0x10 <= tag & 0xFFFF <= 0xFF:  # private creator
                return "LO"
            return "UL" if not tag & 0xFFFF else "UN"
        if vr == "US or SS":
            return "SS" if self._signed else "US"
        if tag == _PIXELS and length == UNDEFINED:
            return "OB"
        return _AMBIGUOUS.get(vr, vr)

    def _note(self, tag: int, at: int, length: int) -> None:
        if tag == _SIGNED and length == 2:
            self._signed = self._short(self._raw, at)[0] == 1
        elif tag == _BITS and length == 2:
            self._wide_pixels = self._short(self._raw, at)[0] == 32

    def _turned(self, tag: int, vr: str, value: bytes) -> bytes:
        if self._little:
            return value
        width = 4 if tag == _PIXELS and vr == "OW" and self._wide_pixels else _WIDTH.get(vr) or _WIDE.get(vr, 1)
        if width == 1 or len(value) % width:
            return value
        turned = bytearray(len(value))
        for byte in range(width):
            turned[byte::width] = value[width - 1 - byte :: width]
        return bytes(turned)

    def _write(self, tag: int, vr: str, value: bytes) -> None:
        if len(value) % 2:
            value += b" " if vr in _PADDED_BY_SPACE else b"\0"
        if vr not in _LONG and len(value) > 0xFFFF:
            vr = "UN"
        form = "<HH2sHI" if vr in _LONG else "<HH2sH"
        length = (0, len(value)) if vr in _LONG else (len(value),)
        self._out.append(struct.pack(form, tag >> 16, tag & 0xFFFF, vr.encode("ascii"), *length))
        self._out.append(value)

    def _mark(self, tag: int, length: int) -> None:
        self._out.append(struct.pack("<HHI", tag >> 16, tag & 0xFFFF, length))

    def _sequence(self, tag: int, at: int, length: int, end: int) -> int:
        """Items of any length form become items of undefined length, which need no second look."""
        self._out.append(struct.pack("<HH2sHI", tag >> 16, tag & 0xFFFF, b"SQ", 0, UNDEFINED))
        stop, ended = (end, False) if length == UNDEFINED else (at + length, True)
        while at + 8 <= stop:
            item, size, at = self._item(at)
            if item == _SEQUENCE_END:
                ended = True
                break
            if item != _ITEM:
                raise ValueError("no item where one should be")
            self._mark(_ITEM, UNDEFINED)
            at = self._item_elements(at, stop if size == UNDEFINED else min(stop, at + size), size)
            self._mark(_ITEM_END, 0)
        if not ended:
            raise ValueError("the file ends inside a sequence")
        self._mark(_SEQUENCE_END, 0)
        return at if length == UNDEFINED else stop

    def _item(self, at: int) -> tuple[int, int, int]:
        group, number = self._tag(self._raw, at)
        return group << 16 | number, self._long(self._raw, at + 4)[0], at + 8

    def _item_elements(self, at: int, stop: int, size: int) -> int:
        outer = self._signed, self._wide_pixels
        while at + 8 <= stop and not (size == UNDEFINED and self._item(at)[0] == _ITEM_END):
            at = self._element(at, stop)
        if size == UNDEFINED:
            if at + 8 > stop:
                raise ValueError("the file ends inside an item")
            at += 8
        self._signed, self._wide_pixels = outer
        return at if size == UNDEFINED else stop

    def _fragments(self, tag: int, at: int, end: int) -> int:
        """Encapsulated pixels: little endian always, carried over as they are."""
        start = at
        while at + 8 <= end:
            item, size, at = self._item(at)
            if item != _ITEM:
                break
            at += size
        at, self._pixels_done = min(at, end), True
        self._out.append(struct.pack("<HH2sHI", tag >> 16, tag & 0xFFFF, b"OB", 0, UNDEFINED))
        self._out.append(self._raw[start:at])
        return at
