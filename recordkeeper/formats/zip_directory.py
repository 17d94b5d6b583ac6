"""Where a ZIP's directory is and how long, told without reading it: a million entries take a reader ten seconds."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO

_END = struct.Struct("<4s4H2LH")  # APPNOTE 4.3.16
_END_WITHIN = _END.size + 0xFFFF  # it may be followed by a comment
_LOCATOR = struct.Struct("<4sLQL")  # APPNOTE 4.3.15
_END64 = struct.Struct("<4sQ2H2L4Q")  # APPNOTE 4.3.14
_ENTRY = b"PK\x01\x02"
MOST_DIRECTORY = 64 * 1024**2  # bytes; a hundred thousand long names take a third of it
_DIRECTORIES_END = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Directory:
    """What the record at the end says. `disks` is true for one part of an archive in several."""

    end_at: int
    size: int
    is_a_part: bool


def find_directory(file: IO[bytes]) -> Directory | None:
    """The directory by the record at the end of the file; None when there is none."""
    whole = file.seek(0, 2)
    file.seek(max(0, whole - _END_WITHIN))
    tail = file.read(_END_WITHIN)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return None
    _, disk, directory_disk, _, _, size, _, _ = _END.unpack_from(tail, at)
    end_at = whole - len(tail) + at
    if at >= _LOCATOR.size and (size == _DIRECTORIES_END or disk == 0xFFFF):
        signature, _, place, _ = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)
        raw = _read(file, place, _END64.size) if signature == b"PK\x06\x07" else b""
        if len(raw) == _END64.size and raw.startswith(b"PK\x06\x06"):
            _, _, _, _, disk, directory_disk, _, _, size, _ = _END64.unpack(raw)
            end_at = place
    return Directory(end_at, size, {disk, directory_disk} - {0, 0xFFFF} != set())


def most_entries(file: IO[bytes], directory: Directory) -> int:
    """At most so many entries are in the directory: how often an entry's signature stands in it."""
    if directory.size > MOST_DIRECTORY:
        return directory.size // 46
    return _read(file, max(0, directory.end_at - directory.size), directory.size).count(_ENTRY)


def _read(file: IO[bytes], at: int, size: int) -> bytes:
    if at > file.seek(0, 2):  # an offset beyond what the system can seek to would be an error
        return b""
    file.seek(at)
    return file.read(size)
