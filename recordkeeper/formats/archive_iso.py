"""Images of discs (ISO 9660, UDF or both), read like a disc: walked, never mounted.

Where an image has both trees they say the same, and the first is taken. Some programs put only a note into it
("this disc needs a newer system"): then the one with more files is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from recordkeeper.formats import iso_tree, udf_tree
from recordkeeper.formats.archive import CHUNK, DAMAGE, LIMITS, Budget, Limits, container_reading
from recordkeeper.formats.disc_image import NOTHING_WRITTEN, BadImage, DiscFile, TooMany
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.member_names import shown_name
from recordkeeper.formats.udf_volume import has_udf
from recordkeeper.formats.unpackers import pieces
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Format, Reading


class IsoHandler:
    """Lists and unpacks images of discs."""

    name = "iso"
    version = 2
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

    def _files(self, image: IO[bytes]) -> list[DiscFile]:
        size = image.seek(0, 2)
        try:
            files = _best_tree(image, self._limits.most_members)
        except TooMany as problem:
            raise RefusedArchive("archive_too_many", str(problem)) from problem
        except DAMAGE as problem:
            raise RefusedArchive("archive_damaged") from problem
        # Folders on a disc that share bytes are links; many of one large file would be a bomb.
        Budget(size, self._limits).declared(sum(file.size for file in files if not file.refused))
        return files


def _best_tree(image: IO[bytes], most: int) -> list[DiscFile]:
    if not has_udf(image):
        return list(iso_tree.files_of(image, most))
    try:
        first = list(iso_tree.files_of(image, most))
    except BadImage:
        return list(udf_tree.files_of(image, most))
    try:
        second = list(udf_tree.files_of(image, most))
    except BadImage:
        return first
    return second if len(second) > len(first) else first


def _zeros(length: int) -> Iterator[bytes]:
    for at in range(0, length, CHUNK):
        yield bytes(min(CHUNK, length - at))


def _bytes(image: IO[bytes], file: DiscFile) -> Iterator[bytes]:
    if file.refused:
        raise RefusedArchive(file.refused)
    try:
        for at, length in file.extents:
            if at == NOTHING_WRITTEN:
                yield from _zeros(length)
            else:
                image.seek(at)
                yield from pieces(image, length)
    except DAMAGE as problem:
        raise RefusedArchive("member_damaged") from problem
