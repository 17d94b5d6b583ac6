"""Compressed rich text as Outlook keeps it ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

from recordkeeper.formats.sheets import NotRead
from recordkeeper.records.reading import Condition

MOST_BYTES = 8 * 1024 * 1024  # that are unpacked; the rest would be pictures
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_START = (  # 2.1.2.1: what the window holds before the first byte comes
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(untrusted: bytes) -> bytes:
    """The rich text in `untrusted`, or its beginning. NotRead when it is none; cut input gives what there is."""
    if len(untrusted) < 16:
        raise NotRead(Condition.UNREADABLE, "damaged")
    size, kind = struct.unpack_from("<I", untrusted)[0], untrusted[8:12]
    data = untrusted[16 : 4 + size]
    if kind == _PLAIN:
        return data
    if kind != _COMPRESSED:
        raise NotRead(Condition.UNREADABLE, "damaged")
    window = bytearray(_START.ljust(_WINDOW, b" "))
    write = len(_START)
    out = bytearray()
    at = 0
    while at < len(data) and len(out) < MOST_BYTES:
        control, at = data[at], at + 1
        for bit in range(8):
            if not control >> bit & 1:
                piece, at = data[at : at + 1], at + 1
            else:
                place = int.from_bytes(data[at : at + 2], "big")
                start, at = place >> 4, at + 2
                if at > len(data) or start == write:
                    return bytes(out)
                piece = _copied(window, start, (place & 15) + 2, write)
            for byte in piece:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += piece
    return bytes(out)


def _copied(window: bytearray, start: int, length: int, write: int) -> bytes:
    """`length` bytes of the window from `start`; those not written yet repeat what this very piece writes."""
    piece = bytearray()
    for step in range(length):
        ahead = (start + step - write) % _WINDOW
        piece.append(piece[ahead] if ahead < step else window[(start + step) % _WINDOW])
    return bytes(piece)
