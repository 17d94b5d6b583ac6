"""The bytes of one ZIP member: found by the directory, opened with a password where needed, unpacked, checked.

Not by zipfile's own reader, which unpacks bzip2 and LZMA without a limit and knows neither AES nor Deflate64.
APPNOTE is PKWARE's; the AES form is WinZip's AE-1 and AE-2.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from recordkeeper.formats.archive import DAMAGE
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.formats.lzma_filters import lzma1
from recordkeeper.formats.unpackers import Deflated, Deflated64, Unpacker, pieces, unpacked
from recordkeeper.formats.zip_locks import aes_lock, is_opened_by, with_aes, with_zipcrypto

STORED, DEFLATED, DEFLATE64, BZIP2, LZMA, XZ = 0, 8, 9, 12, 14, 95
ENCRYPTED, STRONGLY = 0x1, 0x40
_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7
_METHOD_UNKNOWN = "member_method"


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & ENCRYPTED)


def password_for(file: IO[bytes], entry: zipfile.ZipInfo, passwords: tuple[bytes, ...]) -> bytes | None:
    """The first password that opens the member; None when none does.

    A wrong password passes the lock's own check once in 256 times, so where several do, all bytes are looked at.
    """
    if entry.flag_bits & STRONGLY:
        return None
    try:
        start = _start(file, entry)
        file.seek(start)
        head = file.read(32)
    except DAMAGE:
        return None
    fitting = [each for each in passwords if is_opened_by(head, entry, each)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return next((each for each in fitting if _opens_wholly(file, entry, each)), None)


def _opens_wholly(file: IO[bytes], entry: zipfile.ZipInfo, password: bytes) -> bool:
    try:
        for _ in member_bytes(file, entry, password):
            pass
    except RefusedArchive:
        return False
    return True


def member_bytes(file: IO[bytes], entry: zipfile.ZipInfo, password: bytes | None) -> Iterator[bytes]:
    """The member's bytes in chunks. RefusedArchive member_locked, member_method or member_damaged."""
    if is_encrypted(entry) and password is None:
        raise RefusedArchive("member_locked")
    try:
        start = _start(file, entry)
        yield from _checked(entry, _opened(file, start, entry, password))
    except NotImplementedError as problem:
        raise RefusedArchive(_METHOD_UNKNOWN, str(entry.compress_type)) from problem
    except (*DAMAGE, struct.error) as problem:
        raise RefusedArchive("member_damaged") from problem


def _start(file: IO[bytes], entry: zipfile.ZipInfo) -> int:
    """Where the packed bytes begin: only the header before them says how long it is."""
    file.seek(entry.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise ValueError("no member header")
    *_, name_length, extra_length = _LOCAL.unpack(head)
    return entry.header_offset + _LOCAL.size + int(name_length) + int(extra_length)


def _opened(file: IO[bytes], start: int, entry: zipfile.ZipInfo, password: bytes | None) -> Iterator[bytes]:
    file.seek(start)
    method, packed = entry.compress_type, pieces(file, entry.compress_size)
    if password is not None:
        lock = aes_lock(entry)
        if lock is not None:
            method = lock.method
            packed = with_aes(file, start, entry.compress_size, lock, password)
        else:
            packed = with_zipcrypto(packed, password)
    if method == STORED:
        return packed
    if method == LZMA:
        return _lzma(packed, entry.flag_bits)
    return unpacked(packed, _unpacker(method))


def _unpacker(method: int) -> Unpacker:
    if method == DEFLATED:
        return Deflated()
    if method == DEFLATE64:
        return Deflated64()
    if method == BZIP2:
        return bz2.BZ2Decompressor()
    if method == XZ:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ)
    raise NotImplementedError(method)


def _lzma(packed: Iterator[bytes], flags: int) -> Iterator[bytes]:
    """APPNOTE 5.8.8: two bytes of version, two of length, the properties, the stream, perhaps without an end."""
    held = b""
    for chunk in packed:
        held += chunk
        if len(held) >= 9:
            break
    length = int.from_bytes(held[2:4], "little")
    if length != 5 or len(held) < 9:
        raise ValueError("LZMA properties")
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[lzma1(held[4:9])])

    def rest() -> Iterator[bytes]:
        yield held[9:]
        yield from packed

    has_end = bool(flags & 0x2)
    try:
        yield from unpacked(rest(), unpacker)
    except EOFError:
        if has_end:
            raise


def _checked(entry: zipfile.ZipInfo, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """No more bytes than the directory says, no fewer, and its checksum at the end."""
    left, crc = entry.file_size, 0
    for chunk in chunks:
        if len(chunk) > left:
            raise ValueError("longer than it says")
        left -= len(chunk)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    lock = aes_lock(entry)
    if left or (crc != entry.CRC and not (lock and lock.vouches)):
        raise ValueError("not what it says")
