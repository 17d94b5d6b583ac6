"""Deleting for good: every row that speaks of some records and their files, and what of them lies in free pages.

What a person did to them goes too; that something was deleted stays, as an act that cannot be taken back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import documents, findings, jobs, merging, relatives
from recordkeeper.catalogue.changes import Effect
from recordkeeper.records.kinds import Status
from recordkeeper.records.provenance import Fingerprint

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

SWEEP = "sweep_deleted"  # the job of taking a file out of the folder, the journal and the copies too
REASON = "deleted_for_good"


@dataclass(frozen=True, slots=True)
class Gone:
    """What is deleted: ids of records (parts and wholes of theirs too), and the SHA-256 of their files."""

    records: frozenset[str]
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deletable:
    """What would go: `gone`, the files with their sizes, and those that stay as others' pages are in their file."""

    gone: Gone
    files: tuple[Fingerprint, ...]
    asked: tuple[str, ...]
    stayed: tuple[tuple[str, tuple[str, ...]], ...]


def hidden_path(path: str) -> str:
    """What stands in receipts for the path of a deleted file: it is recognised when met again, and not read."""
    return f"deleted/{hashlib.sha256(path.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def deletable(db: Database, records: Sequence[str]) -> Deletable:
    """Of records in the trash, what can go. One whose file holds pages of a record that is not to go stays."""
    wanted = dict.fromkeys(records)
    stayed: dict[str, tuple[str, ...]] = {}
    while True:  # one that stays may hold another back
        going = [record for record in wanted if record not in stayed]
        held = {record: others for record in going if (others := _others(db, record, going))}
        if not held:
            break
        stayed |= held
    family = {each for record in going for each in _family(db, record)} | _wholes_of(db, going)
    rows = db.execute(
        """
        SELECT DISTINCT o.sha256, o.size FROM record r
        JOIN record_file rf ON rf.record_id = r.rowid OR rf.home = r.rowid JOIN original o ON o.id = rf.original_id
        WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY o.sha256
        """,
        [json.dumps(sorted(family))],
    ).fetchall()
    files = tuple(Fingerprint(sha256, size) for sha256, size in rows)
    gone = Gone(frozenset(family | _parts_ever(db, family)), frozenset(file.sha256 for file in files))
    return Deletable(gone, files, tuple(going), tuple(stayed.items()))


def _others(db: Database, record: str, going: Sequence[str]) -> tuple[str, ...]:
    """Records outside `going` (and what belongs to it) whose pages are in the files of `record`."""
    family = sorted({each for one in going for each in _family(db, one)})
    rows = db.execute(
        """
        SELECT DISTINCT coalesce(nullif(other.merged_into, ''), other.id) FROM record_file rf
        JOIN record_file rf2 ON rf2.original_id = rf.original_id
        JOIN record other ON other.rowid IN (rf2.record_id, rf2.home)
        WHERE rf.record_id IN (SELECT rowid FROM record WHERE id IN (SELECT value FROM json_each(?)))
          AND other.id NOT IN (SELECT value FROM json_each(?)) AND other.merged_into <> ? ORDER BY 1
        """,
        [json.dumps(sorted(_family(db, record))), json.dumps(family), merging.IN_PARTS],
    ).fetchall()
    return tuple(other for (other,) in rows)


def _family(db: Database, record: str) -> set[str]:
    """A record, and what was made one with it."""
    rows = db.execute("SELECT id FROM record WHERE merged_into = ?", [record]).fetchall()
    return {record, *(part for (part,) in rows)}


def _parted(db: Database) -> dict[str, set[str]]:
    """Documents a person parted → the ids of their parts."""
    rows = db.execute("SELECT record, value FROM correction WHERE field = 'parts'").fetchall()
    return {whole: {part["record"] for part in json.loads(value)} for whole, value in rows}


def _wholes_of(db: Database, records: Iterable[str]) -> set[str]:
    """Parted documents all of whose parts are among these records."""
    here = set(records)
    return {whole for whole, parts in _parted(db).items() if parts and parts <= here}


