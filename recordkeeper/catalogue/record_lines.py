"""Records as rows of a list: without what only an open record needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import marks
from recordkeeper.catalogue.documents import conditions
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.marks import NO_MARKS, Marks
from recordkeeper.records.query import Listing, RecordLine

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_NO_PICTURES = "'SR', 'KO', 'PR', 'ECG', 'HD', 'EPS', 'RTPLAN', 'RTSTRUCT', 'RTRECORD', 'REG', 'DOC', 'FID', 'PLAN'"
_ROW = f"""
    SELECT r.id, r.kind, r.title, r.service_date, r.facility, r.status, r.study_uid, r.shown_as,
           CASE WHEN r.study_uid = '' THEN r.page_count ELSE (
               SELECT nullif(count(*), 0) FROM series s JOIN instance i ON i.series_id = s.id
               WHERE s.record_id = r.rowid AND s.modality NOT IN ({_NO_PICTURES})
           ) END,
           CASE r.set_aside_reason WHEN 'moved' THEN (
               SELECT json_extract(value, '$.name') FROM correction WHERE record = r.id AND field = 'moved_to'
           ) END
    FROM record r
"""
_COPIES = """
    SELECT shown_as, count(*) FROM record WHERE shown_as <> '' AND status <> 'trashed' AND merged_into = ''
    GROUP BY shown_as
"""


def find(db: Database, listing: Listing) -> tuple[RecordLine, ...]:
    """The records of a listing in the order of `documents.find`, but without what only an open record needs."""
    where, values = conditions(db, listing)
    rows = db.execute(
        f"""
        {_ROW} WHERE {" AND ".join(where)} ORDER BY coalesce(r.service_date, '') DESC, r.id LIMIT ?
        """,
        [*values, -1 if listing.limit is None else listing.limit],
    ).fetchall()
    return _lines(rows, dict(db.execute(_COPIES).fetchall()), marks.all_marks(db))


def of(db: Database, records: Iterable[str]) -> dict[str, RecordLine]:
    """The rows of these records, by id; those that are gone are left out."""
    names = json.dumps(sorted(records))
    rows = db.execute(f"{_ROW} WHERE r.id IN (SELECT value FROM json_each(?))", [names]).fetchall()
    return {line.id: line for line in _lines(rows, {}, {})}


def places(db: Database, most: int = 3) -> tuple[str, ...]:
    """The places most records come from, as they are called."""
    rows = db.execute(
        """
        SELECT facility FROM record
        WHERE facility <> '' AND merged_into = '' AND status IN ('recognised', 'confirmed')
        GROUP BY facility ORDER BY count(*) DESC, facility LIMIT ?
        """,
        [most],
    ).fetchall()
    return tuple(name for (name,) in rows)


def _lines(rows: Sequence[Any], copies: Mapping[str, int], said: Mapping[str, Marks]) -> tuple[RecordLine, ...]:
    return tuple(
        RecordLine(
            id=record_id,
            kind=Kind(kind),
            title=title,
            service_date=PartialDate.parse(date) if date else None,
            facility=facility,
            status=Status(status),
            is_study=bool(study_uid),
            count=count,
            shown_as=shown_as,
            copies=copies.get(record_id, 0),
            moved_to=moved_to or "",
            starred=(on := said.get(record_id, NO_MARKS)).starred,
            tags=on.tags,
            noted=bool(on.note),
        )
        for record_id, kind, title, date, facility, status, study_uid, shown_as, count, moved_to in rows
    )
