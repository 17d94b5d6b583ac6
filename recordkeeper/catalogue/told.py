"""What one file says of the files that lay beside it: which clinic each came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import jobs
from recordkeeper.catalogue.engine import storable
from recordkeeper.records.reading import Format, Reading

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

JOIN = "told"  # the step that joins what was told with the records it was told of


@dataclass(frozen=True, slots=True)
class Told:
    """A record, the place it came from, and the file that says so (SHA-256 and page, where it has one)."""

    record: str
    place: str
    file: str
    page: int | None


def put(db: Database, original_id: int, sha256: str, reading: Reading) -> None:
    """Keep what a file tells of others, in place of what it told before; ask for joining where that may matter."""
    db.execute("DELETE FROM place_told WHERE original_id = ?", [original_id])
    told = reading.stated.told if reading.stated else ()
    db.conn.executemany(
        "INSERT OR IGNORE INTO place_told VALUES (?, ?, ?)",
        [(original_id, storable(path), storable(each.place)) for each in told for path in each.paths],
    )
    if told or reading.format is Format.FHIR:
        jobs.want(db, sha256, JOIN)


def waiting(db: Database) -> tuple[str, ...]:
    """The files since whose coming nothing was joined."""
    return jobs.waiting(db, JOIN)


def done(db: Database, files: tuple[str, ...]) -> None:
    """What these files told, or what was told of them, is joined."""
    for sha256 in files:
        jobs.done(db, sha256, JOIN)


def of_records(db: Database, original_id: int | None = None) -> tuple[Told, ...]:
    """Every record of health data, or those of one file, with the place a file beside it in an intake names for it.

    What was told first stands first.
    """
    only = "" if original_id is None else "AND o.id = :only"
    rows = db.execute(
        rf"""
        WITH beside AS (
            SELECT s.intake_id, s.original_id, substr(s.path, 1, length(s.path) - length(s.name)) AS folder
            FROM source_file s WHERE s.original_id IN (SELECT original_id FROM place_told)
        )
        SELECT r.id, t.place, teller.sha256,
               (SELECT min(p.number) FROM page p WHERE p.original_id = teller.id AND instr(p.text, t.place) > 0)
        FROM original o JOIN source_file f ON f.original_id = o.id
        JOIN beside b ON b.intake_id = f.intake_id AND substr(f.path, 1, length(b.folder)) = b.folder
        JOIN place_told t ON t.original_id = b.original_id
             AND t.path = replace(substr(f.path, length(b.folder) + 1), '\', '/')
        JOIN original teller ON teller.id = t.original_id
        JOIN record_file rf ON rf.original_id = o.id
        JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id)
        WHERE o.format = :form {only} ORDER BY b.intake_id, teller.id, r.rowid
        """,
        {"form": Format.FHIR, "only": original_id},
    ).fetchall()
    return tuple(Told(*row) for row in rows)
