"""Which files a DICOMDIR names: a hint for reading a disc, never the truth (PS3.10 section 8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from recordkeeper.formats.dicom_encoding import Encoding, NotDicom, TooMuchInside, open_data_set
from recordkeeper.formats.dicom_walk import UNDEFINED, Odd, Window, skip_sequence
from recordkeeper.records.papers_media import FileReference

_RECORDS: Final = 0x00041220
_ITEM: Final = 0xFFFEE000
_WANTED: Final = frozenset({0x00041430, 0x00041500, 0x00041510, 0x00041511})
_MOST_BYTES: Final = 256 * 2**20
_LONG: Final = frozenset(
    (b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV")
)


def referenced_files(path: Path) -> tuple[FileReference, ...]:
    """The files named by the DICOMDIR at `path`, in its order, once each; as many as can be read.

    One pass over the records, whatever their offsets say. Names that would leave the disc's folder are left out.
    """
    with path.open("rb") as untrusted:
        try:
            stream, encoding = open_data_set(untrusted)
        except (NotDicom, TooMuchInside):
            return ()
        stream.seek(0)
        raw = stream.read(_MOST_BYTES)
    seen: dict[FileReference, None] = {}
    for record in _Records(raw, encoding).each():
        reference = _reference(record)
        if reference is not None:
            seen.setdefault(reference)
    return tuple(seen)


def _reference(record: dict[int, bytes]) -> FileReference | None:
    components = tuple(part.strip() for part in _text(record.get(0x00041500, b"")).split("\\"))
    if not all(map(_stays_inside, components)):
        return None
    return FileReference(
        file_id=components,
        sop_instance_uid=_text(record.get(0x00041511, b"")),
        sop_class_uid=_text(record.get(0x00041510, b"")),
        record_type=_text(record.get(0x00041430, b"")),
    )


def _stays_inside(component: str) -> bool:
    return component not in ("", ".", "..") and component.isprintable() and not set(component) & set("/:\\")


def _text(raw: bytes) -> str:
    return raw.decode("latin-1").strip(" \0")


class _Records:
    """The items of the directory record sequence, each as the wanted elements it holds."""

    def __init__(self, raw: bytes, encoding: Encoding) -> None:
        self._raw, self._encoding = raw, encoding
        self._window = Window(BytesIO(raw), encoding, len(raw))
        order = "<" if encoding.little else ">"
        self._tag = struct.Struct(order + "HH").unpack_from
        self._long = struct.Struct(order + "I").unpack_from
        self._short = struct.Struct(order + "H").unpack_from

    def each(self) -> Iterator[dict[int, bytes]]:
        """Records as far as they can be followed; a damaged rest is left."""
        try:
            at = self._find_sequence()
            while at is not None and at + 8 <= len(self._raw):
                group, number = self._tag(self._raw, at)
                (length,) = self._long(self._raw, at + 4)
                if group << 16 | number != _ITEM:
                    return
                record, at = self._record(at + 8, length)
                yield record
        except (Odd, struct.error):
            return

    def _find_sequence(self) -> int | None:
        at = self._encoding.start
        while at + 8 <= len(self._raw):
            tag, length, start = self._head(at)
            if tag == _RECORDS:
                return start
            at = self._behind(start, length)
        return None

    def _record(self, at: int, length: int) -> tuple[dict[int, bytes], int]:
        end = len(self._raw) if length == UNDEFINED else min(len(self._raw), at + length)
        found: dict[int, bytes] = {}
        while at + 8 <= end:
            tag, size, start = self._head(at)
            if tag >> 16 == 0xFFFE:  # the item's end
                return found, at + 8
            if tag in _WANTED and size != UNDEFINED:
                found[tag] = self._raw[start : start + size]
            at = self._behind(start, size)
        return found, end

    def _head(self, at: int) -> tuple[int, int, int]:
        group, number = self._tag(self._raw, at)
        tag = group << 16 | number
        if self._encoding.implicit or group == 0xFFFE:
            return tag, self._long(self._raw, at + 4)[0], at + 8
        if self._raw[at + 4 : at + 6] in _LONG:
            return tag, self._long(self._raw, at + 8)[0], at + 12
        return tag, self._short(self._raw, at + 6)[0], at + 8

    def _behind(self, start: int, length: int) -> int:
        if length != UNDEFINED:
            return start + length
        beyond = skip_sequence(self._window, start, self._encoding)
        return len(self._raw) if beyond is None else beyond
