"""Whether one file that was packed from a checked folder gives back every byte of it."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, cast

from recordkeeper.bundle.checks import Check, check_of
from recordkeeper.records.reading import Format
from recordkeeper.work.pool import WorkerFailure, Workers

_AT_ONCE = 2  # unpacking frees the interpreter
_CHUNK = 1 << 20
_BY_ANOTHER = 50_000_000  # bytes zlib unpacks: all there are, or about so many spread over the archive
_HEAD, _MARK, _RAW = struct.Struct("<I22xHH"), 0x04034B50, -15  # of a member in place: APPNOTE 4.3.7
_SECONDS = 120.0  # for a piece
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, NotImplementedError, struct.error)


def plain_zip(place: Path, expected: Mapping[str, str]) -> Check:
    """Read a ZIP by the list Python's own reader finds in it, which had no part in writing it.

    `expected` is path → SHA-256. ISA-L packed it: so that a fault of its own shows, zlib unpacks a share of it.
    """
    names = sorted(expected)
    try:
        with zipfile.ZipFile(place) as archive:
            there = archive.namelist()
            by_zlib = _for_zlib(archive.infolist())
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            parts = [names[start::_AT_ONCE] for start in range(_AT_ONCE)]
            found = dict[str, str]()
            for sums in pool.map(lambda part: _sums(place, part, by_zlib), parts):
                found |= sums
    except _DAMAGED as problem:
        return Check("packed", ok=False, detail=type(problem).__name__)
    return _compared(found, expected, extra=set(there) - set(expected))


def _for_zlib(members: Sequence[zipfile.ZipInfo]) -> frozenset[str]:
    """The members zlib unpacks: all that are deflated, or every so many-th where they are much."""
    deflated = [member for member in members if member.compress_type == zipfile.ZIP_DEFLATED]
    deflated.sort(key=lambda member: member.header_offset)
    step = max(1, -(-sum(member.file_size for member in deflated) // _BY_ANOTHER))
    return frozenset(member.filename for member in deflated[::step])


def _sums(place: Path, names: list[str], by_zlib: AbstractSet[str]) -> dict[str, str]:
    with zipfile.ZipFile(place) as archive, place.open("rb", buffering=0) as file:
        return {name: _sum(archive, archive.getinfo(name), file, by_zlib) for name in names}


def _sum(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: BinaryIO, by_zlib: AbstractSet[str]) -> str:
    digest = hashlib.sha256()
    if member.compress_type == zipfile.ZIP_DEFLATED and member.filename not in by_zlib:
        for chunk in _inflated(member, file):
            digest.update(chunk)
        return digest.hexdigest()
    with archive.open(member) as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _inflated(member: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    """What a member holds, unpacked by ISA-L: twice as fast as zlib. BadZipFile, EOFError when it is not whole."""
    from isal import isal_zlib

    file.seek(member.header_offset)
    mark, name_length, extra_length = _HEAD.unpack(file.read(_HEAD.size))
    name, left, crc = file.read(name_length), member.compress_size, 0
    if mark != _MARK or name.decode("utf-8", "replace") != member.orig_filename:
        raise zipfile.BadZipFile(member.filename)
    file.seek(extra_length, os.SEEK_CUR)
    unfold = isal_zlib.decompressobj(_RAW)
    try:
        while left:
            packed = file.read(min(left, _CHUNK))
            if not packed:
                raise EOFError(member.filename)
            left -= len(packed)
            chunk = unfold.decompress(packed)
            crc = isal_zlib.crc32(chunk, crc)
            yield chunk
    except cast("type[Exception]", isal_zlib.error) as damage:
        raise zipfile.BadZipFile(member.filename) from damage
    if not unfold.eof or unfold.unused_data or crc != member.CRC:
        raise zipfile.BadZipFile(member.filename)


def by_worker(place: Path, form: Format, expected: Mapping[str, str], workers: Workers, *passwords: str) -> Check:
    """Read a disc image or a locked ZIP with the reader that opens other people's."""
    found, name, digest = dict[str, str](), "", hashlib.sha256()
    asked = {"path": str(place), "format": form, "passwords": list(passwords)}
    try:
        for frame in workers.stream("unpack", asked, deadline=_SECONDS):
            if "refused" in frame.header:
                return Check("packed", ok=False, detail=str(frame.header["refused"]))
            if "member" in frame.header:
                name, digest = str(frame.header["member"]), hashlib.sha256()
            elif "end" in frame.header:
                found[name] = digest.hexdigest()
            else:
                digest.update(frame.buffer)
    except WorkerFailure as failure:
        return Check("packed", ok=False, detail=failure.trouble)
    return _compared(found, expected, extra=set(found) - set(expected))


def _compared(found: Mapping[str, str], expected: Mapping[str, str], *, extra: set[str]) -> Check:
    wrong = {path for path, sha256 in expected.items() if found.get(path) != sha256}
    return check_of("packed", sorted(wrong | extra), f"{len(expected)} files")
