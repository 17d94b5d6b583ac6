"""Files that lie inside health data as base64: their names, their bytes, and how much of them is taken."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.formats.handler import Member

CHUNK = 1 << 20
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]+")
_URL_SAFE = str.maketrans("-_", "+/")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside: its name, its type as stated, and its bytes as written."""

    name: str
    media_type: str
    untrusted_base64: str

    def content(self) -> bytes:
        """The bytes; as many as could be made out of damaged base64, b"" for none."""
        text = _NOT_BASE64.sub("", self.untrusted_base64.translate(_URL_SAFE)).rstrip("=")
        text = text[: -1 if len(text) % 4 == 1 else None]
        try:
            return binascii.a2b_base64(text + "=" * (-len(text) % 4))
        except binascii.Error:
            return b""


def name_of(title: str, ending: str, fallback: str) -> str:
    """A file's name from a title: no signs that make a path or turn the writing, and the ending its type has."""
    stem = " ".join(_NOT_IN_NAMES.sub(" ", title).split()).strip(". ")[:_LONGEST] or fallback
    return stem if stem.lower().endswith(ending) else stem + ending


def members_of(attached: Iterator[Attached]) -> Iterator[tuple[Member, Iterator[bytes]]]:
    """Yield each file with its bytes in chunks; names met before get a number."""
    taken: dict[str, int] = {}
    for index, each in enumerate(attached):
        content = each.content()
        taken[each.name] = taken.get(each.name, 0) + 1
        name = each.name if taken[each.name] == 1 else _numbered(each.name, taken[each.name])
        yield Member(name, name.encode("utf-8", "surrogateescape"), index, len(content)), _chunks(content)


def _numbered(name: str, number: int) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"


def _chunks(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), CHUNK):
        yield content[at : at + CHUNK]
