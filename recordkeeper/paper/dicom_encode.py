"""Single data elements as explicit VR little endian bytes (PS3.5 section 7.1.2)."""

from __future__ import annotations

import datetime as dt
import re
import struct
from typing import Final

UTF8: Final = "ISO_IR 192"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_NOT_CODE: Final = re.compile(r"[^A-Z0-9 _]")
_TIME: Final = re.compile(r"\d\d(?:[0-5]\d(?:[0-6]\d(?:\.\d{1,6})?)?)?")
_LONGEST: Final = {"SH": 16, "LO": 64, "CS": 16, "UI": 64, "IS": 12, "DA": 8, "TM": 16}


def element(tag: int, vr: str, value: str) -> bytes:
    """A short-form text element; odd lengths are padded. Non-ASCII text is UTF-8: the record declares it."""
    raw = value.encode("ascii" if value.isascii() else "utf-8")
    if len(raw) % 2:
        raw += b"\0" if vr == "UI" else b" "
    return struct.pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr.encode("ascii"), len(raw)) + raw


def unsigned_short(tag: int, value: int) -> bytes:
    """A US element with one value."""
    return struct.pack("<HH2sHH", tag >> 16, tag & 0xFFFF, b"US", 2, value)


def unsigned_long(tag: int, value: int) -> bytes:
    """A UL element with one value."""
    return struct.pack("<HH2sHI", tag >> 16, tag & 0xFFFF, b"UL", 4, value)


def text(value: str, vr: str = "LO") -> str:
    """One value of LO or SH: no control characters, no backslash (it would make two values), cut to length."""
    return _CONTROL.sub("", value).replace("\\", "/").strip()[: _LONGEST[vr]]


def person(value: str) -> str:
    """A PN value: at most three component groups of at most 64 characters."""
    groups = _CONTROL.sub("", value).replace("\\", " ").split("=")[:3]
    return "=".join(group.strip()[:64] for group in groups).rstrip("=")


def code(value: str) -> str:
    """One CS value."""
    return _NOT_CODE.sub("_", value.strip().upper())[: _LONGEST["CS"]].strip()


def date(value: str) -> str:
    """A DA value, "" when it is no date. "2004.01.19", as very old files write it, becomes one."""
    digits = re.sub(r"[.:/-]", "", value.strip())
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").strftime("%Y%m%d") if len(digits) == 8 else ""  # noqa: DTZ007
    except ValueError:
        return ""


def time(value: str) -> str:
    """A TM value, "" when it is no time of day."""
    plain = value.strip().replace(":", "")
    return plain if _TIME.fullmatch(plain) and plain[:2] < "24" else ""


def number(value: int) -> str:
    """An IS value; it must lie within 32 bits."""
    return str(max(-(2**31), min(2**31 - 1, value)))
