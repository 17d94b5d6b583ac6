"""A writer of locked ZIP archives, for tests: the old ZipCrypto and WinZip's AES-256 (AE-2)."""

from __future__ import annotations

import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Literal

from recordkeeper.formats.zip_locks import _ZipCrypto

Lock = Literal["zipcrypto", "aes"]


def locked_zip_of(
    members: Mapping[str, bytes],
    password: str,
    lock: Lock,
    *,
    method: int = zipfile.ZIP_DEFLATED,
    only: tuple[str, ...] = (),
) -> bytes:
    """The archive. With `only`, just these members are locked."""
    body, directory = b"", b""
    for name, content in members.items():
        crc, packed = zlib.crc32(content), content
        if method == zipfile.ZIP_DEFLATED:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
        flags, how, extra, stored_crc = 0x800, method, b"", crc
        if not only or name in only:
            flags |= 1
            if lock == "aes":
                packed = _aes(packed, password.encode())
                extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, method)
                how, stored_crc = 99, 0
            else:
                packed = _zipcrypto(packed, password.encode(), crc)
        raw = name.encode()
        fields = struct.pack(
            "<HHHHHLLLHH", 51, flags, how, 0, 0x21, stored_crc, len(packed), len(content), len(raw), len(extra)
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 51) + fields
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + raw + extra
        body += b"PK\x03\x04" + fields + raw + extra + packed
    count = len(members)
    return body + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)


def _aes(packed: bytes, password: bytes) -> bytes:
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    salt = b"salt" * 4
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    stream = AES.new(keys[:32], AES.MODE_CTR, counter=Counter.new(128, initial_value=1, little_endian=True))
    closed = stream.encrypt(packed)
    return salt + keys[64:] + closed + hmac.new(keys[32:64], closed, hashlib.sha1).digest()[:10]


def _zipcrypto(packed: bytes, password: bytes, crc: int) -> bytes:
    """Byte by byte: the cipher's next mask depends on the open byte before."""
    crypto, out = _ZipCrypto(password), bytearray()
    for byte in b"0123456789a" + bytes([crc >> 24]) + packed:
        before = crypto._keys
        mask = crypto.opened(b"\0")[0]
        crypto._keys = before
        closed = byte ^ mask
        crypto.opened(bytes([closed]))
        out.append(closed)
    return bytes(out)
