"""Studies as lists show them, and where each came from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity, Status

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study as a list shows it; `series` is (UID, images) of those that hold images, `missing` how many images
    the runs of their numbers lack.
    """

    record: str
    title: str
    service_date: PartialDate | None
    facility: str
    status: Status
    identity: Identity
    series: tuple[tuple[str, int], ...]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a study came from first: the source as it was named (a folder, a disc, an archive), and when."""

    source: str
    day: PartialDate


def origin(db: Database, record_id: str) -> Origin | None:
    """Where the first files of a study came from; None where nothing is known of it any more."""
    row = db.execute(
        """
        SELECT n.sources, n.begun, f.path FROM instance i
        JOIN series s ON s.id = i.series_id JOIN record r ON r.rowid = s.record_id
        JOIN source_file f ON f.original_id = i.original_id JOIN intake n ON n.id = f.intake_id
        WHERE r.id = ? ORDER BY n.id, f.id LIMIT 1
        """,
        [record_id],
    ).fetchone()
    if row is None:
        return None
    sources, begun, path = json.loads(row[0]), row[1], row[2]
    named = [source for source in sources if path.startswith(source)]
    return Origin(max(named, key=len, default=path), PartialDate.parse(begun[:10]))


def find(db: Database) -> tuple[StudyLine, ...]:
    """Every study that holds images, newest first, undated last; the trash is left out."""
    rows = db.execute(
        """
        SELECT r.id, r.title, r.service_date, r.facility, r.status, r.identity, s.uid, sum(once.frames),
               coalesce(json_array_length(s.missing), 0)
        FROM record r JOIN series s ON s.record_id = r.rowid
        JOIN (SELECT i.series_id, max(coalesce(o.page_count, 0)) AS frames
              FROM instance i JOIN original o ON o.id = i.original_id
              WHERE json_extract(i.header, '$.has_pixels') GROUP BY i.series_id, i.uid) once
             ON once.series_id = s.id
        WHERE r.status <> 'trashed' GROUP BY s.id HAVING sum(once.frames) > 0
        ORDER BY coalesce(r.service_date, '') DESC, r.id, s.number, s.uid
        """
    ).fetchall()
    return tuple(
        StudyLine(
            record=record,
            title=title,
            service_date=PartialDate.parse(date) if date else None,
            facility=facility,
            status=Status(status),
            identity=Identity(identity),
            series=tuple((row[6], row[7]) for row in series),
            missing=sum(row[8] for row in series),
        )
        for (record, title, date, facility, status, identity), group in groupby(rows, key=lambda row: row[:6])
        for series in [list(group)]
    )
