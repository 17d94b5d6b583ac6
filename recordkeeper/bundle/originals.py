"""Originals into a bundle: byte for byte when every page of them is in, else the chosen pages as a marked copy."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle.manifest import BundledFile, hashed
from recordkeeper.bundle.names import DiscNames, Names, ending_of
from recordkeeper.bundle.plan import Chosen, Sections
from recordkeeper.bundle.titles import title_of
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.catalogue import documents, sources
from recordkeeper.catalogue.pages import scans
from recordkeeper.library.folder import Library
from recordkeeper.library.originals import CHUNK, fingerprint_of
from recordkeeper.records.document import FilePart, Record
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.papers import Places, Section
from recordkeeper.records.plain import to_plain
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS = 120.0


class OriginalsIn:
    """Copies originals into the staging folder of a bundle, each file once however many records it carries.

    Byte for byte goes only a file all of which goes: its pages, and what was attached to it or lay in it.
    `not_made` holds the records, and why, whose extract could not be made or is not whole.
    """

    def __init__(
        self,
        library: Library,
        makers: Workers,
        folder: Path,
        sections: Sections,
        words: Words,
        unlocked: Unlocked,
        *,
        places: Places,
        locked_as_they_are: bool = False,
    ) -> None:
        self._library = library
        self._makers = makers
        self._folder = folder
        self._sections = sections
        self._words = words
        self._unlocked = unlocked
        self._locked_as_they_are = locked_as_they_are
        self._places = places
        self._names = DiscNames() if places.strict else Names()
        self._whole: dict[str, BundledFile] = {}
        self.not_made: dict[str, str] = {}

    def copy(
        self, db: Database, items: Sequence[Chosen], studies: Sequence[Record] = ()
    ) -> dict[str, list[BundledFile]]:
        """Copy the files of all items; returns record id → its files in the bundle. `studies` go elsewhere."""
        wholeness = Wholeness(db, items, studies)
        copied: dict[str, list[BundledFile]] = {}
        for item in items:
            made = (self._one(db, item, part, wholeness) for part in item.record.files)
            copied[item.record.id] = [file for file in made if file is not None]
        return copied

    def copy_loose(self, studies: Sequence[Record], loose: Sequence[tuple[str, Fingerprint]]) -> list[BundledFile]:
        """Copy scan files that have no place in a file-set, so that they are not lost; they go with the rest."""
        records = {study.id: study for study in studies}
        parts = {part.fingerprint: part for study in studies for part in study.files}
        return [
            self._copy_whole(Chosen(records[record], Section.OTHER, shown=False), parts[fingerprint], None)
            for record, fingerprint in loose
        ]

    def _one(self, db: Database, item: Chosen, part: FilePart, wholeness: Wholeness) -> BundledFile | None:
        sha256 = part.fingerprint.sha256
        original = sources.find_original(db, sha256)
        if original is None:
            raise PlaceProblem("original_missing", fingerprint=sha256[:12])
        if not wholeness.is_whole(sha256):
            return self._extract(db, item, part, original.page_count)
        if sha256 not in self._whole:
            plain = None if self._locked_as_they_are else self._unlocked.path(part.fingerprint)
            self._whole[sha256] = (
                self._copy_whole(item, part, original.page_count)
                if plain is None
                else self._copy_unlocked(item, part, plain, original.page_count)
            )
        return self._whole[sha256]

    def _copy_unlocked(self, item: Chosen, part: FilePart, plain: Path, pages: int | None) -> BundledFile:
        path = self._path(item, f" ({self._words.say('bundle.unlocked_suffix')}).pdf")
        refuse_changed(self._library, part.fingerprint)
        shutil.copyfile(plain, self._folder / path)
        made = hashed(self._folder, path, "copy", record=item.record.id, pages=pages)
        return replace(made, from_sha256=part.fingerprint.sha256, done="unlocked")

    def _path(self, item: Chosen, ending: str) -> str:
        name = self._words.say(f"bundle.section_folder.{item.section}")
        section = "" if self._places.strict else f"{self._sections.numbers[item.section]} {name}"
        folder = "/".join(filter(None, (self._places.originals, section)))
        title = title_of(item.record, self._words)
        path = self._names.take(folder, item.record, title=title, ending=ending)
        (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
        return path

    def _copy_whole(self, item: Chosen, part: FilePart, pages: int | None) -> BundledFile:
        path = self._path(item, ending_of(part.format, part.name))
        digest = hashlib.sha256()
        with (
            self._library.originals.open_original(part.fingerprint) as source,
            (self._folder / path).open("xb") as out,
        ):
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != part.fingerprint.sha256:
            raise PlaceProblem("original_changed", fingerprint=part.fingerprint.sha256[:12])
        known = pages if part.format is Format.PDF and not item.locked else None
        return BundledFile(path, part.fingerprint.sha256, part.fingerprint.size, "original", item.record.id, known)

    def _extract(self, db: Database, item: Chosen, part: FilePart, pages: int | None) -> BundledFile | None:
        path = self._path(item, ".pdf")
        refuse_changed(self._library, part.fingerprint)
        texts = tuple(page.text for page in documents.pages(db, item.record.id) if page.file == part.fingerprint)
        first, last = part.first_page or 1, part.last_page or pages or 1
        with self._library.originals.lend(part.fingerprint) as source:
            asked = {
                "source": str(self._unlocked.path(part.fingerprint) or source),
                "format": part.format.value,
                "name": part.name,
                "page_count": pages,
                "first_page": first,
                "last_page": last,
                "texts": texts,
                "scans": to_plain(scans(db, part.fingerprint, first, last)),
                "out": str(self._folder / path),
                "language": self._words.language,
            }
            told = self._makers.run("extract", asked, deadline=_SECONDS).header
        if told["problem"] is not None:
            self.not_made[item.record.id] = told["problem"]
        if told["nothing"]:
            return None
        shown = None if part.first_page is None or part.last_page is None else last - first + 1
        made = hashed(self._folder, path, "extract", record=item.record.id, pages=shown)
        return replace(made, from_sha256=part.fingerprint.sha256, done="extract")


def refuse_changed(library: Library, fingerprint: Fingerprint) -> None:
    """PlaceProblem "original_changed" when the file is not what it was: nothing may be made from it."""
    with library.originals.open_original(fingerprint) as source:
        if fingerprint_of(source) != fingerprint:
            raise PlaceProblem("original_changed", fingerprint=fingerprint.sha256[:12])


class Wholeness:
    """Knows of which files everything goes: every page, and every record that lay in them."""

    def __init__(self, db: Database, items: Sequence[Chosen], studies: Sequence[Record]) -> None:
        self._db = db
        self._going = {record.id: record for record in (*(item.record for item in items), *studies)}
        self._pages = _pages_in(items)
        self._inside: dict[str, set[str]] = {}
        for record in self._going.values():
            for part in record.files:
                self._inside.setdefault(part.fingerprint.sha256, set()).update(record.encloses)

    def is_whole(self, sha256: str) -> bool:
        """Whether the file may go byte for byte."""
        return self._has_all(sha256, frozenset())

    def _has_all(self, sha256: str, around: frozenset[str]) -> bool:
        """`around` are the files it lies in, so that a ring of them has an end."""
        chosen = self._pages.get(sha256)
        if chosen is not None:
            original = sources.find_original(self._db, sha256)
            count = original.page_count if original is not None else None
            if not chosen >= set(range(1, (count or 1) + 1)):
                return False
        around = around | {sha256}
        for record_id in self._inside.get(sha256, ()):
            record = self._going.get(record_id)
            if record is None:
                return False
            files = {part.fingerprint.sha256 for part in record.files}
            if not all(self._has_all(file, around) for file in files - around):
                return False
        return True


def _pages_in(items: Sequence[Chosen]) -> dict[str, set[int] | None]:
    """Which pages of each file go in; None = the whole file."""
    pages: dict[str, set[int] | None] = {}
    for item in items:
        for part in item.record.files:
            sha256 = part.fingerprint.sha256
            if part.first_page is None or part.last_page is None:
                pages[sha256] = None
                continue
            already = pages.setdefault(sha256, set())
            if already is not None:
                already.update(range(part.first_page, part.last_page + 1))
    return pages
