"""A mailbox file (mbox, RFC 4155): many messages one after the other, handed out one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.archive import CHUNK, LIMITS
from recordkeeper.formats.handler import Member
from recordkeeper.formats.mail_words import field
from recordkeeper.formats.member_names import shown_name
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Format, Reading

_LONGEST_LINE = 1 << 16
_BEGINS = re.compile(rb"From \S+.*\d{4}\s*$")
_QUOTED = re.compile(rb"^>(>*From )")  # mboxrd: such a line in a message got a sign before it
_SUBJECT = re.compile(rb"^subject:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_LONGEST_NAME = 80


def begins_message(line: bytes) -> bool:
    """Whether a line, that follows an empty one or begins the file, is put before a message."""
    return line.startswith(b"From ") and _BEGINS.match(line) is not None


class MailboxHandler:
    """Lists and hands out the messages of a mailbox."""

    name = "mailbox"
    version = 1
    formats = frozenset({Format.MBOX})

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER; UNREADABLE `archive_too_many` beyond a hundred thousand messages."""
        reader = Reader(self.name, self.version)
        count = sum(begins for begins, _ in _lines(path))
        if count > LIMITS.most_members:
            return Reading(untrusted_format, reader, Condition.UNREADABLE, "archive_too_many", str(count))
        return Reading(untrusted_format, reader, Condition.CONTAINER, detail=str(count))

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each message with its bytes, named by its number and subject."""
        del untrusted_format
        lines = _Lines(path)
        for index in range(LIMITS.most_members):
            head = lines.head()
            if head is None:
                return
            found = _SUBJECT.search(head)
            subject = field(found.group(1).decode("ascii", "surrogateescape")) if found else ""
            shown = subject.replace("/", " ").replace("\\", " ")[:_LONGEST_NAME]
            name = f"{index + 1:05d} {shown}".strip() + ".eml"
            yield Member(shown_name(name), name.encode("utf-8", "replace"), index, 0), lines.message(head)
            lines.skip()


class _Lines:
    """The lines of a mailbox, taken a message at a time."""

    def __init__(self, path: Path) -> None:
        self._lines = _lines(path)
        self._next: tuple[bool, bytes] | None = next(self._lines, None)

    def head(self) -> bytes | None:
        """The heading of the next message; None at the end of the mailbox."""
        if self._next is None:
            return None
        if self._next[0]:
            self._next = next(self._lines, None)
        head = bytearray()
        while self._next is not None and not self._next[0] and len(head) < CHUNK:
            line = self._next[1]
            head += line
            self._next = next(self._lines, None)
            if not line.strip():
                break
        return bytes(head)

    def message(self, head: bytes) -> Iterator[bytes]:
        """The heading and what follows it, in pieces."""
        piece = bytearray(head)
        while self._next is not None and not self._next[0]:
            piece += _QUOTED.sub(rb"\1", self._next[1])
            self._next = next(self._lines, None)
            if len(piece) >= CHUNK // 2:
                yield bytes(piece)
                piece.clear()
        yield bytes(piece)

    def skip(self) -> None:
        """Past what was not taken of a message."""
        while self._next is not None and not self._next[0]:
            self._next = next(self._lines, None)


def _lines(path: Path) -> Iterator[tuple[bool, bytes]]:
    """Each line, or piece of a long one, and whether it begins a message."""
    with path.open("rb") as file:
        empty, whole = True, True
        while line := file.readline(_LONGEST_LINE):
            begins = empty and whole and begins_message(line)
            yield begins, line
            whole = line.endswith(b"\n")
            empty = whole and not line.strip()
