"""Ways to spoil a file. The same chance gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

EDGES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
MOST = 1_000_000  # bytes of a mutant

TOKENS: dict[str, tuple[bytes, ...]] = {
    "pdf": (
        b"obj", b"endobj", b"stream\n", b"endstream", b"xref", b"trailer", b"startxref", b"/Length 99999999",
        b"/Kids[", b"/Count -1", b"/Filter/FlateDecode", b"/Filter[/LZWDecode/ASCII85Decode]", b"/Type/ObjStm",
        b"/Prev 0", b"1 0 R", b"<<", b">>", b"/EmbeddedFiles", b"/FileAttachment", b"/Encrypt",
        b"/MediaBox[0 0 1e9 1e9]", b"/Rotate 45", b"/XFA", b"/AcroForm", b"/Subtype/Form", b"/F Do ",
    ),
    "dicom": (
        b"DICM", b"\xfe\xff\x00\xe0\xff\xff\xff\xff", b"\xfe\xff\x0d\xe0\0\0\0\0", b"\xfe\xff\xdd\xe0\0\0\0\0",
        b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff", b"\xe0\x7f\x10\x00OW\0\0\xff\xff\xff\x7f",
        b"SQ\0\0\xff\xff\xff\xff", b"\x28\x00\x10\x00US\x02\x00\xff\xff",
        b"\x28\x00\x08\x00IS\x0a\x002147483647", b"UN\0\0\xff\xff\xff\xff", b"1.2.840.10008.1.2.4.90",
        b"1.2.840.10008.1.2.5\0", b"1.2.840.10008.1.2.1.99", b"ISO 2022 IR 87", b"\x1b$B",
        b"1.2.840.10008.5.1.4.1.1.88.11", b"1.2.840.10008.5.1.4.1.1.104.1", b"1.2.840.10008.5.1.4.1.1.9.1.1\0",
    ),
    "picture": (
        b"IHDR", b"IDAT", b"\xff\xd8", b"\xff\xc0", b"\xff\xda", b"\xff\xe1", b"Exif\0\0", b"ftypheic", b"meta",
        b"iloc", b"ispe", b"\x12\x01", b"\x11\x01\x04\0", b"RIFF", b"VP8X", b"jp2c",
    ),
    "zip": (
        b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"\x01\x99\x07\0",
        b"\x75\x70",
    ),
    "tar": (
        b"ustar\0", b"ustar  \0", b"././@LongLink", b"11 path=a\n", b"30 GNU.sparse.major=1\n",
        b"\x80\xff\xff\xff",
    ),
    "7z": (
        b"7z\xbc\xaf\x27\x1c", b"\x17\x06", b"\x01\x04\x06", b"\x07\x0b", b"\x24\x06\xf1\x07\x01",
        b"\x21\x21\x01",
    ),
    "iso": (
        b"CD001", b"\x01CD001", b"\x02CD001", b"%/E", b"SP\x07\x01\xbe\xef", b"NM", b"CE", b"CL", b"RE", b"PX",
        b"SL", b"BEA01", b"NSR02", b"NSR03", b"*UDF Metadata Partition", b"\x05\x01", b"\x0a\x01", b"\x01\x01",
    ),
    "gzip": (
        b"\x1f\x8b\x08\x08", b"BZh9", b"\xfd7zXZ\0",
    ),
    "docx": (
        b"<w:p>", b"</w:p>", b"<w:tbl>", b"w:vMerge", b"PK\x05\x06", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;",
    ),
    "rtf": (
        b"{\\rtf1", b"\\bin99999999 ", b"\\u-1?", b"{\\*\\", b"\\'ff", b"}}}}",
    ),
    "plain": (
        b"<?xml version='1.0'?>", b"<!DOCTYPE", b"&#x0;", b"MIME-Version: 1.0\n", b"\xff\xfe", b"\0",
        b"=?utf-8?q?=",
    ),
    "html": (
        b"<!--", b"-->", b"<table>", b"<script>", b"&#xD800;", b"<![CDATA[",
    ),
}  # fmt: skip

Mutation = Callable[[bytearray, random.Random, Sequence[bytes], Sequence[bytes]], None]


def mutated(seeds: Sequence[bytes], reader: str, chance: random.Random) -> bytes:
    """One of the seeds, spoiled in one to six ways."""
    data = bytearray(chance.choice(seeds))
    tokens = TOKENS.get(reader, TOKENS["plain"])
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if not data:
            break
        chance.choice(_MUTATIONS)(data, chance, seeds, tokens)
    return bytes(data[:MOST])


def _flip(data: bytearray, chance: random.Random, *_: object) -> None:
    for _ in range(chance.choice((1, 2, 8, 32))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random, *_: object) -> None:
    for _ in range(chance.choice((1, 4, 16))):
        data[chance.randrange(len(data))] = chance.choice((0, 0xFF, 0x7F, chance.randrange(256)))


def _cut(data: bytearray, chance: random.Random, *_: object) -> None:
    del data[chance.randrange(len(data)) :]


def _drop(data: bytearray, chance: random.Random, *_: object) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.choice((1, 2, 4, 16, 100, 1000))]


def _double(data: bytearray, chance: random.Random, *_: object) -> None:
    at = chance.randrange(len(data))
    piece = bytes(data[at : at + chance.choice((1, 4, 16, 128, 1024))])
    data[at:at] = piece * chance.choice((1, 1, 2, 50))


def _splice(data: bytearray, chance: random.Random, seeds: Sequence[bytes], _tokens: object) -> None:
    other = chance.choice(seeds)
    if other:
        at, start = chance.randrange(len(data)), chance.randrange(len(other))
        data[at:] = other[start:]


def _number(data: bytearray, chance: random.Random, *_: object) -> None:
    """A length, an offset or a count that says something else."""
    wide = chance.choice((1, 2, 4, 8))
    at = chance.randrange(max(1, len(data) - wide))
    value = chance.choice((*EDGES, len(data), len(data) + 1)) % (1 << 8 * wide)
    data[at : at + wide] = value.to_bytes(wide, chance.choice(("little", "big")))  # type: ignore[arg-type]


def _token(data: bytearray, chance: random.Random, _seeds: object, tokens: Sequence[bytes]) -> None:
    at, token = chance.randrange(len(data)), chance.choice(tokens)
    if chance.random() < 0.5:
        data[at : at + len(token)] = token
    else:
        data[at:at] = token


def _blank(data: bytearray, chance: random.Random, *_: object) -> None:
    at = chance.randrange(len(data))
    end = min(len(data), at + chance.choice((4, 64, 1024)))
    data[at:end] = bytes(end - at)


_MUTATIONS: tuple[Mutation, ...] = (
    _flip,
    _overwrite,
    _cut,
    _drop,
    _double,
    _splice,
    _number,
    _number,
    _token,
    _blank,
)
