"""What a DICOM file says of its own encoding: preamble, meta information, first data element (PS3.10 section 7)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from recordkeeper.records.imaging import PROGRAM_STARTS

EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
IMPLICIT_LITTLE: Final = "1.2.840.10008.1.2"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG: Final = "1.2.840.10008.1.2.2"
HEAD: Final = 64 * 1024  # bytes that hold any meta information
_LONG: Final = frozenset(
    (b"OB", b"OW", b"OF", b"OD", b"OL", b"OV", b"SQ", b"UC", b"UN", b"UR", b"UT", b"SV", b"UV")
)
_SHORT: Final = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_NEEDED: Final = frozenset((0x00020002, 0x00020003, 0x00020010))


@dataclass(frozen=True, slots=True)
class Part10:
    """The outside of a file. `proper`: preamble, prefix and the meta information a reader needs are there."""

    proper: bool
    transfer_syntax: str  # as the meta information says, "" without
    implicit: bool
    little: bool
    data_set_at: int
    program_in_preamble: bool

    @property
    def can_stay(self) -> bool:
        """Whether it may lie in a file-set as it is: explicit VR little endian or compressed, and truly so."""
        if not self.proper or self.transfer_syntax in ("", IMPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED):
            return False
        return not self.implicit and self.little


def examine(head: bytes) -> Part10:
    """Read the first HEAD bytes of a file. The first data element is believed before the transfer syntax."""
    prefixed = head[128:132] == b"DICM"
    at, found = 0, dict[int, bytes]()
    if prefixed or head[132:140] == b"\x02\x00\x00\x00UL\x04\x00":
        at, found = _meta(head, 132)
    elif head[:4] == b"DICM":
        at, found = _meta(head, 4)
    elif head[:2] == b"\x02\x00":
        at, found = _meta(head, 0)
    syntax = found.get(0x00020010, b"").rstrip(b"\0 ").decode("ascii", "replace")
    first = head[at : at + 6]
    explicit = first[4:6] in _SHORT or first[4:6] in _LONG
    big = len(first) == 6 and first[0] == 0 and first[1] != 0 and (explicit or syntax == EXPLICIT_BIG)
    deflated = syntax == DEFLATED
    return Part10(
        proper=prefixed and found.keys() >= _NEEDED and all(found[tag].strip(b"\0 ") for tag in _NEEDED),
        transfer_syntax=syntax,
        implicit=not explicit and not deflated,
        little=not big,
        data_set_at=at,
        program_in_preamble=prefixed and head.startswith(PROGRAM_STARTS),
    )


def _meta(head: bytes, at: int) -> tuple[int, dict[int, bytes]]:
    found: dict[int, bytes] = {}
    while head[at : at + 2] == b"\x02\x00" and at + 12 <= len(head):
        group, number, vr, length = struct.unpack_from("<HH2sH", head, at)
        at += 8
        if vr in _LONG:
            (length,) = struct.unpack_from("<I", head, at)
            at += 4
        found[group << 16 | number] = head[at : at + length]
        at += length
    return at, found
