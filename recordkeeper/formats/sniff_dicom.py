"""Whether the first bytes of a file are DICOM: with the 128-byte preamble, without it, or a bare data set."""

from __future__ import annotations

import re
from typing import Literal

from recordkeeper.records.reading import Format

Order = Literal["little", "big"]
MEDIA_STORAGE_DIRECTORY = b"1.2.840.10008.1.3.10"  # PS3.4 F: SOP class of a DICOMDIR
_CLASS_ELEMENT = re.compile(
    rb"\x02\x00\x02\x00(?:UI..|....)" + re.escape(MEDIA_STORAGE_DIRECTORY) + rb"(?![\d.])", re.DOTALL
)
_VRS = frozenset(
    b"AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split()
)
_LONG_VRS = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_META_START = b"\x02\0\0\0UL\x04\0"  # meta information begins with its own length
_ORDERS: tuple[Order, ...] = ("little", "big")
_FIRST_GROUPS = frozenset({0x0002, 0x0004, 0x0008})
_UNDEFINED_LENGTH = 0xFFFFFFFF
_PLAUSIBLE_LENGTH = 1 << 16  # of the first elements of a data set: identifiers, dates and codes


def dicom_format(untrusted_head: bytes) -> Format | None:
    """DICOM, DICOMDIR or None. With the preamble of a program or a TIFF it is DICOM all the same (PS3.10 7.1)."""
    for start in (132, 4):
        if untrusted_head[start - 4 : start] == b"DICM":
            return _which(untrusted_head[start : start + 4096])
    if untrusted_head[132:140] == _META_START:  # the four letters were overwritten
        return _which(untrusted_head[132 : 132 + 4096])
    first_group = _bare_data_set(untrusted_head)
    if first_group is None:
        return None
    return Format.DICOMDIR if first_group == 0x0004 else _which(untrusted_head[:4096])


def _which(meta: bytes) -> Format:
    return Format.DICOMDIR if _CLASS_ELEMENT.search(meta) else Format.DICOM


def _bare_data_set(head: bytes) -> int | None:
    """The group of the first element when `head` begins with two plausible elements in a row, else None."""
    for order in _ORDERS:
        group = int.from_bytes(head[:2], order)
        if group in _FIRST_GROUPS and _two_elements(head, order):
            return group
    return None


def _two_elements(head: bytes, order: Order) -> bool:
    at, last_tag, seen = 0, -1, 0
    while seen < 2:
        element = _element(head, at, order)
        if element is None:
            return False
        tag, end = element
        if tag <= last_tag or tag >> 16 > 0x0010:
            return False
        last_tag, at, seen = tag, end, seen + 1
    return True


def _element(head: bytes, at: int, order: Order) -> tuple[int, int] | None:
    """The tag at `at` and where its value ends; explicit VR, or implicit in little endian (PS3.5 7.1)."""
    raw = head[at : at + 12]
    if len(raw) < 8:
        return None
    tag = int.from_bytes(raw[:2], order) << 16 | int.from_bytes(raw[2:4], order)
    vr = raw[4:6]
    if vr in _LONG_VRS:
        length, header = int.from_bytes(raw[8:12], order), 12
    elif vr in _VRS:
        length, header = int.from_bytes(raw[6:8], order), 8
    elif order == "little":
        length, header = int.from_bytes(raw[4:8], "little"), 8
    else:
        return None
    if length == _UNDEFINED_LENGTH:
        length = 0  # a sequence: what follows is an item, read as "some element" is enough here
    return (tag, at + header + length) if length <= _PLAUSIBLE_LENGTH else None
