"""Files packed as one stream: gzip, bzip2 and xz, unpacked in steps and without trusting what they announce."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from recordkeeper.formats.archive import DAMAGE

GZIP, BZIP2, XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0"
_PEEK = 1 << 20  # packed bytes looked at; a bzip2 block gives nothing before it is whole (900 KB)
_HAS_NAME, _HAS_EXTRA = 0x08, 0x04  # RFC 1952 2.3.1


def is_packed(untrusted_head: bytes) -> bool:
    """True for what begins as one of the three."""
    if untrusted_head.startswith(BZIP2):
        return untrusted_head[3:4] in b"123456789" and untrusted_head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")
    return untrusted_head.startswith((GZIP, XZ))


def open_packed(path: Path, untrusted_head: bytes) -> IO[bytes]:
    """The file at `path` as it was before it was packed; itself when it is not packed.

    Reading raises one of archive.DAMAGE, or MemoryError where it asks for more than a worker has.
    """
    if untrusted_head.startswith(GZIP):
        return cast("IO[bytes]", gzip.open(path))
    if is_packed(untrusted_head):
        opener = bz2.open if untrusted_head.startswith(BZIP2) else lzma.open
        return cast("IO[bytes]", opener(path))
    return path.open("rb")


def beginning(path: Path, untrusted_head: bytes, size: int) -> bytes:
    """The first bytes of what is packed; fewer when it is damaged."""
    with path.open("rb") as file:
        packed = file.read(_PEEK)
    reader = open_start(packed, untrusted_head)
    out = b""
    with suppress(*DAMAGE, MemoryError):
        while len(out) < size and (chunk := reader.read(size - len(out))):
            out += chunk
    return out


def open_start(packed: bytes, untrusted_head: bytes) -> IO[bytes]:
    """As open_packed, for bytes in memory."""
    file = io.BytesIO(packed)
    if untrusted_head.startswith(GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    return cast("IO[bytes]", bz2.BZ2File(file) if untrusted_head.startswith(BZIP2) else lzma.LZMAFile(file))


def stored_name(untrusted_head: bytes) -> str:
    """The name a gzip file keeps of what was packed (RFC 1952), or ""."""
    if not untrusted_head.startswith(GZIP) or not untrusted_head[3] & _HAS_NAME:
        return ""
    at = 10
    if untrusted_head[3] & _HAS_EXTRA:
        at += 2 + int.from_bytes(untrusted_head[at : at + 2], "little")
    raw, end, _ = untrusted_head[at:].partition(b"\0")
    return raw.decode("latin-1") if end else ""
