"""Which records lay inside which: a mail and what was attached to it, a scan file and the report in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recordkeeper.records.intake import FoundFile
from recordkeeper.records.kinds import Outcome
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


def listed_inside(db: Database, original_id: int) -> Iterator[FoundFile]:
    """What the first receipt of a kept file lists as lying in it; paths from the file's own on ("!/note.txt").

    Only what is kept itself has a fingerprint.
    """
    first = db.execute(
        "SELECT intake_id, path FROM source_file WHERE original_id = ? ORDER BY id LIMIT 1", [original_id]
    ).fetchone()
    if first is None:
        return
    intake_id, path = first
    rows = db.execute(
        """
        SELECT f.path, f.name, f.outcome, f.reason_code, f.detail, f.size, o.sha256, o.size
        FROM source_file f LEFT JOIN original o ON o.id = f.original_id
        WHERE f.intake_id = ? AND f.path >= ? AND f.path < ? AND f.outcome <> 'pending' ORDER BY f.id
        """,
        [intake_id, f"{path}!/", f"{path}!0"],  # 0 follows the stroke
    ).fetchall()
    for inner, name, outcome, reason_code, detail, size, sha256, kept in rows:
        fingerprint = Fingerprint(sha256, kept) if sha256 else None
        yield FoundFile(inner[len(path) :], name, Outcome(outcome), reason_code, detail, fingerprint, size)
