"""One file packed alone (gzip, bzip2, xz): its one member is the file as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.archive import CHUNK, DAMAGE, LIMITS, Budget, Limits, container_reading
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.member_names import shown_name
from recordkeeper.formats.packed_file import beginning, open_packed, stored_name
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Format, Reading

_HEAD = 64 * 1024


class GzipHandler:
    """Unpacks single files."""

    name = "gzip"
    version = 1
    formats = frozenset({Format.GZIP})

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER when its beginning unpacks, else UNREADABLE archive_damaged."""

        def look() -> str:
            if not beginning(path, _head(path), 1):
                raise RefusedArchive("archive_damaged")
            return "1"

        return container_reading(untrusted_format, Reader(self.name, self.version), look)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield the file inside, by the name it was packed under or "". Its iterator may raise RefusedArchive:
        archive_bomb, or member_damaged when the end cannot be had.
        """
        del untrusted_format
        name = stored_name(_head(path))
        raw = name.encode("latin-1")
        yield Member(shown_name(name.replace("\\", "/").rsplit("/", 1)[-1]), raw, 0, 0), self._bytes(path)

    def _bytes(self, path: Path) -> Iterator[bytes]:
        budget = Budget(path.stat().st_size, self._limits)
        try:
            with open_packed(path, _head(path)) as file:
                while chunk := file.read(CHUNK):
                    budget.take(len(chunk))
                    yield chunk
        except MemoryError as problem:
            raise RefusedArchive("archive_bomb") from problem
        except DAMAGE as problem:
            raise RefusedArchive("member_damaged") from problem


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)
