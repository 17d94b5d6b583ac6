"""Documents of Apple's Pages, Numbers and Keynote, which only those read: the preview inside is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats import zip_parts
from recordkeeper.formats.enclosed import Enclosure, members
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.sheets import NotRead
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Format, Reading

_ALL_PAGES = "quicklook/preview.pdf"  # in files of iWork '09, and of later ones when the writer asked for it
_FIRST_PAGE = ("preview.jpg", "quicklook/thumbnail.jpg", "preview-web.jpg")


class IworkHandler:
    """Hands out the preview of a document it cannot read."""

    name = "iwork"
    version = 1
    formats = frozenset({Format.IWORK})

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """KEPT, with a preview inside where there is one; LOCKED, or UNREADABLE when the file is damaged."""
        reader = Reader(self.name, self.version)
        try:
            with zip_parts.opened(path) as parts:
                preview = _preview(parts)
                locked = ".iwpv2" in parts or ".iwph" in parts
        except NotRead as problem:
            return Reading(untrusted_format, reader, problem.condition, problem.reason_code)
        if locked:
            return Reading(untrusted_format, reader, Condition.LOCKED, "document_locked")
        reason = {"": "no_reader", _ALL_PAGES: "preview_inside"}.get(preview, "first_page_inside")
        return Reading(untrusted_format, reader, Condition.KEPT, reason, inside=1 if preview else 0)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield the preview. RefusedArchive when the file is damaged."""
        del untrusted_format
        try:
            with zip_parts.opened(path) as parts:
                preview = _preview(parts)
                if preview:
                    yield from members([Enclosure(parts.shown_name(preview), lambda: parts.content(preview))])
        except NotRead as problem:
            raise RefusedArchive("archive_damaged") from problem


def _preview(parts: zip_parts.Parts) -> str:
    return next((name for name in (_ALL_PAGES, *_FIRST_PAGE) if name in parts), "")
