"""A writer of ISO 9660 images, for tests: plain names, Joliet or Rock Ridge, as disc programs write them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SECTOR = 2048
Names = Literal["plain", "joliet", "rock ridge"]
ROOT_AT = 20  # the block of the root folder; folders and files follow
LINK = 0o120777


@dataclass
class _Folder:
    files: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, _Folder] = field(default_factory=dict)
    at: int = 0


def iso_of(
    files: Mapping[str, bytes], names: Names = "plain", *, links: frozenset[str] = frozenset(), pieces: int = 1
) -> bytes:
    """The image. `links` are files shown as symbolic links (Rock Ridge only); `pieces` cuts each file's extent."""
    root = _tree(files)
    folders = _in_order(root)
    for place, folder in enumerate(folders):
        folder.at = ROOT_AT + place  # one sector a folder
    at = ROOT_AT + len(folders)
    bodies = b""
    sectors = b""
    for folder in folders:
        records = _record(b"\0", _start(names, folder is root), folder.at, SECTOR, 2)
        records += _record(b"\1", b"", ROOT_AT, SECTOR, 2)
        for name, inner in folder.folders.items():
            records += _record(*_named(name, names, is_folder=True), inner.at, SECTOR, 2)
        for name, body in folder.files.items():
            size = -(-len(body) // pieces)
            for piece in range(pieces):
                part = body[piece * size : (piece + 1) * size]
                flags = 0x80 if piece < pieces - 1 else 0
                mode = LINK if name in links else 0
                records += _record(*_named(name, names, mode=mode), at, len(part), flags)
                bodies += part + bytes(-len(part) % SECTOR)
                at += -(-len(part) // SECTOR)
        assert len(records) <= SECTOR
        sectors += records.ljust(SECTOR, b"\0")
    descriptors = _descriptor(1) + (_descriptor(2, b"%/E") if names == "joliet" else b"")
    image = bytes(16 * SECTOR) + descriptors + b"\xffCD001\1".ljust(SECTOR, b"\0")
    return image.ljust(ROOT_AT * SECTOR, b"\0") + sectors + bodies


def _tree(files: Mapping[str, bytes]) -> _Folder:
    root = _Folder()
    for path, body in files.items():
        *above, name = path.split("/")
        folder = root
        for each in above:
            folder = folder.folders.setdefault(each, _Folder())
        folder.files[name] = body
    return root


def _in_order(root: _Folder) -> list[_Folder]:
    found = [root]
    for folder in found:
        found += folder.folders.values()
    return found


def _named(name: str, names: Names, *, is_folder: bool = False, mode: int = 0) -> tuple[bytes, bytes]:
    """A record's name and its system use area."""
    if names == "joliet":
        return (name if is_folder else f"{name};1").encode("utf-16-be"), b""
    short = (name if is_folder or "." in name else f"{name}.").upper() + ("" if is_folder else ";1")
    if names == "plain":
        return short.encode("ascii", "replace"), b""
    raw = name.encode()
    area = b"NM" + bytes([5 + len(raw), 1, 0]) + raw
    if mode:
        area += b"PX" + bytes([36, 1]) + struct.pack("<I", mode).ljust(32, b"\0")
    return short.encode("ascii", "replace")[:12], area


def _start(names: Names, is_root: bool) -> bytes:
    return b"SP\x07\x01\xbe\xef\0" if names == "rock ridge" and is_root else b""


def _record(name: bytes, area: bytes, at: int, length: int, flags: int) -> bytes:
    body = _both(at) + _both(length) + bytes(7) + bytes([flags, 0, 0]) + b"\1\0\0\1" + bytes([len(name)]) + name
    body += b"\0" * (len(name) % 2 == 0) + area
    body += b"\0" * (len(body) % 2)
    return bytes([len(body) + 2, 0]) + body


def _both(value: int) -> bytes:
    return struct.pack("<I", value) + struct.pack(">I", value)


def _descriptor(kind: int, escape: bytes = b"") -> bytes:
    raw = bytearray(SECTOR)
    raw[:7] = bytes([kind]) + b"CD001\1"
    raw[88 : 88 + len(escape)] = escape
    raw[128:132] = struct.pack("<H", SECTOR) + struct.pack(">H", SECTOR)
    raw[156:190] = _record(b"\0", b"", ROOT_AT, SECTOR, 2)
    return bytes(raw)
