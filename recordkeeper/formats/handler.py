"""What a format handler offers. One small protocol a capability, asked for with isinstance.

Handlers run in a limited worker process (2 GB address space, no file may be written, a deadline). They open
`path` for reading only. Bytes from it are called untrusted until a Reading is returned. A file a handler
cannot read is a Reading with a `condition` and a `reason_code`, not an exception; what still escapes as an
exception is a bug or a crash and is turned into `unreadable` at the task's edge.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import Format, OutlineEntry, Picture, Reading


@runtime_checkable
class Handler(Protocol):
    """Reads one family of formats. `version` rises when it reads the same file better than before."""

    name: str
    version: int
    formats: frozenset[Format]

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """Return text, headers and page count of the file at `path`."""


@runtime_checkable
class ReadsInSteps(Protocol):
    """Reads what has many parts, one of which may never end."""

    def read_steps(self, path: Path, untrusted_format: Format) -> Generator[float, None, Reading]:
        """As `read`, yielding before each step how many seconds it may take."""


class PageLocked(ValueError):
    """The page's file takes a password, and none of those given opens it."""


@runtime_checkable
class Renders(Protocol):
    """Paints pages."""

    def render(
        self, path: Path, untrusted_format: Format, page: int, dpi: float, marks: tuple[Box, ...]
    ) -> Picture:
        """Return page `page` (from 1), upright as a person reads it, with `marks` tinted.

        At most 16 million pixels: `dpi` is lowered to fit. IndexError when there is no such page,
        ValueError when the page cannot be painted, PageLocked when that is for want of a password.
        """


@runtime_checkable
class Glances(Protocol):
    """Tells quickly whether a file opens, without reading what is in it."""

    def glance(self, path: Path, untrusted_format: Format) -> Reading:
        """Return a Reading with condition and page count, and no text."""


@runtime_checkable
class Outlines(Protocol):
    """Tells the table of contents a file brings along."""

    def outline(self, path: Path, untrusted_format: Format) -> tuple[OutlineEntry, ...]:
        """Return the entries in the order of the file; none where it does not open."""


def finished(steps: Generator[float, None, Reading]) -> Reading:
    """Take all steps at once, however long they take."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            reading: Reading = done.value
            return reading


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive: its name as stored (display form and raw bytes) and its place in the archive."""

    name: str
    raw_name: bytes
    index: int
    size: int


@runtime_checkable
class Unpacks(Protocol):
    """Opens what holds other files, a member at a time, never by name on disk.

    Two sorts of files hold others: containers (`read` says CONTAINER: an archive, a disc image), which are no
    records themselves, and records with documents inside (`read` says READ and counts them in `Reading.inside`:
    a mail with attachments, a PDF in a DICOM instance), which stay records.
    """

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each file inside with its bytes in chunks of at most 1 MiB. Real bytes are counted, not headers.

        Raises RefusedArchive with a reason_code when the whole must not be opened (a bomb, encrypted, damaged).
        """


@runtime_checkable
class Unlocks(Protocol):
    """Opens locked files with passwords a person supplied; nothing else is ever tried."""

    def with_passwords(self, passwords: tuple[str, ...]) -> Handler:
        """Return a handler that tries these, in order, wherever a file takes a password."""


class RefusedArchive(Exception):
    """An archive that is kept but not opened; `reason_code` names why."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code
        self.detail = detail