def _parts_ever(db: Database, records: set[str]) -> set[str]:
    """Parts these records once had: what was said of them is kept, should they be parted again."""
    effects = db.execute("SELECT forward, inverse FROM change WHERE forward LIKE '%\"parts\"%'").fetchall()
    return {
        part["record"]
        for effect in chain.from_iterable(effects)
        for record, fields in json.loads(effect).items()
        if record in records
        for part in fields.get("parts") or ()
    }


def without(effect: Effect, gone: Gone) -> Effect:
    """An act's effect without what it says of deleted records."""
    return {
        name: {field: value for field, value in fields.items() if not _speaks_of(field, value, gone)}
        for name, fields in effect.items()
        if name not in gone.records and findings.file_of(name) not in gone.files
    }


def _speaks_of(field: str, value: Any, gone: Gone) -> bool:
    if field.startswith(relatives.WITH):
        return field.removeprefix(relatives.WITH) in gone.records
    return field == "merged_into" and isinstance(value, dict) and value.get("record") in gone.records


def delete(db: Database, gone: Gone) -> None:
    """Remove every row about these records and files, in the caller's transaction. Twice does no harm."""
    sums = json.dumps(sorted(gone.files))
    gone = Gone(gone.records | _standing_in(db, sums), gone.files)
    names = json.dumps(sorted(gone.records))
    rows = "SELECT rowid FROM record WHERE id IN (SELECT value FROM json_each(:names))"
    files = "SELECT id FROM original WHERE sha256 IN (SELECT value FROM json_each(:sums))"
    said = {"names": names, "sums": sums}
    db.execute(f"DELETE FROM instance WHERE original_id IN ({files})", said)
    db.execute(f"DELETE FROM series WHERE record_id IN ({rows})", said)
    for table in documents.OF_RECORD:
        db.execute(f"DELETE FROM {table} WHERE record_id IN ({rows})", said)
    db.execute(f"DELETE FROM record_file WHERE home IN ({rows}) OR original_id IN ({files})", said)
    db.execute("DELETE FROM record WHERE id IN (SELECT value FROM json_each(:names))", said)
    db.execute(f"DELETE FROM page WHERE original_id IN ({files})", said)
    db.execute(f"DELETE FROM place_told WHERE original_id IN ({files})", said)
    _forget_paths(db, files, said)
    db.execute(
        """
        DELETE FROM enclosed WHERE outer_sha256 IN (SELECT value FROM json_each(:sums))
            OR inner_sha256 IN (SELECT value FROM json_each(:sums))
        """,
        said,
    )
    db.execute(
        """
        DELETE FROM job WHERE fingerprint IN (SELECT value FROM json_each(:sums))
            OR fingerprint IN (SELECT value FROM json_each(:names))
        """,
        said,
    )
    db.execute(f"DELETE FROM original WHERE id IN ({files})", said)
    _forget_words(db, gone, names)
    relatives.choose_shown(db)


def _standing_in(db: Database, sums: str) -> frozenset[str]:
    """The records of these files: today's readers may see others in them than those that were deleted."""
    rows = db.execute(
        """
        SELECT DISTINCT r.id FROM original o JOIN record_file rf ON rf.original_id = o.id
        JOIN record r ON r.rowid IN (rf.record_id, rf.home) WHERE o.sha256 IN (SELECT value FROM json_each(?))
        """,
        [sums],
    ).fetchall()
    return frozenset(record for (record,) in rows)


def _forget_paths(db: Database, files: str, said: dict[str, str]) -> None:
    """Receipts keep the outcome, without name; so do the sources of a run that was given just these files."""
    found = db.execute(
        f"""
        SELECT id, intake_id, path FROM source_file
        WHERE original_id IN ({files}) OR sha256 IN (SELECT value FROM json_each(:sums))
        """,
        said,
    ).fetchall()
    for number, intake, path in found:
        hidden = hidden_path(path)
        db.execute(
            """
            UPDATE source_file
            SET path = ?, name = '', detail = '', original_id = NULL, sha256 = NULL, reason_code = ?
            WHERE id = ?
            """,
            [hidden, REASON, number],
        )
        (sources,) = db.execute("SELECT sources FROM intake WHERE id = ?", [intake]).fetchone()
        kept = json.dumps([hidden if source == path else source for source in json.loads(sources)])
        db.execute("UPDATE intake SET sources = ? WHERE id = ?", [kept, intake])


