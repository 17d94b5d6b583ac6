"""Which kept files were read by an earlier program, whose readers knew less, and wait to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import jobs, store, whose
from recordkeeper.catalogue.changes import PATIENT
from recordkeeper.catalogue.sources import KeptFile
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import ARCHIVES, Format

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

RENEW = "renew"  # the job that reads a file again
# Raised when readers say more of files that are here: 1 reads facts, and people by more than a name; 2 reads
# allergies, medicines, other illnesses and operations.
READINGS = 2
_META = "readings"
_NOT_AGAIN = (Format.DICOM, *ARCHIVES)  # slices have no facts, and what is in archives is files of its own


def is_behind(db: Database) -> bool:
    """Whether files may be here that only an earlier program has read, and nobody has asked for them yet."""
    return int(store.get_meta(db, _META, "0")) < READINGS


def ask(db: Database) -> None:
    """Ask for every such file to be read again, and for whose all records are, in the caller's transaction."""
    formats = ", ".join("?" * len(_NOT_AGAIN))
    db.execute(
        f"""
        INSERT OR REPLACE INTO job SELECT DISTINCT o.sha256, ?, ?, ? FROM original o
        JOIN record_file rf ON rf.original_id = o.id WHERE o.format NOT IN ({formats})
        """,
        [RENEW, READINGS, jobs.WAITING, *_NOT_AGAIN],
    )
    if jobs.waiting(db, RENEW):
        jobs.want(db, PATIENT, whose.JUDGE)
    store.set_meta(db, _META, str(READINGS))


def waiting(db: Database) -> tuple[KeptFile, ...]:
    """The files that wait, oldest first, each under the name it first came with."""
    rows = db.execute(
        """
        SELECT o.id, o.sha256, o.size, min(rf.name), o.format
        FROM job j JOIN original o ON o.sha256 = j.fingerprint JOIN record_file rf ON rf.original_id = o.id
        WHERE j.step = ? GROUP BY o.id ORDER BY o.id
        """,
        [RENEW],
    ).fetchall()
    return tuple(KeptFile(row, Fingerprint(sha, size), name, Format(form)) for row, sha, size, name, form in rows)


def done(db: Database, file: KeptFile) -> None:
    jobs.done(db, file.fingerprint.sha256, RENEW)
