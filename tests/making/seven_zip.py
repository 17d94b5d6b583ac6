"""A writer of 7z archives, for tests: one folder, packed as asked, with or without a password."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zlib
from collections.abc import Mapping
from typing import Literal

Packing = Literal["lzma2", "lzma", "copy", "bzip2", "deflate"]
_IDS = {"lzma2": "21", "lzma": "030101", "copy": "00", "bzip2": "040202", "deflate": "040108"}
_DICTIONARY = 1 << 20
_ROUNDS = 4  # 2 to that many: a real archive has 19, which takes half a second


def seven_zip_of(
    members: Mapping[str, bytes],
    packing: Packing = "lzma2",
    *,
    password: str = "",
    locked_names: bool = False,
    attributes: Mapping[str, int] | None = None,
) -> bytes:
    """The archive. An empty member has no bytes in the folder; a name that ends in / is a folder's."""
    full = {name: body for name, body in members.items() if body}
    packed, folder, sizes = _folder(b"".join(full.values()), packing, password)
    header = b"\x01"
    if full:
        crcs = b"".join(struct.pack("<I", zlib.crc32(body)) for body in full.values())
        lengths = b"".join(number(len(body)) for body in list(full.values())[:-1])
        parts = (
            b"\x08\x0d" + number(len(full)) + (b"\x09" + lengths if lengths else b"") + b"\x0a\x01" + crcs + b"\0"
        )
        header += b"\x04" + _pack_info(0, len(packed)) + _unpack_info(folder, sizes) + parts + b"\0"
    header += (
        b"\x05" + number(len(members)) + _names(members) + _empties(members) + _attributes(members, attributes)
    )
    header += b"\0\0"
    if locked_names:
        inside, folder, sizes = _folder(header, "lzma2", password)
        crc = struct.pack("<BBI", 0x0A, 1, zlib.crc32(header))
        header = b"\x17" + _pack_info(len(packed), len(inside)) + _unpack_info(folder, sizes, crc) + b"\0"
        packed += inside
    return signed(packed, header)


def signed(packed: bytes, header: bytes) -> bytes:
    """The 32 bytes at the start, the packed bytes and the directory."""
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else b"\xff" + value.to_bytes(8, "little")


def _folder(body: bytes, packing: str, password: str) -> tuple[bytes, bytes, list[int]]:
    """Packed bytes, the folder's description, and the size behind each coder."""
    packed, properties = _packed(body, packing)
    method = bytes.fromhex(_IDS[packing])
    coder = bytes([len(method) | (0x20 if properties else 0)]) + method
    coder += number(len(properties)) + properties if properties else b""
    if not password:
        return packed, number(1) + coder, [len(body)]
    lock = bytes([0x24]) + bytes.fromhex("06f10701") + number(18) + bytes([_ROUNDS | 0x40, 0x0F]) + b"i" * 16
    closed = _locked(packed, password, b"i" * 16)
    return closed, number(2) + coder + lock + number(0) + number(1), [len(body), len(packed)]


def _packed(body: bytes, packing: str) -> tuple[bytes, bytes]:
    if packing == "copy":
        return body, b""
    if packing == "bzip2":
        import bz2

        return bz2.compress(body), b""
    if packing == "deflate":
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(body) + packer.flush(), b""
    if packing == "lzma":
        filters = [{"id": lzma.FILTER_LZMA1, "dict_size": _DICTIONARY}]
        return lzma.compress(body, lzma.FORMAT_RAW, filters=filters), b"\x5d" + struct.pack("<I", _DICTIONARY)
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": _DICTIONARY}]
    return lzma.compress(body, lzma.FORMAT_RAW, filters=filters), b"\x10"


def _locked(body: bytes, password: str, start: bytes) -> bytes:
    from Cryptodome.Cipher import AES

    words = password.encode("utf-16-le")
    key = hashlib.sha256(b"".join(words + at.to_bytes(8, "little") for at in range(1 << _ROUNDS))).digest()
    return AES.new(key, AES.MODE_CBC, start).encrypt(body + bytes(-len(body) % 16))


def _pack_info(at: int, size: int) -> bytes:
    return b"\x06" + number(at) + number(1) + b"\x09" + number(size) + b"\0"


def _unpack_info(folder: bytes, sizes: list[int], crc: bytes = b"") -> bytes:
    return b"\x07\x0b\x01\x00" + folder + b"\x0c" + b"".join(map(number, sizes)) + crc + b"\0"


def _names(members: Mapping[str, bytes]) -> bytes:
    raw = b"\0" + b"".join((name.rstrip("/") + "\0").encode("utf-16-le", "surrogatepass") for name in members)
    return b"\x11" + number(len(raw)) + raw


def _empties(members: Mapping[str, bytes]) -> bytes:
    empty = [not body for body in members.values()]
    if not any(empty):
        return b""
    files = [not name.endswith("/") for name, body in members.items() if not body]
    streams, kinds = _bits(empty), _bits(files)
    return b"\x0e" + number(len(streams)) + streams + b"\x0f" + number(len(kinds)) + kinds


def _attributes(members: Mapping[str, bytes], attributes: Mapping[str, int] | None) -> bytes:
    if not attributes:
        return b""
    raw = b"\x01\0" + b"".join(struct.pack("<I", attributes.get(name, 0)) for name in members)
    return b"\x15" + number(len(raw)) + raw


def _bits(flags: list[bool]) -> bytes:
    out = bytearray(-(-len(flags) // 8))
    for at, flag in enumerate(flags):
        out[at // 8] |= 0x80 >> at % 8 if flag else 0
    return bytes(out)
