"""Directory records laid out as a DICOMDIR's bytes: offsets, meta information, items (PS3.10 section 8)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from struct import Struct
from typing import Final

from recordkeeper.paper.dicom_encode import element, unsigned_long, unsigned_short

_DIRECTORY_CLASS: Final = "1.2.840.10008.1.3.10"
_EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
IMPLEMENTATION_UID: Final = "2.25.237194063280120117893826571938571929161"  # this program's own, made once
_ITEM: Final = Struct("<HHI")  # FFFE,E000 and its length
_LINKS: Final = Struct("<HH2sHI HH2sHH HH2sHI")  # next record, in use, first lower record


@dataclass(slots=True)
class Record:
    """A directory record: its encoded keys behind the links, and the records below it."""

    keys: bytes
    below: list[Record] = field(default_factory=list)
    offset: int = 0


def directory_bytes(roots: list[Record], file_set_id: str) -> bytes:
    named = element(0x00041130, "CS", file_set_id)
    # The file's own UID follows from its content: the same records give the same bytes.
    digest = hashlib.sha256(named)
    for record in _depth_first(roots):
        digest.update(record.keys)
    meta = _meta("2.25." + str(int.from_bytes(digest.digest()[:16], "big")))
    first = len(meta) + len(named) + 12 + 12 + 10 + 12  # behind the sequence's own head
    at = first
    for record in _depth_first(roots):
        record.offset = at
        at += _ITEM.size + _LINKS.size + len(record.keys)
    head = [
        named,
        unsigned_long(0x00041200, roots[0].offset if roots else 0),
        unsigned_long(0x00041202, roots[-1].offset if roots else 0),
        unsigned_short(0x00041212, 0),  # file-set consistency: no known inconsistencies
        Struct("<HH2sHI").pack(0x0004, 0x1220, b"SQ", 0, at - first),
    ]
    return b"".join((meta, *head, *_items(roots)))


def _depth_first(roots: list[Record]) -> Iterable[Record]:
    for record in roots:
        yield record
        yield from _depth_first(record.below)


def _items(siblings: list[Record]) -> Iterable[bytes]:
    following = [*(record.offset for record in siblings[1:]), 0]
    for record, after in zip(siblings, following, strict=False):
        lower = record.below[0].offset if record.below else 0
        yield _ITEM.pack(0xFFFE, 0xE000, _LINKS.size + len(record.keys))
        yield _LINKS.pack(
            *(0x0004, 0x1400, b"UL", 4, after),
            *(0x0004, 0x1410, b"US", 2, 0xFFFF),
            *(0x0004, 0x1420, b"UL", 4, lower),
        )
        yield record.keys
        yield from _items(record.below)


def _meta(instance_uid: str) -> bytes:
    body = (
        Struct("<HH2sHI2s").pack(0x0002, 0x0001, b"OB", 0, 2, b"\0\1")
        + element(0x00020002, "UI", _DIRECTORY_CLASS)
        + element(0x00020003, "UI", instance_uid)
        + element(0x00020010, "UI", _EXPLICIT_LITTLE)
        + element(0x00020012, "UI", IMPLEMENTATION_UID)
        + element(0x00020013, "SH", "RECORDKEEPER")
    )
    return bytes(128) + b"DICM" + unsigned_long(0x00020000, len(body)) + body
