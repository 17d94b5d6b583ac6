"""What a record takes with it when it goes to another library, and what carries a file there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.records.kinds import Status
from recordkeeper.records.provenance import Fingerprint

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Luggage:
    """A file of a record, under the name and path it was first met with."""

    record: str
    file: Fingerprint
    name: str
    path: str


def luggage(db: Database, records: Sequence[str]) -> tuple[Luggage, ...]:
    """The files of these records, in order."""
    rows = db.execute(
        f"""
        SELECT r.id, o.sha256, o.size, rf.name,
               coalesce((SELECT path FROM source_file WHERE original_id = o.id ORDER BY id LIMIT 1), rf.name)
        FROM record r JOIN record_file rf ON rf.record_id = r.rowid JOIN original o ON o.id = rf.original_id
        WHERE r.id IN ({_marks(records)}) ORDER BY r.rowid, rf.position, o.id
        """,
        list(records),
    ).fetchall()
    return tuple(Luggage(record, Fingerprint(sha, size), name, path) for record, sha, size, name, path in rows)


def sharing(db: Database, records: Sequence[str]) -> tuple[str, ...]:
    """Other records, not in the trash, that stand in the same files."""
    marks = _marks(records)
    rows = db.execute(
        f"""
        SELECT DISTINCT other.id FROM record r JOIN record_file rf ON rf.record_id = r.rowid
        JOIN record_file rf2 ON rf2.original_id = rf.original_id JOIN record other ON other.rowid = rf2.record_id
        WHERE r.id IN ({marks}) AND other.id NOT IN ({marks}) AND other.status <> ? AND other.merged_into = ''
        ORDER BY other.id
        """,
        [*records, *records, Status.TRASHED],
    ).fetchall()
    return tuple(record for (record,) in rows)


def carrying(db: Database, file: Fingerprint) -> dict[str, Status]:
    """The records that carry a file, with their status."""
    rows = db.execute(
        """
        SELECT r.id, r.status FROM original o JOIN record_file rf ON rf.original_id = o.id
        JOIN record r ON r.rowid = rf.record_id WHERE o.sha256 = ? ORDER BY r.id
        """,
        [file.sha256],
    ).fetchall()
    return {record: Status(status) for record, status in rows}


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
