"""TAR archives, plain or packed as gzip, bzip2 or xz, read once from front to back without going back.

Not by the standard library, whose walk stops without a word at the first damaged header and holds in memory
whatever an extended header announces. POSIX.1-2001 (ustar, pax) and GNU's own long names.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from recordkeeper.formats.archive import CHUNK, DAMAGE, LIMITS, Budget, Limits, container_reading
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.member_names import display_name
from recordkeeper.formats.packed_file import beginning, open_packed
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Format, Reading

BLOCK = 512
_MOST_EXTENDED = 1 << 20  # bytes of one extended header: names, times and the like
_MOST_IN_A_ROW = 10_000  # headers without a file: folders and notes come in hundreds
_LINKS = frozenset({tarfile.LNKTYPE, tarfile.SYMTYPE})
_SPECIAL = frozenset({tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE})
_EMPTY = _LINKS | _SPECIAL | {tarfile.DIRTYPE}  # whatever size they say
_NO_FILES = frozenset({tarfile.DIRTYPE, b"D", b"V", b"M", b"N"})  # folders, and GNU's notes to itself
_LONG_NAMES = frozenset({tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK})
_EXTENDED = frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.XGLTYPE})
_THE_REST = "…"  # stands for members whose names are lost behind damage


class BadHeader(ValueError):
    """A 512-byte block that is no header."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What a header block says."""

    name: bytes
    size: int
    kind: bytes


def is_tar_header(block: bytes) -> bool:
    """True for a 512-byte block whose own checksum agrees."""
    try:
        _read_block(block[:BLOCK])
    except BadHeader:
        return False
    return True


def _read_block(block: bytes) -> _Block:
    if len(block) < BLOCK:
        raise BadHeader("ends early")
    rest = block[:148] + b" " * 8 + block[156:]
    told, found = _number(block[148:156]), sum(rest)
    if told != found and told != found - 256 * sum(byte > 127 for byte in rest):  # signed, as old programs add
        raise BadHeader("checksum")
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return _Block(prefix + b"/" + name if prefix else name, _number(block[124:136]), block[156:157])


def _number(field: bytes) -> int:
    """Octal digits, or in base 256 where the first bit is set."""
    if field[0] in (0x80, 0xFF):
        return int.from_bytes(field[1:], "big", signed=field[0] == 0xFF)
    try:
        return int(field.partition(b"\0")[0].strip() or b"0", 8)
    except ValueError as problem:
        raise BadHeader("number") from problem


class TarHandler:
    """Lists and unpacks TAR archives."""

    name = "tar"
    version = 1
    formats = frozenset({Format.TAR})

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER when its first header is one, else UNREADABLE archive_damaged. What follows is not counted."""

        def look() -> str:
            head = _head(path)
            start = head if is_tar_header(head) else beginning(path, head, BLOCK)
            if not is_tar_header(start):
                raise RefusedArchive("archive_damaged")
            return ""

        return container_reading(untrusted_format, Reader(self.name, self.version), look)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each file inside with its bytes, in order.

        RefusedArchive archive_bomb or archive_too_many on the way. Links, devices, sparse and damaged members raise
        RefusedArchive from their own iterator: member_link, special_file, member_method, member_damaged.
        """
        del untrusted_format
        budget = Budget(path.stat().st_size, self._limits)
        with open_packed(path, _head(path)) as file:
            stream = _Stream(file, budget)
            try:
                for index, header in enumerate(_headers(stream)):
                    yield _member(header, index), _bytes(stream, header)
            except DAMAGE:
                if not stream.reported:  # behind the last good member something is damaged: that is said
                    yield Member(_THE_REST, b"", -1, 0), _damaged()


@dataclass(frozen=True, slots=True)
class _Header:
    """One member as its headers describe it."""

    kind: bytes
    name: bytes
    size: int
    is_sparse: bool


