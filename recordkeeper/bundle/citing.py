"""Finds the page of the packet on which a page of a record stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.bundle.plan import Plan
from recordkeeper.catalogue import documents
from recordkeeper.records.document import FilePart, Record
from recordkeeper.records.flow import Cite

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Pages:
    """Of the records that go: `going` is the id people find one by → the id that goes, `records` those shown."""

    db: Database
    going: Mapping[str, str]
    records: Mapping[str, Record]

    @classmethod
    def of(cls, db: Database, the_plan: Plan) -> Pages:
        return cls(db, going_of(the_plan), {item.record.id: item.record for item in the_plan.documents})

    def cite(self, record: str, page: int | None, file: str | None = None) -> Cite | None:
        """Where it will stand; `file` is the SHA-256 of the one the page is counted in, None = the first.

        The record's first page where that is all that is known, as of typeset text. None when it does not go.
        """
        goes = self.going.get(record)
        if goes is None or goes not in self.records:
            return None
        files = self.records[goes].files
        spans = [_span(part, count) for part, count in
                 zip(files, documents.page_counts(self.db, goes), strict=True)]  # fmt: skip
        if page is None or None in spans:
            return Cite(goes)
        shown, before = sum(len(span) for span in spans if span), 0
        for part, span in zip(files, spans, strict=True):
            assert span is not None, "seen above"
            if page in span and file in (None, part.fingerprint.sha256):
                return Cite(goes, before + page - span.start, shown)
            before += len(span)
        return Cite(goes)


def going_of(the_plan: Plan) -> dict[str, str]:
    """The records of a bundle by the id people find them by: of records that hold one text one is shown."""
    records = (*(item.record for item in the_plan.documents), *the_plan.studies)
    hidden = {record.relatives.shown_as: record.id for record in records if record.relatives.shown_as}
    return hidden | {record.id: record.id for record in records}


def _span(part: FilePart, count: int | None) -> range | None:
    """The pages of a file that are the record's."""
    first, last = part.first_page or 1, part.last_page or count
    return range(first, last + 1) if last is not None else None
