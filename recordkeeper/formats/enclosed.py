"""What lies in a document or on a mail and is a document itself: which files count, and how they are handed out."""

from __future__ import annotations

import functools
import io
import warnings
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats.archive import CHUNK
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.member_names import shown_name
from recordkeeper.formats.ole_object import unwrapped
from recordkeeper.formats.sheets import NotRead, SheetsHandler
from recordkeeper.formats.zip_parts import MOST_PART, ZIP_DAMAGE, Parts
from recordkeeper.records.reading import Format

MOST_ENCLOSED = 2000  # of one file
# A page on A4 at 50 dots an inch is 413 dots wide: with fewer nobody can read it, and a photo hardly shows a thing.
# Letterheads, smileys and buttons of portals stay below that in height, pixels that count readers in both.
PAGE_SIDE = 400
# A picture somebody attached is meant to be seen; only icons, which end at this size, are left out.
ICON_SIDE = 64
# Words a document may have and still be only a cover for the pictures in it: a greeting, a caption for each.
CAPTION_WORDS = 40
_START = CHUNK  # of a picture: its size stands before its dots, but behind profiles and a thumbnail
_SHOWN = frozenset({"JPEG", "MPO", "PNG", "TIFF", "BMP", "DIB", "GIF", "WEBP", "AVIF", "JPEG2000"})
_DRAWINGS = (".emf", ".wmf", ".svg", ".emz", ".wmz", ".svm", ".pict", ".pct")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file inside another: a name, which is only data, and how its bytes are had."""

    name: str
    content: Callable[[], bytes]


class PackageHandler(SheetsHandler):
    """Shows what a document says and hands out the documents inside it."""

    @abstractmethod
    def enclosures(self, path: Path) -> Iterator[Enclosure]:
        """Yield the documents inside, or raise NotRead."""

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield the documents inside with their bytes. RefusedArchive when the outer one cannot be opened."""
        del untrusted_format
        try:
            yield from members(self.enclosures(path))
        except NotRead as problem:
            raise RefusedArchive("archive_damaged") from problem


def members(enclosures: Iterable[Enclosure]) -> Iterator[tuple[Member, Iterator[bytes]]]:
    """Hand out each file with its bytes in pieces. RefusedArchive "member_damaged" for one that cannot be had."""
    for index, each in enumerate(enclosures):
        name = shown_name(each.name).strip() or f"{index + 1}"
        yield Member(name, each.name.encode("utf-8", "surrogatepass"), index, 0), _pieces(each)


def _pieces(enclosure: Enclosure) -> Iterator[bytes]:
    try:
        content = enclosure.content()
    except (*ZIP_DAMAGE, NotRead) as problem:
        raise RefusedArchive("member_damaged") from problem
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


def pictures(parts: Parts, names: Iterable[str], body: str) -> list[Enclosure]:
    """Those of a document's pictures that are documents: none, unless it has hardly a word of its own."""
    if len(body.split()) > CAPTION_WORDS:
        return []
    return [
        Enclosure(parts.shown_name(name), functools.partial(parts.content, name))
        for name in list(names)[:MOST_ENCLOSED]
        if not name.endswith(_DRAWINGS) and is_page(parts.start(name, _START))
    ]


def objects(parts: Parts, names: Iterable[str]) -> list[Enclosure]:
    """The files that were put into a document as objects, out of their wrapping."""
    found = []
    for name in list(dict.fromkeys(names))[:MOST_ENCLOSED]:
        taken = unwrapped(parts.start(name, MOST_PART), parts.shown_name(name)) if name in parts else None
        if taken and taken[1]:
            found.append(Enclosure(taken[0], functools.partial(bytes, taken[1])))
    return found


def is_page(untrusted: bytes, side: int = PAGE_SIDE) -> bool:
    """Whether a picture has at least `side` dots each way, so that there may be something to read or see in it."""
    return min(dimensions(untrusted) or (0, 0)) >= side


def dimensions(untrusted: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in dots; None when this is no picture that can be shown here."""
    from PIL import Image

    from recordkeeper.formats.picture_open import PICTURE_PROBLEMS

    if untrusted[4:8] == b"ftyp" and untrusted[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return PAGE_SIDE, PAGE_SIDE  # phones make these of photos, and nobody of logos
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(untrusted)) as image:
                return image.size if image.format in _SHOWN else None
    except PICTURE_PROBLEMS:
        return None