class _Stream:
    """The unpacked bytes, counted, read forwards only. `left` is what the member at hand still has."""

    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self.left = 0
        self.reported = False  # whether a member said that the archive ends early
        self._padding = 0

    def header(self) -> bytes:
        """The next header block, empty at the end."""
        self._budget.member()  # folders and notes count too, or millions of them would
        return self.read(BLOCK)

    def begin(self, size: int) -> None:
        self.left, self._padding = size, -size % BLOCK

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end. RefusedArchive when too much has come out."""
        try:
            out = self._file.read(size)
            while len(out) < size and (more := self._file.read(size - len(out))):
                out += more
        except MemoryError as problem:
            raise RefusedArchive("archive_bomb") from problem
        self._budget.take(len(out))
        return out

    def chunk(self) -> bytes:
        """The next piece of the member at hand, empty at its end. EOFError when the archive ends before it."""
        wanted = min(CHUNK, self.left)
        out = self.read(wanted) if wanted else b""
        if len(out) < wanted:
            raise EOFError("the archive ends early")
        self.left -= len(out)
        return out

    def pass_over(self) -> None:
        """Go to the next header."""
        while self.left:
            self.chunk()
        if self._padding:
            self.read(self._padding)
            self._padding = 0


def _headers(stream: _Stream) -> Iterator[_Header]:
    """Every member, long names and pax fields taken in. EOFError or HeaderError where the archive is damaged."""
    everywhere: dict[str, bytes] = {}
    own: dict[str, bytes] = {}
    in_a_row = 0
    while (block := stream.header()) and block.count(0) < BLOCK:
        in_a_row += 1
        if in_a_row > _MOST_IN_A_ROW:
            raise RefusedArchive("archive_too_many", str(in_a_row))
        info = _read_block(block)
        if info.size < 0:
            raise BadHeader("negative size")
        stream.begin(info.size)
        if info.kind in _LONG_NAMES or info.kind in _EXTENDED:
            raw = _extended(stream)
            if info.kind in _EXTENDED:
                (everywhere if info.kind == tarfile.XGLTYPE else own).update(_fields(raw))
            elif info.kind == tarfile.GNUTYPE_LONGNAME:
                own["path"] = raw.rstrip(b"\0")
            continue
        header = _described(info, {**everywhere, **own} if own else everywhere)
        own = {}
        stream.begin(header.size)
        if info.kind not in _NO_FILES and not header.name.endswith(b"/"):
            in_a_row = 0
            yield header
        stream.pass_over()


def _extended(stream: _Stream) -> bytes:
    if stream.left > _MOST_EXTENDED:
        raise EOFError("an extended header too long")
    raw = stream.chunk()
    stream.pass_over()
    return raw


def _fields(raw: bytes) -> dict[str, bytes]:
    """pax records "length key=value\\n" (POSIX.1-2001). ValueError when they make no sense."""
    found: dict[str, bytes] = {}
    at = 0
    while at < len(raw) and raw[at]:
        digits, _, _ = raw[at : at + 20].partition(b" ")
        length = int(digits)
        key, equals, value = raw[at + len(digits) + 1 : at + length].partition(b"=")
        if not equals or length <= len(digits) or not value.endswith(b"\n"):
            raise ValueError("pax record")
        found[key.decode("utf-8", "replace")] = value[:-1]
        at += length
    return found


def _described(info: _Block, pax: dict[str, bytes]) -> _Header:
    size = int(pax["size"]) if "size" in pax else info.size
    if size < 0:
        raise ValueError("negative size")
    name = pax.get("GNU.sparse.name") or pax.get("path") or info.name
    is_sparse = info.kind == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse.") for key in pax)
    return _Header(info.kind, name, 0 if info.kind in _EMPTY else size, is_sparse)


def _bytes(stream: _Stream, header: _Header) -> Iterator[bytes]:
    if header.kind in _LINKS:
        raise RefusedArchive("member_link")
    if header.kind in _SPECIAL:
        raise RefusedArchive("special_file")
    if header.is_sparse:
        raise RefusedArchive("member_method")
    try:
        while chunk := stream.chunk():
            yield chunk
    except DAMAGE as problem:
        stream.reported = True
        raise RefusedArchive("member_damaged") from problem


def _damaged() -> Iterator[bytes]:
    yield from ()
    raise RefusedArchive("member_damaged")


def _member(header: _Header, index: int) -> Member:
    return Member(display_name(header.name, declared_utf8=False), header.name, index, header.size)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BLOCK)
