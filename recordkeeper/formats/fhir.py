"""FHIR resources and bundles (DSTU2, STU3, R4, R5; JSON, XML, one a line): text, stated facts, files inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats.attached import members_of
from recordkeeper.formats.fhir_entry import Shapes, Teller
from recordkeeper.formats.fhir_files import Files, collect, files_in
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_labs import lab_entries
from recordkeeper.formats.fhir_load import Loaded, load, text
from recordkeeper.formats.fhir_stated import fhir_stated
from recordkeeper.formats.fhir_text import FhirText
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.sheets import NotRead, SheetsHandler, TextFound
from recordkeeper.records.reading import Format


@dataclass(frozen=True, slots=True)
class _Opened:
    loaded: Loaded
    index: Index
    files: Files


class FhirHandler(SheetsHandler):
    """Reads FHIR as people read a record, and takes out the files in it."""

    name = "fhir"
    version = 1
    formats = frozenset({Format.FHIR})

    def __init__(self, data: HealthData, shapes: Shapes) -> None:
        self._data = data
        self._shapes = shapes

    @classmethod
    def from_resources(cls, resources: Path) -> FhirHandler:
        return cls(HealthData.load(resources), Shapes.load(resources))

    def text_of(self, path: Path) -> TextFound:
        """The text of all resources; NotRead `damaged` when there are none."""
        opened = self._open(path)
        stated = fhir_stated(opened.loaded, opened.index, self._shapes, self._data)
        words = self._data.words(_language(opened.loaded))
        teller = Teller(self._shapes, opened.index, opened.files, words)
        writer = FhirText(self._shapes, opened.index, teller, words, self._data)
        lines = "\n".join(writer.lines(opened.loaded.resources, stated))
        inside = sum(1 for _ in files_in(opened.files))
        labs = lab_entries(opened.loaded.resources, opened.index)
        problem = "end_missing" if opened.loaded.broken else ""
        return TextFound(lines, opened.loaded.cut, stated.title.words, inside, stated, problem, labs)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield the letters, reports and pictures attached to the resources."""
        del untrusted_format
        try:
            opened = self._open(path)
        except NotRead as problem:
            raise RefusedArchive("archive_damaged") from problem
        yield from members_of(files_in(opened.files))

    def _open(self, path: Path) -> _Opened:
        loaded = load(path)
        index = Index(loaded.resources)
        files = collect(loaded.resources, index, self._data, alone=not loaded.bundle)
        return _Opened(loaded, index, files)


def _language(loaded: Loaded) -> str:
    """The language of a summary, or of a resource that is alone; bundles of many are headed in English."""
    main = [one for one in loaded.resources if one.type == "Composition"] or loaded.resources
    return text(main[0].content.get("language")) if len(main) == 1 else ""
