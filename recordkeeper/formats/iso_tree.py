"""The folders and files of an ISO 9660 image (ECMA-119), with the long names of Rock Ridge or Joliet.

Only what is needed to find files: the volume descriptors, directory records and the fields of the system use area
that carry names, links and moved folders (SUSP and RRIP 1.12). Every extent is walked once, so no circle is.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Final

from recordkeeper.formats.disc_image import BadImage, DiscFile, TooMany, read_exactly

SECTOR: Final = 2048
_FIRST_DESCRIPTOR: Final = 16
_MOST_DESCRIPTORS: Final = 32
_PRIMARY, _SUPPLEMENTARY, _TERMINATOR = 1, 2, 255
_JOLIET: Final = (b"%/@", b"%/C", b"%/E")
_MOST_DIRECTORY: Final = 32 * 1024**2  # bytes of one folder's records
_MOST_DEPTH: Final = 64  # ISO 9660 allows eight, Rock Ridge and Joliet more
_MOST_CONTINUATIONS: Final = 16
_THE_REST: Final = "…"  # stands for what lies behind damage
_FOLDER, _ASSOCIATED, _MORE = 0x02, 0x04, 0x80  # record flags
_NAME_GOES_ON, _HERE, _ABOVE = 0x01, 0x02, 0x04


@dataclass(frozen=True, slots=True)
class _Record:
    """One directory record."""

    name: bytes
    at: int  # first byte of the extent
    length: int
    flags: int
    refused: str
    system_use: bytes


@dataclass(frozen=True, slots=True)
class _Volume:
    """One of the trees an image may have."""

    root: _Record
    block: int
    is_joliet: bool
    skip: int = 0  # bytes before the SUSP fields in every system use area
    has_rock_ridge: bool = False


@dataclass(frozen=True, slots=True)
class _System:
    """What a record's system use area says."""

    name: str = ""
    refused: str = ""
    child_at: int | None = None  # block of a folder that stands here but is kept elsewhere
    is_moved: bool = False  # a folder that is shown elsewhere


def files_of(image: IO[bytes], most: int) -> Iterator[DiscFile]:
    """Every file of the image. BadImage; TooMany above `most` records."""
    volume = _best_volume(image)
    waiting = [(volume.root, "")]
    seen: set[int] = set()
    met = 0
    while waiting:
        folder, path = waiting.pop()
        if folder.at in seen:
            continue
        if path.count("/") > _MOST_DEPTH:
            yield DiscFile(path + _THE_REST, (), "member_damaged")
            continue
        seen.add(folder.at)
        inner: list[tuple[_Record, str]] = []
        try:
            for found in _entries(image, volume, folder, path):
                met += 1
                if met > most:
                    raise TooMany(str(met))
                if isinstance(found, DiscFile):
                    yield found
                else:
                    inner.append(found)
        except BadImage:
            if not path:
                raise
            yield DiscFile(path + _THE_REST, (), "member_damaged")
        waiting += reversed(inner)


def _entries(
    image: IO[bytes], volume: _Volume, folder: _Record, path: str
) -> Iterator[DiscFile | tuple[_Record, str]]:
    """The files of one folder, and its folders with their paths. Pieces of a large file follow one another."""
    pieces: list[tuple[int, int]] = []
    for record in _records(image, volume, folder):
        told = _system(image, volume, record)
        here = path + (told.name or _plain_name(record.name, volume.is_joliet))
        if told.child_at is not None:
            yield _moved(image, volume, told.child_at), here + "/"
        elif record.flags & _FOLDER:
            if not told.is_moved:
                yield record, here + "/"
        elif not record.flags & _ASSOCIATED:
            pieces.append((record.at, record.length))
            if not record.flags & _MORE:
                yield DiscFile(here, tuple(pieces), record.refused or told.refused)
                pieces = []


def _best_volume(image: IO[bytes]) -> _Volume:
    """The tree with the longest names: Rock Ridge where the first has it, else Joliet, else the first."""
    plain: _Volume | None = None
    joliet: _Volume | None = None
    for number in range(_MOST_DESCRIPTORS):
        raw = read_exactly(image, (_FIRST_DESCRIPTOR + number) * SECTOR, SECTOR)
        if raw[1:6] != b"CD001" or raw[0] == _TERMINATOR:
            break
        if raw[0] == _PRIMARY and plain is None:
            plain = _with_rock_ridge(image, _volume(raw, is_joliet=False))
        elif raw[0] == _SUPPLEMENTARY and raw[88:91] in _JOLIET and joliet is None:
            joliet = _volume(raw, is_joliet=True)
    if plain is None:
        raise BadImage("no volume")
    return joliet if joliet and not plain.has_rock_ridge else plain