def _forget_words(db: Database, gone: Gone, names: str) -> None:
    """What a person said of them and did to them; places nobody's papers come from any more."""
    db.execute("DELETE FROM correction WHERE record IN (SELECT value FROM json_each(?))", [names])
    for sha256 in gone.files:
        db.execute("DELETE FROM correction WHERE record LIKE ?", [findings.name_of(sha256, "%")])
    for record, field, value in db.execute(
        "SELECT record, field, value FROM correction WHERE field = 'merged_into' OR field LIKE 'with:%'"
    ).fetchall():
        if _speaks_of(field, json.loads(value), gone):
            db.execute("DELETE FROM correction WHERE record = ? AND field = ?", [record, field])
    emptied: list[int] = []
    for seq, forward, inverse in db.execute("SELECT seq, forward, inverse FROM change").fetchall():
        before = json.loads(forward), json.loads(inverse)
        after = without(before[0], gone), without(before[1], gone)
        if after == before:
            continue
        if any(after):
            db.execute("UPDATE change SET forward = ?, inverse = ? WHERE seq = ?", [*map(json.dumps, after), seq])
        else:
            emptied.append(seq)
    db.execute("DELETE FROM change WHERE seq IN (SELECT value FROM json_each(?))", [json.dumps(emptied)])
    db.execute(
        """
        DELETE FROM facility WHERE NOT EXISTS (
            SELECT 1 FROM record WHERE key IN (record.facility_key, record.place_key)
        ) AND NOT EXISTS (SELECT 1 FROM correction WHERE record = 'facility:' || key)
        """
    )


def purge(db: Database) -> None:
    """Take what deleted rows left in free pages and in the full text out of the file. Not in a transaction."""
    db.execute("INSERT INTO page_text (page_text) VALUES ('optimize')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def not_here(db: Database, gone: Gone) -> Gone:
    """Those of `gone` that are not in the catalogue (again)."""
    files = {sha256 for (sha256,) in db.execute("SELECT sha256 FROM original").fetchall()}
    records = {record for (record,) in db.execute("SELECT id FROM record").fetchall()}
    return Gone(gone.records - records, gone.files - files)


def holds(db: Database, gone: Gone) -> bool:
    """Whether anything of these is in a catalogue, perhaps one of an earlier shape."""
    row = db.execute(
        """
        SELECT EXISTS (SELECT 1 FROM original WHERE sha256 IN (SELECT value FROM json_each(?)))
            OR EXISTS (SELECT 1 FROM record WHERE id IN (SELECT value FROM json_each(?)))
        """,
        [json.dumps(sorted(gone.files)), json.dumps(sorted(gone.records))],
    ).fetchone()
    return bool(row[0])


def waiting(db: Database) -> frozenset[str]:
    """The numbers of deletions of which something may still lie about."""
    return frozenset(jobs.waiting(db, SWEEP))


def not_in_trash(db: Database, records: Sequence[str]) -> tuple[str, ...]:
    """Those of these records that are not in the trash."""
    rows = db.execute(
        "SELECT id FROM record WHERE id IN (SELECT value FROM json_each(?)) AND status <> ?",
        [json.dumps(list(records)), Status.TRASHED],
    ).fetchall()
    return tuple(record for (record,) in rows)


def trashed_since(db: Database) -> dict[str, str]:
    """Record in the trash → the moment (ISO 8601, UTC) it was moved there."""
    rows = db.execute(
        """
        SELECT r.id, max(c.at) FROM record r, change c, json_each(c.forward) e
        WHERE r.status = ? AND r.merged_into = '' AND e.key = r.id AND json_extract(e.value, '$.trashed') = 1
        GROUP BY r.id
        """,
        [Status.TRASHED],
    ).fetchall()
    return dict(rows)
