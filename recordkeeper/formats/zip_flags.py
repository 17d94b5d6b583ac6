"""A ZIP whose directory says "UTF-8" of names that are not: the same file with that promise taken back.

zipfile decodes all names when it opens an archive and gives up on the first bad one. What it is given here
is the file through a view in which the flag (APPNOTE 4.4.4, bit 11) is cleared in every directory entry and
in every header before a member.
"""

from __future__ import annotations

import io
from pathlib import Path

_ENTRY, _ENTRY_FLAGS = b"PK\x01\x02", 8
_HEADER, _HEADER_FLAGS, _HEADER_SIZE = b"PK\x03\x04", 6, 30
_UTF8_IN_HIGH_BYTE = 0x08
_MOST_DIRECTORY = 64 * 1024 * 1024


class _WithoutFlags(io.FileIO):
    """Reads as the file does, but for cleared flags in whole directory entries."""

    def read(self, size: int | None = -1, /) -> bytes:
        return _cleared(super().read(-1 if size is None else size))


def without_utf8_flags(path: Path) -> io.FileIO:
    """The file at `path`, opened for reading, with the UTF-8 flag off in its directory."""
    return _WithoutFlags(path, "rb")


def _cleared(data: bytes) -> bytes:
    """zipfile reads the directory in one piece, and the fixed part of a header on its own."""
    if len(data) == _HEADER_SIZE and data.startswith(_HEADER):
        return (
            data[: _HEADER_FLAGS + 1]
            + bytes([data[_HEADER_FLAGS + 1] & ~_UTF8_IN_HIGH_BYTE])
            + data[_HEADER_FLAGS + 2 :]
        )
    if not data.startswith(_ENTRY) or len(data) > _MOST_DIRECTORY:
        return data
    changed = bytearray(data)
    at = 0
    while changed[at : at + 4] == _ENTRY and at + 46 <= len(changed):
        changed[at + _ENTRY_FLAGS + 1] &= ~_UTF8_IN_HIGH_BYTE
        sizes = (int.from_bytes(changed[at + field : at + field + 2], "little") for field in (28, 30, 32))
        at += 46 + sum(sizes)
    return bytes(changed)
