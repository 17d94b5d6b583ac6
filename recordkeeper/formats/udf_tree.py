"""The folders and files of a UDF image (ECMA-167 part 4). Every folder is walked once, so no circle is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from recordkeeper.formats.disc_image import BadImage, DiscFile, TooMany
from recordkeeper.formats.udf_entry import FILES, FOLDER, SPECIAL, SYMLINK, Address, Entry, tag_number
from recordkeeper.formats.udf_volume import Volume, volume_of

_IDENTIFIER: Final = 257
_HEAD: Final = 38  # bytes of a file identifier before what varies
_MOST_DIRECTORY: Final = 32 * 1024**2  # bytes of one folder
_MOST_DEPTH: Final = 64
_THE_REST: Final = "…"  # stands for what lies behind damage
_DELETED, _PARENT = 0x04, 0x08


@dataclass(frozen=True, slots=True)
class _Named:
    """One name in a folder and where its entry is."""

    name: str
    entry: Address


def files_of(image: IO[bytes], most: int) -> Iterator[DiscFile]:
    """Every file of the image. BadImage; TooMany above `most` names."""
    volume = volume_of(image)
    root = volume.entries.at(volume.root)
    if root.file_type != FOLDER:
        raise BadImage("root")
    waiting = [(volume.root, root, "")]
    seen: set[Address] = set()
    met = 0
    while waiting:
        place, folder, path = waiting.pop()
        if place in seen:
            continue
        if path.count("/") > _MOST_DEPTH:
            yield DiscFile(path + _THE_REST, (), "member_damaged")
            continue
        seen.add(place)
        inner: list[tuple[Address, Entry, str]] = []
        try:
            for named in _names(volume, folder):
                met += 1
                if met > most:
                    raise TooMany(str(met))
                found = _met(volume, named, path + named.name)
                if isinstance(found, DiscFile):
                    yield found
                else:
                    inner.append((named.entry, found, f"{path}{named.name}/"))
        except BadImage:
            if not path:
                raise
            yield DiscFile(path + _THE_REST, (), "member_damaged")
        waiting += reversed(inner)


def _met(volume: Volume, named: _Named, path: str) -> DiscFile | Entry:
    """A file, or the entry of a folder."""
    try:
        entry = volume.entries.at(named.entry)
    except BadImage:
        return DiscFile(path, (), "member_damaged")
    if entry.file_type == FOLDER and entry.is_direct:
        return entry
    return DiscFile(path, entry.extents, _refused(entry))


def _refused(entry: Entry) -> str:
    if entry.file_type == SYMLINK:
        return "member_link"
    if entry.file_type in SPECIAL:
        return "special_file"
    return "" if entry.is_direct and entry.file_type in FILES else "member_method"


def _names(volume: Volume, folder: Entry) -> Iterator[_Named]:
    """The names in a folder but its parent's and deleted ones."""
    raw = volume.entries.content(folder, _MOST_DIRECTORY)
    at = 0
    while at + _HEAD <= len(raw):
        if tag_number(raw[at : at + 16]) != _IDENTIFIER:
            raise BadImage("file identifier")
        flags, name_length = raw[at + 18], raw[at + 19]
        start = at + _HEAD + int.from_bytes(raw[at + 36 : at + 38], "little")
        end = start + name_length
        if end > len(raw):
            raise BadImage("file identifier")
        if not flags & (_DELETED | _PARENT):
            yield _Named(_name(raw[start:end]), Address.of(raw, at + 24))
        at += (end - at + 3) & ~3


def _name(raw: bytes) -> str:
    """UDF 2.1.1: the first byte says how many bits a letter has. A "/" in a name would look like a folder."""
    if raw[:1] in (b"\x10", b"\xff"):
        name = raw[1:].decode("utf-16-be", "replace")
    else:
        name = raw[1:].decode("latin-1")
    return name.replace("/", "∕") or _THE_REST
