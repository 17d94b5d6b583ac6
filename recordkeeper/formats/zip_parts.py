"""The parts of an office document that is a ZIP of XML: read one at a time, within limits, by their names."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lxml import etree

from recordkeeper.formats.sheets import NotRead
from recordkeeper.formats.sniff_ole import MAGIC as OLE_MAGIC
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PART = 64 * 1024 * 1024  # bytes of one part, inflated
MOST_TOGETHER = 256 * 1024 * 1024  # of all parts that are read as XML
MOST_RATIO = 200  # of a part above RATIO_FROM: text does not shrink that well, a bomb does
RATIO_FROM = 8 * 1024 * 1024
MOST_ELEMENTS = 2_000_000  # of one part; a thousand pages of a word processor have some 400,000
ZIP_DAMAGE = (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, zlib.error, lzma.LZMAError, OSError)


class Parts:
    """An open package. Names are in lower case, with `/`: programs disagree about both."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = {entry.filename.replace("\\", "/").lower(): entry for entry in archive.infolist()}
        self._left = MOST_TOGETHER

    @property
    def names(self) -> tuple[str, ...]:
        """All names, as they stand in the package."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def shown_name(self, name: str) -> str:
        """The last part of a name, as it was written."""
        return self._entries[name].filename.replace("\\", "/").rpartition("/")[2]

    def content(self, name: str) -> bytes:
        """The bytes of a part. NotRead when it is too large, locked or not there; ZIP_DAMAGE when it is damaged."""
        with self.stream(name) as file:
            data = file.read(MOST_PART + 1)
        if len(data) > MOST_PART:
            raise NotRead(Condition.UNREADABLE, "too_large")
        return data

    def stream(self, name: str) -> IO[bytes]:
        """A part for reading in pieces; as `content`, but that the reader watches how much comes."""
        entry = self._entries.get(name)
        if entry is None:
            raise NotRead(Condition.UNREADABLE, "damaged")
        if entry.flag_bits & 1:
            raise NotRead(Condition.LOCKED, "document_locked")
        grows = entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size)
        if entry.file_size > MOST_PART or grows:
            raise NotRead(Condition.UNREADABLE, "too_large")
        return self._archive.open(entry)

    def start(self, name: str, size: int) -> bytes:
        """The first `size` bytes of a part; nothing when it cannot be read."""
        try:
            with self.stream(name) as file:
                return file.read(size)
        except (*ZIP_DAMAGE, NotRead):
            return b""

    def xml(self, name: str) -> _Element | None:
        """The root of a part; None when there is no such part or it is no XML."""
        if name not in self._entries:
            return None
        self._spend(name)
        return parsed(self.content(name))

    def elements(self, name: str, tag: str) -> Iterator[_Element]:
        """The elements `tag` of a part, as `elements`."""
        self._spend(name)
        with self.stream(name) as file:
            yield from elements(file, tag)

    def _spend(self, name: str) -> None:
        self._left -= self._entries[name].file_size if name in self._entries else 0
        if self._left < 0:
            raise NotRead(Condition.UNREADABLE, "too_large")

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part of an Office Open XML package points at: id → (last word of the type, name of the part)."""
        folder, _, last = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{last}.rels".lstrip("/"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root.iter("{*}Relationship") if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = (relation.get("Target") or "").replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
                found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], path)
        return found


@contextmanager
def opened(path: Path) -> Iterator[Parts]:
    """The parts of the package at `path`. NotRead when it, or a part read inside the block, is not to be read."""
    with path.open("rb") as file:
        if file.read(len(OLE_MAGIC)) == OLE_MAGIC:  # what a password makes of an Office document
            raise NotRead(Condition.LOCKED, "document_locked")
    try:
        with zipfile.ZipFile(path) as archive:
            yield Parts(archive)
    except ZIP_DAMAGE as problem:
        raise NotRead(Condition.UNREADABLE, "damaged") from problem


def parser() -> etree.XMLParser:
    """Reads XML without entities, network or comments, and mends what it can."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
        huge_tree=False,
    )


def parsed(untrusted: bytes) -> _Element | None:
    """The root of an XML document; None when it is none. NotRead when it has too many elements."""
    if untrusted.count(b"<") > 2 * MOST_ELEMENTS:
        raise NotRead(Condition.UNREADABLE, "too_large")
    try:
        return etree.fromstring(untrusted, parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def elements(file: IO[bytes], tag: str) -> Iterator[_Element]:
    """The elements `tag` of an XML document, whatever their namespace, one at a time: each is forgotten when the
    next is asked for. Ends where the document is damaged.
    """
    events = etree.iterparse(
        _Limited(file), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, recover=True, huge_tree=False,
    )  # fmt: skip
    try:
        for _, element in events:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return


class _Limited:
    """A file that ends where a part may not go on."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = MOST_PART

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data


def local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: _Element, name: str) -> str:
    """The value of the attribute `name`, whatever its namespace: standard and transitional files differ in it."""
    value = element.get(name)
    if value is None:
        value = next((found for key, found in element.items() if key.rpartition("}")[2] == name), "")
    return str(value)


def title(parts: Parts, name: str) -> str:
    """The title in a part with Dublin Core fields, or nothing."""
    root = parts.xml(name)
    if root is None:
        return ""
    return next((element.text or "" for element in root.iter("{http://purl.org/dc/elements/1.1/}title")), "")
