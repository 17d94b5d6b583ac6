"""How a DICOM file is encoded: preamble, meta information, transfer syntax; and inflating what is deflated.

PS3.10 section 7 and PS3.5 annex A. Files are believed before what they say of themselves.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO, Final

from recordkeeper.records.imaging import PROGRAM_STARTS

IMPLICIT_LITTLE: Final = "1.2.840.10008.1.2"
EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG: Final = "1.2.840.10008.1.2.2"
MOST_INFLATED: Final = 256 * 2**20  # bytes; a one-megabyte file can ask for a gigabyte
_MOST_TIMES, _TIMES_FROM = 100, 32 * 2**20  # slices shrink to a third or so, outlines of one to a hundredth
SHORT_FORM: Final = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
LONG_FORM: Final = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_HEAD: Final = 64 * 1024  # bytes that hold any meta information
_STEP: Final = 2**20


class NotDicom(ValueError):
    """The bytes do not begin as DICOM does."""


class TooMuchInside(ValueError):
    """A deflated file that unfolds to more than a reader may hold."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a data set is written, and where it begins."""

    transfer_syntax: str
    implicit: bool
    little: bool
    start: int
    part10: bool
    program: bool = False  # the preamble begins as a program does


def open_data_set(untrusted: BinaryIO) -> tuple[BinaryIO, Encoding]:
    """Return a seekable stream of the data set (inflated where deflated) and its encoding.

    NotDicom when the beginning is not DICOM's; TooMuchInside when it inflates past MOST_INFLATED.
    """
    head = untrusted.read(_HEAD)
    encoding = find_encoding(head)
    program = head.startswith(PROGRAM_STARTS) and head[128:132] == b"DICM"
    if encoding.transfer_syntax == DEFLATED:
        untrusted.seek(encoding.start)
        inside = inflate(untrusted)
        if inside is None:  # says deflated and is not: seen in files transcoded by hand
            return untrusted, replace(_guess(head, encoding.start, DEFLATED, part10=True), program=program)
        return BytesIO(inside), Encoding(
            DEFLATED, implicit=False, little=True, start=0, part10=True, program=program
        )
    return untrusted, replace(encoding, program=program) if program else encoding


def inflate(untrusted: BinaryIO) -> bytes | None:
    """The raw deflate stream that follows, unfolded in steps; None when it is no deflate stream."""
    unfold = zlib.decompressobj(-zlib.MAX_WBITS)
    out, came = bytearray(), 0
    while chunk := untrusted.read(_STEP):
        came += len(chunk)
        while chunk and not unfold.eof:
            try:
                out += unfold.decompress(chunk, _STEP)
            except zlib.error:
                return bytes(out) if len(out) > _HEAD else None
            if len(out) > MOST_INFLATED or len(out) > max(_TIMES_FROM, _MOST_TIMES * came):
                raise TooMuchInside(f"more than {MOST_INFLATED} bytes")
            chunk = unfold.unconsumed_tail
    return bytes(out)


def find_encoding(head: bytes) -> Encoding:
    """Read preamble and meta information from the first bytes of a file, or guess for a bare data set.

    A bare data set may have the four letters where a preamble ends, as part of a value.
    """
    if head[128:132] == b"DICM" and (head[132:134] == b"\x02\0" or head[:1] != b"\x08"):
        return _after_meta(head, 132, part10=True)
    if head[132:140] == b"\x02\x00\x00\x00UL\x04\x00":  # prefix overwritten, meta information intact
        return _after_meta(head, 132, part10=False)
    if head[:4] == b"DICM":
        return _after_meta(head, 4, part10=False)
    if head[:2] == b"\x02\x00" and head[4:6] in (b"UL", b"OB", b"UI"):
        return _after_meta(head, 0, part10=False)
    return _guess(head, 0, "", part10=False)


def _after_meta(head: bytes, at: int, *, part10: bool) -> Encoding:
    syntax = ""
    while head[at : at + 2] == b"\x02\x00" and at + 8 <= len(head):
        tag, vr, length = struct.unpack_from("<I2sH", head, at)
        if vr in LONG_FORM:
            if at + 12 > len(head):
                break
            (length,) = struct.unpack_from("<I", head, at + 8)
            at += 4
        if tag == 0x00100002:  # (0002,0010) as it lies in the file
            syntax = head[at + 8 : at + 8 + length].rstrip(b"\0 ").decode("ascii", "replace")
        at += 8 + length
    if syntax == DEFLATED:
        return Encoding(DEFLATED, implicit=False, little=True, start=at, part10=part10)
    return _guess(head, at, syntax, part10=part10)


def _guess(head: bytes, at: int, syntax: str, *, part10: bool) -> Encoding:
    """Believe the bytes before the transfer syntax: files exist whose meta information lies."""
    first = head[at : at + 8]
    if len(first) < 8:
        if part10:
            return Encoding(syntax, syntax == IMPLICIT_LITTLE, syntax != EXPLICIT_BIG, at, part10)
        raise NotDicom("no data set")
    explicit = first[4:6] in SHORT_FORM or first[4:6] in LONG_FORM
    big = first[0] == 0 and first[1] != 0 and (explicit or syntax == EXPLICIT_BIG)
    group, length = struct.unpack(">H2xI" if big else "<H2xI", first)
    if not part10 and not syntax:
        known_start = 0 < group <= 0x0020 and group % 2 == 0
        if not known_start or (not explicit and not length < 2**16):
            raise NotDicom("does not begin with a data element")
    if not syntax:
        syntax = (EXPLICIT_BIG if big else EXPLICIT_LITTLE) if explicit else IMPLICIT_LITTLE
    return Encoding(syntax, not explicit, not big, at, part10)
