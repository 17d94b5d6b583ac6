"""Unpacks the folders of a 7z archive as a stream: LZMA, LZMA2, bzip2, Deflate, branch filters, AES."""

from __future__ import annotations

import bz2
import hashlib
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final

from recordkeeper.formats.archive import CHUNK
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.formats.lzma_filters import Filter, filtered, lzma1, lzma2
from recordkeeper.formats.seven_zip_header import BadHeader, Coder, Folder
from recordkeeper.formats.unpackers import Deflated, Deflated64, Unpacker, pieces, unpacked

START: Final = 32  # bytes before the first packed stream
LOCK: Final = bytes.fromhex("06f10701")
_MOST_ROUNDS: Final = 22  # 2 to this many; 7-Zip writes 19, and each step more doubles the time
_BLOCK: Final = 16
_BATCH: Final = 4096  # rounds hashed at once
_DELTA: Final = bytes.fromhex("03")
_BRANCHES: Final = {
    "03030103": lzma.FILTER_X86,
    "04": lzma.FILTER_X86,
    "03030205": lzma.FILTER_POWERPC,
    "05": lzma.FILTER_POWERPC,
    "03030401": lzma.FILTER_IA64,
    "06": lzma.FILTER_IA64,
    "03030501": lzma.FILTER_ARM,
    "07": lzma.FILTER_ARM,
    "03030701": lzma.FILTER_ARMTHUMB,
    "08": lzma.FILTER_ARMTHUMB,
    "03030805": lzma.FILTER_SPARC,
    "09": lzma.FILTER_SPARC,
}
_UNPACKERS: Final[dict[str, Callable[[bytes], Unpacker]]] = {
    "21": lambda raw: lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[lzma2(raw)]),
    "030101": lambda raw: lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[lzma1(raw)]),
    "040202": lambda _raw: bz2.BZ2Decompressor(),
    "040108": lambda _raw: Deflated(),
    "040109": lambda _raw: Deflated64(),
}
_COPY: Final = frozenset({"00", ""})


def is_locked(folder: Folder) -> bool:
    return any(coder.method == LOCK for coder in folder.coders)


def folder_bytes(file: IO[bytes], folder: Folder, password: Password | None) -> Iterator[bytes]:
    """All of a folder, in chunks. RefusedArchive member_locked or member_method; damage as archive.DAMAGE."""
    chain = _chain(folder)
    offset, length = folder.packed[0]
    file.seek(START + offset)
    stream: Iterator[bytes] = pieces(file, length)
    for coder, size in chain:
        stream = _first(_step(coder, stream, password), size)
    return stream


def _chain(folder: Folder) -> list[tuple[Coder, int]]:
    """The coders from the packed bytes to the members. Only simple chains are unpacked here (so not BCJ2)."""
    if any(coder.inputs != 1 for coder in folder.coders) or len(folder.packed) != 1:
        raise RefusedArchive("member_method")
    takes = {output: into for into, output in folder.bonds}
    at, chain = folder.packed_inputs[0], []
    for _ in folder.coders:
        chain.append((folder.coders[at], folder.sizes[at]))
        if at not in takes:
            break
        at = takes[at]
    if len(chain) != len(folder.coders):
        raise BadHeader("coders in a circle")
    return chain


def _step(coder: Coder, stream: Iterator[bytes], password: Password | None) -> Iterator[bytes]:
    method = coder.method.hex()
    if method in _COPY:
        return stream
    if method in _UNPACKERS:
        return unpacked(stream, _UNPACKERS[method](coder.properties))
    if coder.method == LOCK:
        if password is None:
            raise RefusedArchive("member_locked")
        return _unlocked(stream, coder.properties, password)
    which = _filter(method, coder)
    if which is None:
        raise RefusedArchive("member_method", method[:8])
    return filtered(stream, which)


def _filter(method: str, coder: Coder) -> Filter | None:
    if coder.method == _DELTA:
        return {"id": lzma.FILTER_DELTA, "dist": (coder.properties or b"\0")[0] + 1}
    return {"id": _BRANCHES[method]} if method in _BRANCHES else None


def _first(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The first `size` bytes. EOFError when there are fewer."""
    left = size
    if left == 0:
        return
    for chunk in chunks:
        piece = chunk[:left]
        left -= len(piece)
        for at in range(0, len(piece), CHUNK):
            yield piece[at : at + CHUNK]
        if left == 0:
            return
    raise EOFError("fewer bytes than said")


def _unlocked(stream: Iterable[bytes], properties: bytes, password: Password) -> Iterator[bytes]:
    """7zAES: AES-256-CBC; the key comes of the password by many rounds of SHA-256."""
    from Cryptodome.Cipher import AES

    rounds, salt, start = _aes_properties(properties)
    cipher = AES.new(password.key(salt, rounds), AES.MODE_CBC, start)
    held = b""
    for chunk in stream:
        held += chunk
        whole = len(held) - len(held) % _BLOCK
        if whole:
            yield cipher.decrypt(held[:whole])
            held = held[whole:]


def _aes_properties(raw: bytes) -> tuple[int, bytes, bytes]:
    if len(raw) < 2:
        raise BadHeader("lock")
    salt_length = (raw[0] >> 7) + (raw[1] >> 4)
    start_length = (raw[0] >> 6 & 1) + (raw[1] & 0x0F)
    if len(raw) < 2 + salt_length + start_length:
        raise BadHeader("lock")
    salt = raw[2 : 2 + salt_length]
    start = raw[2 + salt_length : 2 + salt_length + start_length]
    return raw[0] & 0x3F, salt, start.ljust(_BLOCK, b"\0")


class Password:
    """A password and the keys made of it: each takes half a second, and a folder a member would ask for each."""

    def __init__(self, words: str) -> None:
        self._words = words.encode("utf-16-le", "surrogatepass")
        self._keys: dict[tuple[bytes, int], bytes] = {}

    def key(self, salt: bytes, rounds: int) -> bytes:
        """RefusedArchive member_method when it would take too long."""
        if rounds == 0x3F:
            return (salt + self._words)[:32].ljust(32, b"\0")
        if rounds > _MOST_ROUNDS:
            raise RefusedArchive("member_method")
        if (salt, rounds) not in self._keys:
            self._keys[salt, rounds] = _hashed(salt + self._words, rounds)
        return self._keys[salt, rounds]


def _hashed(words: bytes, rounds: int) -> bytes:
    digest = hashlib.sha256()
    for begin in range(0, 1 << rounds, _BATCH):
        numbers = range(begin, min(begin + _BATCH, 1 << rounds))
        digest.update(b"".join(words + number.to_bytes(8, "little") for number in numbers))
    return digest.digest()


def checked(chunks: Iterable[bytes], crc: int | None) -> Iterator[bytes]:
    """The same chunks; ValueError at the end when the checksum differs."""
    found = 0
    for chunk in chunks:
        found = zlib.crc32(chunk, found)
        yield chunk
    if crc is not None and found != crc:
        raise ValueError("checksum")
