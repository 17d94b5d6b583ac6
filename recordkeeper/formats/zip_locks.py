"""How ZIP members are locked: the old ZipCrypto (APPNOTE 6.1) and WinZip's AES. Only given passwords are tried."""

from __future__ import annotations

import hashlib
import hmac
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from recordkeeper.formats.unpackers import pieces

_AES_FIELD = 0x9901
_KEY_LENGTHS = {1: 16, 2: 24, 3: 32}
_ROUNDS = 1000  # WinZip's, fixed
_CHECK, _SEAL = 2, 10  # bytes that tell a wrong password, and bytes of the seal at the end
_ZIPCRYPTO_HEADER = 12
_DESCRIPTOR = 0x8


@dataclass(frozen=True, slots=True)
class AesLock:
    """The extra field of an AES member. `vouches`: the seal stands in for the checksum (AE-2)."""

    key_length: int
    method: int
    vouches: bool

    @property
    def salt_length(self) -> int:
        return self.key_length // 2


def aes_lock(entry: zipfile.ZipInfo) -> AesLock | None:
    """The AES lock of a member, None when it has none or a broken one."""
    field = extra_field(entry.extra, _AES_FIELD)
    if entry.compress_type != 99 or len(field) < 7 or field[4] not in _KEY_LENGTHS:
        return None
    return AesLock(_KEY_LENGTHS[field[4]], int.from_bytes(field[5:7], "little"), field[0] == 2)


def extra_field(extra: bytes, wanted: int) -> bytes:
    """The content of one extra field (APPNOTE 4.5.1), empty when it is not there."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = (int.from_bytes(extra[at + part : at + part + 2], "little") for part in (0, 2))
        if tag == wanted:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""


def encoded(passwords: tuple[str, ...]) -> tuple[bytes, ...]:
    """Each password in the encodings programs have used for it, in order."""
    found: dict[bytes, None] = {}
    for password in passwords:
        for encoding in ("utf-8", "cp437", "cp1252"):
            try:
                found.setdefault(password.encode(encoding))
            except UnicodeEncodeError:
                continue
    return tuple(found)


def is_opened_by(head: bytes, entry: zipfile.ZipInfo, password: bytes) -> bool:
    """Whether the lock's own check takes the password; `head` is the beginning of the member's packed bytes."""
    lock = aes_lock(entry)
    if lock is not None:
        salt, check = head[: lock.salt_length], head[lock.salt_length : lock.salt_length + _CHECK]
        return len(check) == _CHECK and _aes_keys(lock, password, salt)[2] == check
    if entry.compress_type == 99 or len(head) < _ZIPCRYPTO_HEADER:
        return False
    last = _ZipCrypto(password).opened(head[:_ZIPCRYPTO_HEADER])[-1]
    time = zip_time(entry) >> 8
    return last == (time if entry.flag_bits & _DESCRIPTOR else entry.CRC >> 24)


def zip_time(entry: zipfile.ZipInfo) -> int:
    """The member's time as MS-DOS packs it."""
    _, _, _, hour, minute, second = entry.date_time
    return hour << 11 | minute << 5 | second // 2


class _ZipCrypto:
    """APPNOTE 6.1.5. In Python some 1 MB/s; the strong sort below is fast."""

    def __init__(self, password: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        for byte in password:
            self._keys = _turned(self._keys, byte)

    def opened(self, data: bytes) -> bytes:
        out = bytearray()
        table = _CRC
        zero, one, two = self._keys
        for byte in data:
            mask = two | 2
            byte ^= (mask * (mask ^ 1) >> 8) & 0xFF
            out.append(byte)
            zero = (zero >> 8) ^ table[(zero ^ byte) & 0xFF]
            one = ((one + (zero & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            two = (two >> 8) ^ table[(two ^ (one >> 24)) & 0xFF]
        self._keys = zero, one, two
        return bytes(out)


def _turned(keys: tuple[int, int, int], byte: int) -> tuple[int, int, int]:
    zero, one, two = keys
    zero = (zero >> 8) ^ _CRC[(zero ^ byte) & 0xFF]
    one = ((one + (zero & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    return zero, one, (two >> 8) ^ _CRC[(two ^ (one >> 24)) & 0xFF]


_CRC = tuple(zlib.crc32(bytes([byte]), 0xFFFFFFFF) ^ 0xFFFFFFFF for byte in range(256))


def with_zipcrypto(packed: Iterable[bytes], password: bytes) -> Iterator[bytes]:
    """The packed bytes, unlocked, without the lock's header."""
    crypto, skip = _ZipCrypto(password), _ZIPCRYPTO_HEADER
    for chunk in packed:
        out = crypto.opened(chunk)
        yield out[skip:]
        skip = max(0, skip - len(out))


def with_aes(file: IO[bytes], start: int, size: int, lock: AesLock, password: bytes) -> Iterator[bytes]:
    """The packed bytes, unlocked. ValueError when the seal at their end does not fit."""
    file.seek(start)
    salt = file.read(lock.salt_length)
    file.seek(start + lock.salt_length + _CHECK)
    cipher_key, seal_key, _ = _aes_keys(lock, password, salt)
    seal = hmac.new(seal_key, digestmod=hashlib.sha1)
    inside = size - lock.salt_length - _CHECK - _SEAL
    if inside < 0:
        raise ValueError("too short for its lock")
    stream = _aes_stream(cipher_key)
    for chunk in pieces(file, inside):
        seal.update(chunk)
        yield stream.decrypt(chunk)
    if not hmac.compare_digest(seal.digest()[:_SEAL], file.read(_SEAL)):
        raise ValueError("changed since it was locked")


def _aes_keys(lock: AesLock, password: bytes, salt: bytes) -> tuple[bytes, bytes, bytes]:
    long = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * lock.key_length + _CHECK)
    return long[: lock.key_length], long[lock.key_length : -_CHECK], long[-_CHECK:]


def _aes_stream(key: bytes):  # type: ignore[no-untyped-def]
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    return AES.new(key, AES.MODE_CTR, counter=Counter.new(128, initial_value=1, little_endian=True))
