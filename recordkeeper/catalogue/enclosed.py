"""Which records lay inside which: a mail and what was attached to it, a scan file and the report in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.records.provenance import Fingerprint

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def note(db: Database, outer: Fingerprint, inner: Fingerprint) -> None:
    """Say that `inner` lay in `outer`. Either may not be kept: then nothing comes of it."""
    db.execute("INSERT OR IGNORE INTO enclosed VALUES (?, ?)", [outer.sha256, inner.sha256])


def inside(db: Database, rowid: int) -> tuple[str, ...]:
    """The ids of the records that lay in a record's files."""
    return _beyond(db, rowid, here="outer_sha256", there="inner_sha256")


def around(db: Database, rowid: int) -> tuple[str, ...]:
    """The ids of the records whose files a record lay in."""
    return _beyond(db, rowid, here="inner_sha256", there="outer_sha256")


def _beyond(db: Database, rowid: int, *, here: str, there: str) -> tuple[str, ...]:
    rows = db.execute(
        f"""
        SELECT DISTINCT r.id
        FROM record_file rf JOIN original o ON o.id = rf.original_id
        JOIN enclosed e ON e.{here} = o.sha256
        JOIN original o2 ON o2.sha256 = e.{there}
        JOIN record_file rf2 ON rf2.original_id = o2.id JOIN record r ON r.rowid = rf2.record_id
        WHERE rf.record_id = ? AND r.rowid <> rf.record_id AND r.merged_into = '' ORDER BY r.id
        """,
        [rowid],
    ).fetchall()
    return tuple(record for (record,) in rows)