def _volume(raw: bytes, *, is_joliet: bool) -> _Volume:
    block = int.from_bytes(raw[128:130], "little")
    if block not in (512, 1024, 2048):
        raise BadImage("block size")
    return _Volume(_record(raw[156:190], block), block, is_joliet)


def _with_rock_ridge(image: IO[bytes], volume: _Volume) -> _Volume:
    """SUSP 5.3: an SP field in the root's first record says how many bytes to skip everywhere."""
    try:
        first = next(_raw_records(image, volume, volume.root), None)
    except BadImage:
        return volume
    if first is None or not first.system_use.startswith(b"SP\x07\x01\xbe\xef"):
        return volume
    found = replace(volume, skip=first.system_use[6], has_rock_ridge=True)
    names = (_system(image, found, record).name for record in _records(image, found, volume.root))
    return found if any(names) else volume


def _record(raw: bytes, block: int) -> _Record:
    if len(raw) < 34 or raw[32] + 33 > len(raw):
        raise BadImage("directory record")
    attributes = raw[1]  # blocks of an extended attribute record before the content
    at = (int.from_bytes(raw[2:6], "little") + attributes) * block
    name = raw[33 : 33 + raw[32]]
    start = 33 + raw[32] + (raw[32] % 2 == 0)
    is_interleaved = bool(raw[26] or raw[27])
    length = int.from_bytes(raw[10:14], "little")
    return _Record(name, at, length, raw[25], "member_method" if is_interleaved else "", raw[start:])


def _raw_records(image: IO[bytes], volume: _Volume, folder: _Record) -> Iterator[_Record]:
    """The records of a folder, its own and its parent's first. They never cross a sector."""
    if folder.length > _MOST_DIRECTORY:
        raise BadImage("directory too large")
    for at in range(0, folder.length, SECTOR):
        sector = read_exactly(image, folder.at + at, SECTOR)
        place = 0
        while place < SECTOR and sector[place]:
            yield _record(sector[place : place + sector[place]], volume.block)
            place += sector[place]


def _records(image: IO[bytes], volume: _Volume, folder: _Record) -> Iterator[_Record]:
    return (each for each in _raw_records(image, volume, folder) if each.name not in (b"\0", b"\1"))


def _moved(image: IO[bytes], volume: _Volume, block: int) -> _Record:
    """The folder at `block`, described by its own first record."""
    raw = read_exactly(image, block * volume.block, SECTOR)
    return _record(raw[: raw[0]], volume.block)


def _plain_name(raw: bytes, is_joliet: bool) -> str:
    """Without the version (";1") and the dot of a name that has no extension."""
    name = raw.decode("utf-16-be", "replace") if is_joliet else _decoded(raw)
    stem, semicolon, version = name.rpartition(";")
    name = stem if semicolon and version.isdigit() else name
    return name[:-1] if name.endswith(".") and name.count(".") == 1 and not is_joliet else name


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _system(image: IO[bytes], volume: _Volume, record: _Record) -> _System:
    if not volume.has_rock_ridge:
        return _System()
    name = b""
    refused, child_at, is_moved = "", None, False
    for tag, content in _fields(image, volume, record.system_use[volume.skip :]):
        if tag == b"NM" and content and not content[0] & (_HERE | _ABOVE):
            name += content[1:]
        elif tag == b"PX" and len(content) >= 4:
            refused = refused or _refused(int.from_bytes(content[:4], "little"))
        elif tag == b"SL":
            refused = "member_link"
        elif tag == b"ZF":  # packed by a Linux tool, unpacked only by its kernel
            refused = refused or "member_method"
        elif tag == b"CL" and len(content) >= 4:
            child_at = int.from_bytes(content[:4], "little")
        elif tag == b"RE":
            is_moved = True
    return _System(_decoded(name), refused, child_at, is_moved)


def _refused(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "member_link"
    return "special_file" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISFIFO(mode) else ""


def _fields(image: IO[bytes], volume: _Volume, area: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The fields of a system use area and of those it goes on in."""
    for _ in range(_MOST_CONTINUATIONS):
        at, more = 0, b""
        while at + 4 <= len(area) and 4 <= area[at + 2] <= len(area) - at:
            tag, content = area[at : at + 2], area[at + 4 : at + area[at + 2]]
            at += area[at + 2]
            if tag == b"ST":
                break
            if tag == b"CE" and len(content) >= 24:
                more = content
            else:
                yield tag, content
        if not more:
            return
        block, offset, length = (int.from_bytes(more[part : part + 4], "little") for part in (0, 8, 16))
        area = read_exactly(image, block * volume.block + offset, min(length, SECTOR))
