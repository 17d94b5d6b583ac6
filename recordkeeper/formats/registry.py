"""Which reader takes which format. A new format is one line here."""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import cast

from recordkeeper.formats.handler import (
    Glances,
    Handler,
    Member,
    Outlines,
    ReadsInSteps,
    RefusedArchive,
    Renders,
    Unlocks,
    Unpacks,
    finished,
)
from recordkeeper.formats.litter import load_litter
from recordkeeper.formats.opaque import OpaqueHandler
from recordkeeper.formats.sniff import sniff
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import Format, OutlineEntry, Picture, Reading

_DICOM = "recordkeeper.formats.dicom:DicomHandler"
_PICTURE = "recordkeeper.formats.picture:PictureHandler"
HANDLERS = {
    Format.DICOM: _DICOM,
    Format.DICOMDIR: _DICOM,
    Format.PDF: "recordkeeper.formats.pdf:PdfHandler",
    Format.JPEG: _PICTURE,
    Format.PNG: _PICTURE,
    Format.TIFF: _PICTURE,
    Format.HEIC: _PICTURE,
    Format.AVIF: _PICTURE,
    Format.BMP: _PICTURE,
    Format.GIF: _PICTURE,
    Format.JP2: _PICTURE,
    Format.WEBP: _PICTURE,
    Format.TEXT: "recordkeeper.formats.plain:PlainHandler",
    Format.HTML: "recordkeeper.formats.plain:HtmlHandler",
    Format.RTF: "recordkeeper.formats.office:RtfHandler",
    Format.DOCX: "recordkeeper.formats.office:DocxHandler",
    Format.DOC: "recordkeeper.formats.office:DocHandler",
    Format.ODT: "recordkeeper.formats.office:OdtHandler",
    Format.PPTX: "recordkeeper.formats.office:PptxHandler",
    Format.IWORK: "recordkeeper.formats.iwork:IworkHandler",
    Format.XLSX: "recordkeeper.formats.spreadsheets:XlsxHandler",
    Format.XLS: "recordkeeper.formats.spreadsheets:XlsHandler",
    Format.ODS: "recordkeeper.formats.spreadsheets:OdsHandler",
    Format.CSV: "recordkeeper.formats.spreadsheets:CsvHandler",
    Format.EML: "recordkeeper.formats.mail:EmlHandler",
    Format.MSG: "recordkeeper.formats.mail:MsgHandler",
    Format.TNEF: "recordkeeper.formats.mail:TnefHandler",
    Format.MBOX: "recordkeeper.formats.mailbox:MailboxHandler",
    Format.ZIP: "recordkeeper.formats.archive_zip:ZipHandler",
    Format.TAR: "recordkeeper.formats.archive_tar:TarHandler",
    Format.GZIP: "recordkeeper.formats.archive_gzip:GzipHandler",
    Format.SEVEN_ZIP: "recordkeeper.formats.archive_7z:SevenZipHandler",
    Format.ISO: "recordkeeper.formats.archive_iso:IsoHandler",
    Format.CDA: "recordkeeper.formats.cda:CdaHandler",
    Format.FHIR: "recordkeeper.formats.fhir:FhirHandler",
}


class Registry:
    """Sniffs a file and hands it to its reader; readers and their libraries are loaded when first needed."""

    def __init__(self, resources: Path, passwords: tuple[str, ...] = ()) -> None:
        """`resources` is the program's resources folder. OSError when resources/formats is not there."""
        self._resources = resources
        self._passwords = passwords
        self._litter = load_litter(resources / "formats")
        self._opaque = OpaqueHandler(self._litter)
        self._handlers: dict[str, Handler] = {}
        self._unlocking: Registry | None = None

    def with_passwords(self, passwords: tuple[str, ...]) -> Registry:
        """Return a registry whose readers try these passwords, in order, on locked files."""
        if passwords == self._passwords:
            return self
        if self._unlocking is None or self._unlocking._passwords != passwords:  # noqa: SLF001 - one of us
            self._unlocking = Registry(self._resources, passwords)
        return self._unlocking

    def sniff(self, path: Path, name: str) -> Format:
        """What the file at `path`, which came as `name`, is."""
        return sniff(path, name, self._litter)

    def handler(self, untrusted_format: Format) -> Handler:
        """The reader for a format; OpaqueHandler for those without one."""
        target = HANDLERS.get(untrusted_format)
        if target is None:
            return self._opaque
        if target not in self._handlers:
            module, _, name = target.partition(":")
            kind = getattr(importlib.import_module(module), name)
            make = getattr(kind, "from_resources", None)  # readers with tables or words of their own
            handler = cast("Handler", make(self._resources) if make else kind())
            if self._passwords and isinstance(handler, Unlocks):
                handler = handler.with_passwords(self._passwords)
            self._handlers[target] = handler
        return self._handlers[target]

    def read(self, path: Path, name: str) -> Reading:
        """Return what is in the file at `path`, which came as `name`. OSError when it cannot be opened."""
        return finished(self.read_steps(path, name))

    def read_steps(self, path: Path, name: str) -> Generator[float, None, Reading]:
        """As `read`, yielding before each step how many seconds it may take, where a reader can tell."""
        found = self.sniff(path, name)
        handler = self.handler(found)
        if isinstance(handler, OpaqueHandler):
            return handler.read_named(path, name, found)
        if isinstance(handler, ReadsInSteps):
            return (yield from handler.read_steps(path, found))
        return handler.read(path, found)

    def glance(self, path: Path, name: str) -> Reading:
        """Return whether the file opens and how many pages it has; as `read` where a reader cannot tell faster."""
        found = self.sniff(path, name)
        handler = self.handler(found)
        return handler.glance(path, found) if isinstance(handler, Glances) else self.read(path, name)

    def render(
        self, path: Path, untrusted_format: Format, page: int, dpi: float, marks: tuple[Box, ...] = ()
    ) -> Picture:
        """Return a page as a picture. IndexError: no such page; ValueError: it or its format cannot be painted."""
        handler = self.handler(untrusted_format)
        if not isinstance(handler, Renders):
            raise ValueError(f"nothing paints {untrusted_format}")
        return handler.render(path, untrusted_format, page, dpi, marks)

    def outline(self, path: Path, untrusted_format: Format) -> tuple[OutlineEntry, ...]:
        """Return the table of contents a file brings along; none where its format has none."""
        handler = self.handler(untrusted_format)
        return handler.outline(path, untrusted_format) if isinstance(handler, Outlines) else ()

    def unpack(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Return the members of a container. RefusedArchive when it must not be opened or is none."""
        handler = self.handler(untrusted_format)
        if not isinstance(handler, Unpacks):
            raise RefusedArchive("no_reader")
        return handler.members(path, untrusted_format)
