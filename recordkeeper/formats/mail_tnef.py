"""Outlook's winmail.dat ([MS-OXTNEF]): the words and attachments of a mail in an envelope of its own."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from recordkeeper.formats import mapi
from recordkeeper.formats.mail_parts import MOST_DEPTH, MOST_PARTS, Attached, Mail
from recordkeeper.formats.mapi import Value, mapi_attached, mapi_mail
from recordkeeper.formats.sheets import NotRead
from recordkeeper.records.reading import Condition

MAGIC = bytes.fromhex("789f3e22")
MOST_PROPERTIES = 5000
_SUBJECT, _BODY, _PROPERTIES, _CODE_PAGE = 0x8004, 0x800C, 0x9003, 0x9007
_BEGIN, _TITLE, _DATA, _ATTACHMENT = 0x9002, 0x8010, 0x800F, 0x9005
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}  # bytes of values, padded
_TEXT, _WIDE_TEXT, _BYTES, _OBJECT, _MANY, _NAMED = 0x1E, 0x1F, 0x102, 0x0D, 0x1000, 0x8000
_INTERFACE = 16  # bytes before an object that say what it is


def tnef_mail(untrusted: bytes, depth: int = 0) -> Mail:
    """Read the envelope. NotRead when it is none; what is damaged gives what comes before it."""
    if not untrusted.startswith(MAGIC):
        raise NotRead(Condition.UNREADABLE, "damaged")
    message: dict[int, Value] = {}
    files: list[tuple[dict[int, Value], bytes]] = []
    for kind, data in _attributes(untrusted):
        if kind == _BEGIN:
            files.append(({mapi.CODE_PAGE: message.get(mapi.CODE_PAGE, 0)}, b""))
        elif kind == _CODE_PAGE:
            message[mapi.CODE_PAGE] = int.from_bytes(data[:4], "little")
        elif kind == _PROPERTIES:
            message |= _properties(data)
        elif kind in (_SUBJECT, _BODY):
            message.setdefault(mapi.SUBJECT if kind == _SUBJECT else mapi.BODY, data.rstrip(b"\0"))
        elif files and kind == _TITLE:
            files[-1][0].setdefault(mapi.NAME, data.rstrip(b"\0"))
        elif files and kind == _DATA:
            files[-1] = (files[-1][0], data)
        elif files and kind == _ATTACHMENT:
            files[-1][0].update(_properties(data))
    attached: list[Attached] = []
    inner: list[Mail] = []
    for properties, content in files:
        nested = properties.get(mapi.ATTACHMENT, b"")
        if isinstance(nested, bytes) and nested[_INTERFACE:].startswith(MAGIC) and depth < MOST_DEPTH:
            inner.append(tnef_mail(nested[_INTERFACE:], depth + 1))
        else:
            attached.append(mapi_attached(properties, content or (nested if isinstance(nested, bytes) else b"")))
    return mapi_mail(message, tuple(attached), tuple(inner))


def _attributes(untrusted: bytes) -> Iterator[tuple[int, bytes]]:
    """The low word of each attribute's number, and its bytes. Ends where the rest is cut off."""
    at = 6
    for _ in range(MOST_PARTS):
        if at + 9 > len(untrusted):
            return
        number, size = struct.unpack_from("<II", untrusted, at + 1)
        if at + 9 + size > len(untrusted):
            return
        yield number & 0xFFFF, untrusted[at + 9 : at + 9 + size]
        at += 9 + size + 2  # a checksum


def _properties(data: bytes) -> dict[int, Value]:
    """[MS-OXTNEF] 2.1.3.4: a list of properties; ends where it is damaged. Those with names of their own are not
    kept.
    """
    found: dict[int, Value] = {}
    reader = _Reader(data)
    try:
        for _ in range(min(reader.u32(), MOST_PROPERTIES)):
            head = reader.u32()
            kind, number = head & 0xFFFF, head >> 16
            if number >= _NAMED:
                reader.take(16)
                if reader.u32():
                    reader.padded(reader.u32())
                else:
                    reader.take(4)
            values = [reader.value(kind & ~_MANY) for _ in range(_count(reader, kind))]
            if values and number < _NAMED:
                found[number] = values[0]
    except (struct.error, KeyError):
        return found
    return found


def _count(reader: _Reader, kind: int) -> int:
    """How many values follow: strings and bytes are counted even when there is one."""
    many = kind & _MANY or kind & ~_MANY in (_TEXT, _WIDE_TEXT, _BYTES, _OBJECT)
    count = reader.u32() if many else 1
    if count > MOST_PROPERTIES:
        raise struct.error
    return count


class _Reader:
    """Bytes taken one value after the other. struct.error when there are no more."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        if self._at + size > len(self._data):
            raise struct.error
        self._at += size
        return self._data[self._at - size : self._at]

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def padded(self, size: int) -> bytes:
        data = self.take(size)
        self._at += -size % 4
        return data

    def value(self, kind: int) -> Value:
        """A value; KeyError when nobody knows its kind."""
        if kind == _WIDE_TEXT:
            return self.padded(self.u32()).decode("utf-16-le", "replace").rstrip("\0")
        if kind in (_TEXT, _BYTES, _OBJECT):
            return self.padded(self.u32())
        return int.from_bytes(self.take(_SIZES[kind]), "little")
