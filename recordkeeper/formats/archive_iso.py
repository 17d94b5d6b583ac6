"""Images of discs (ISO 9660, also those with a UDF tree beside it), read like a disc: walked, never mounted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from recordkeeper.formats.archive import DAMAGE, LIMITS, Budget, Limits, container_reading
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.iso_tree import IsoFile, TooMany, files_of
from recordkeeper.formats.member_names import shown_name
from recordkeeper.formats.unpackers import pieces
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Format, Reading


class IsoHandler:
    """Lists and unpacks images of discs."""

    name = "iso"
    version = 1
    formats = frozenset({Format.ISO})

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER when the whole tree can be walked, else UNREADABLE with the reason."""

        def look() -> str:
            with path.open("rb") as image:
                return str(len(self._files(image)))

        return container_reading(untrusted_format, Reader(self.name, self.version), look)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each file of the disc with its bytes.

        RefusedArchive archive_damaged, archive_too_many or archive_bomb for the whole; member_damaged (bytes not in
        the image), member_link, special_file or member_method from a member's own iterator.
        """
        del untrusted_format
        with path.open("rb") as image:
            budget = Budget(image.seek(0, 2), self._limits)
            for index, file in enumerate(self._files(image)):
                raw = file.path.encode("utf-8", "surrogatepass")
                yield Member(shown_name(file.path), raw, index, file.size), budget.counted(_bytes(image, file))

    def _files(self, image: IO[bytes]) -> list[IsoFile]:
        size = image.seek(0, 2)
        try:
            files = list(files_of(image, self._limits.most_members))
        except TooMany as problem:
            raise RefusedArchive("archive_too_many", str(problem)) from problem
        except DAMAGE as problem:
            raise RefusedArchive("archive_damaged") from problem
        # Folders on a disc that share bytes are links; many of one large file would be a bomb.
        Budget(size, self._limits).declared(sum(file.size for file in files if not file.refused))
        return files


def _bytes(image: IO[bytes], file: IsoFile) -> Iterator[bytes]:
    if file.refused:
        raise RefusedArchive(file.refused)
    try:
        for at, length in file.extents:
            image.seek(at)
            yield from pieces(image, length)
    except DAMAGE as problem:
        raise RefusedArchive("member_damaged") from problem
