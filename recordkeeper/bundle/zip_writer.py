"""Writes a ZIP (PKWARE APPNOTE 6.3): files are packed by several threads ahead of the one that writes.

Names are UTF-8, sizes and counts beyond what the first ZIP could hold are told in Zip64 fields.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from recordkeeper.bundle.zip_packing import DEFLATED, LOCKED, STORED, Packing

_AHEAD = 8  # files packed and waiting, of at most _WHOLE bytes each
_PACKERS = 2
_WHOLE = 16 << 20  # bytes: larger files are packed while they are written
_MOST_32, _MOST_16 = 0xFFFFFFFF, 0xFFFF
_NEAR_32 = 0xF0000000  # packed, a file may grow a little
_UTF8, _IS_LOCKED = 0x800, 0x1
_ZIP64, _AES = 0x0001, 0x9901
_AE_2, _AES_256 = 2, 3
_UNIX = 3 << 8
_PACKED_ALREADY = {".pdf", ".jpg", ".png", ".heic", ".docx", ".xlsx", ".pptx", ".odt", ".zip", ".webp", ".avif"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of the archive as its central directory tells it."""

    name: bytes
    method: int
    stamp: int
    crc: int
    packed_size: int
    size: int
    offset: int
    locked: bool

    @property
    def large(self) -> bool:
        return max(self.packed_size, self.size) >= _NEAR_32


def write(
    files: Iterable[tuple[Path, str]], archive: Path, *, passphrase: str = "", step: Callable[[], None]
) -> None:
    """Write `files` (path, name in the archive) to `archive`, which must not exist; `step` is called before each.

    With `passphrase` all of them are locked. OSError when a file cannot be read or the archive not be written.
    """
    with archive.open("xb") as out, ThreadPoolExecutor(_PACKERS, thread_name_prefix="zip") as packers:
        entries = []
        for packing, name, ready in _packed(files, packers, passphrase):
            step()
            entries.append(_add(out, packing, name, ready, locked=bool(passphrase)))
        _finish(out, entries)


_Ready = Future[tuple[Packing, bytes]] | None


def _packed(
    files: Iterable[tuple[Path, str]], packers: ThreadPoolExecutor, passphrase: str
) -> Iterator[tuple[Packing, str, bytes | None]]:
    """Each file's packing, with its bytes where it was small enough to be packed ahead."""
    waiting: deque[tuple[Packing, str, _Ready]] = deque()
    try:
        for path, name in files:
            method = STORED if path.suffix.lower() in _PACKED_ALREADY else DEFLATED
            packing = Packing(path, method, passphrase)
            small = path.stat().st_size <= _WHOLE
            waiting.append((packing, name, packers.submit(_whole, packing, passphrase) if small else None))
            if len(waiting) > _AHEAD:
                yield _taken(*waiting.popleft())
        while waiting:
            yield _taken(*waiting.popleft())
    finally:
        for _, _, ready in waiting:
            if ready is not None:
                ready.cancel()


def _taken(packing: Packing, name: str, ready: _Ready) -> tuple[Packing, str, bytes | None]:
    if ready is None:
        return packing, name, None
    packed, data = ready.result()
    return packed, name, data


def _whole(packing: Packing, passphrase: str) -> tuple[Packing, bytes]:
    """The packed bytes; a file that does not shrink after all is stored."""
    data = b"".join(packing.chunks())
    if packing.method == DEFLATED and len(data) >= packing.size:
        packing = Packing(packing.path, STORED, passphrase)
        data = b"".join(packing.chunks())
    return packing, data


def _add(out: BinaryIO, packing: Packing, name: str, ready: bytes | None, *, locked: bool) -> _Entry:
    """Write one file; where its sizes were not known yet, its header is written again."""
    offset, stamp = out.tell(), _stamp(packing.path)

    def entry(size: int, packed_size: int) -> _Entry:
        crc = 0 if locked else packing.crc  # AE-2: the seal says whether it is whole, a sum would tell of it
        return _Entry(name.encode("utf-8"), packing.method, stamp, crc, packed_size, size, offset, locked)

    if ready is not None:
        done = entry(packing.size, packing.packed_size)
        out.write(_local(done, large=done.large))
        out.write(ready)
        return done
    large = packing.path.stat().st_size >= _NEAR_32
    out.write(_local(entry(0, 0), large=large))
    out.writelines(packing.chunks())
    done = entry(packing.size, packing.packed_size)
    end = out.tell()
    out.seek(offset)
    out.write(_local(done, large=large))
    out.seek(end)
    return done


def _stamp(path: Path) -> int:
    """Date and time as DOS had them: from 1980 on, two seconds apart."""
    at = dt.datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - ZIP knows local time only
    year = min(max(at.year, 1980), 2107) - 1980
    date = year << 9 | at.month << 5 | at.day
    return date << 16 | at.hour << 11 | at.minute << 5 | at.second // 2


def _head(entry: _Entry) -> tuple[int, int, int]:
    """Version needed, flags and method."""
    version = 51 if entry.locked else 45
    return version, _UTF8 | (_IS_LOCKED if entry.locked else 0), LOCKED if entry.locked else entry.method


def _aes(entry: _Entry) -> bytes:
    return struct.pack("<HHH2sBH", _AES, 7, _AE_2, b"AE", _AES_256, entry.method) if entry.locked else b""


def _local(entry: _Entry, *, large: bool) -> bytes:
    extra = struct.pack("<HHQQ", _ZIP64, 16, entry.size, entry.packed_size) if large else b""
    extra += _aes(entry)
    sizes = (_MOST_32, _MOST_32) if large else (entry.packed_size, entry.size)
    fixed = struct.pack(
        "<IHHHIIIIHH", 0x04034B50, *_head(entry), entry.stamp, entry.crc, *sizes, len(entry.name), len(extra)
    )
    return fixed + entry.name + extra


def _central(entry: _Entry) -> bytes:
    far = entry.offset >= _MOST_32
    values = [*((entry.size, entry.packed_size) if entry.large else ()), *((entry.offset,) if far else ())]
    extra = struct.pack(f"<HH{len(values)}Q", _ZIP64, 8 * len(values), *values) if values else b""
    extra += _aes(entry)
    sizes = (_MOST_32, _MOST_32) if entry.large else (entry.packed_size, entry.size)
    version, flags, method = _head(entry)
    fixed = struct.pack(
        "<IHHHHIIIIHHHHHII",
        0x02014B50, _UNIX | version, version, flags, method, entry.stamp, entry.crc, *sizes,
        len(entry.name), len(extra), 0, 0, 0, 0o100644 << 16, _MOST_32 if far else entry.offset,
    )  # fmt: skip
    return fixed + entry.name + extra


def _finish(out: BinaryIO, entries: list[_Entry]) -> None:
    """Write the central directory and its end."""
    start = out.tell()
    out.writelines(_central(entry) for entry in entries)
    end = out.tell()
    size, count = end - start, len(entries)
    if count >= _MOST_16 or start >= _MOST_32 or size >= _MOST_32:
        out.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, _UNIX | 45, 45, 0, 0, count, count, size, start))
        out.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
    few, where = min(count, _MOST_16), (min(size, _MOST_32), min(start, _MOST_32))
    out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, few, few, *where, 0))
