"""Where files came from: the patient of this library, originals, intakes and every file they found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import told, whose
from recordkeeper.catalogue.engine import storable
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.intake import FoundFile, Intake, Receipt, ReceiptRow
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Condition, Format, Reading

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def set_patient(db: Database, patient: Patient) -> None:
    db.execute("INSERT OR REPLACE INTO patient VALUES (1, ?)", [json.dumps(to_plain(patient))])


def patient(db: Database) -> Patient:
    """Whose library this is, also known as somebody has said since."""
    (value,) = db.execute("SELECT value FROM patient").fetchone()
    return whose.with_what_was_said(from_plain(Patient, json.loads(value)), whose.said(db))


@dataclass(frozen=True, slots=True)
class Original:
    """A file kept byte for byte, as the catalogue knows it."""

    id: int
    fingerprint: Fingerprint
    format: Format
    condition: Condition
    reason_code: str
    detail: str
    page_count: int | None
    reader: str
    reader_version: int


_ORIGINAL = "id, sha256, size, format, condition, reason_code, detail, page_count, reader, reader_version"


def _original(row: Sequence[object]) -> Original:
    number, sha256, size, form, condition, reason_code, detail, page_count, reader, version = row
    return Original(
        id=number,  # type: ignore[arg-type]
        fingerprint=Fingerprint(str(sha256), size),  # type: ignore[arg-type]
        format=Format(str(form)),
        condition=Condition(str(condition)),
        reason_code=str(reason_code),
        detail=str(detail),
        page_count=page_count,  # type: ignore[arg-type]
        reader=str(reader),
        reader_version=version,  # type: ignore[arg-type]
    )


def find_original(db: Database, sha256: str) -> Original | None:
    row = db.execute(f"SELECT {_ORIGINAL} FROM original WHERE sha256 = ?", [sha256]).fetchone()
    return _original(row) if row else None


def known_sums(db: Database) -> frozenset[str]:
    """The SHA-256 of every original."""
    return frozenset(sha256 for (sha256,) in db.execute("SELECT sha256 FROM original").fetchall())


def sizes(db: Database) -> dict[str, int]:
    """SHA-256 → size of every original."""
    return dict(db.execute("SELECT sha256, size FROM original").fetchall())


def all_originals(db: Database) -> Iterator[Original]:
    """Every original, oldest first, read in one go."""
    rows = db.execute(f"SELECT {_ORIGINAL} FROM original ORDER BY id").fetchall()
    return map(_original, rows)


def add_original(db: Database, fingerprint: Fingerprint, reading: Reading) -> int:
    """Note a kept file; returns its row id."""
    cursor = db.execute(
        """
        INSERT INTO original (sha256, size, format, reader, reader_version, condition,
                              reason_code, detail, page_count, title, taken)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [fingerprint.sha256, fingerprint.size, *_read_columns(reading)],
    )
    original_id = int(cursor.lastrowid or 0)
    _put_pages(db, original_id, reading)
    told.put(db, original_id, fingerprint.sha256, reading)
    return original_id


def renew_original(db: Database, original_id: int, reading: Reading) -> None:
    """Put what is read of a kept file now in place of what was read of it before."""
    db.execute(
        """
        UPDATE original SET format = ?, reader = ?, reader_version = ?, condition = ?,
               reason_code = ?, detail = ?, page_count = ?, title = ?, taken = ?
        WHERE id = ?
        """,
        [*_read_columns(reading), original_id],
    )
    db.execute("DELETE FROM page WHERE original_id = ?", [original_id])
    _put_pages(db, original_id, reading)
    (sha256,) = db.execute("SELECT sha256 FROM original WHERE id = ?", [original_id]).fetchone()
    told.put(db, original_id, sha256, reading)


def _read_columns(reading: Reading) -> list[object]:
    return [
        reading.format,
        reading.reader.name,
        reading.reader.version,
        reading.condition,
        reading.reason_code,
        storable(reading.detail),
        reading.page_count,
        storable(reading.title),
        storable(reading.taken),
    ]


def _put_pages(db: Database, original_id: int, reading: Reading) -> None:
    db.conn.executemany(
        """
        INSERT INTO page (original_id, number, text, words, width, height, from_ocr, picture_only)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (original_id, p.page, storable(p.text), p.words.packed, p.width, p.height, p.from_ocr, p.picture_only)
            for p in reading.pages
        ],
    )


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file under the name it first came with."""

    id: int
    fingerprint: Fingerprint
    name: str
    format: Format


def kept_files(db: Database, records: Sequence[str] | None) -> tuple[KeptFile, ...]:
    """The files of these records, or all with None, oldest first."""
    only = "" if records is None else f"WHERE r.id IN ({', '.join('?' * len(records))})"
    rows = db.execute(
        f"""
        SELECT DISTINCT o.id, o.sha256, o.size, rf.name, o.format
        FROM original o JOIN record_file rf ON rf.original_id = o.id
        JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id) {only}
        GROUP BY o.id ORDER BY o.id
        """,
        list(records or ()),
    ).fetchall()
    return tuple(
        KeptFile(number, Fingerprint(sha, size), name, Format(form)) for number, sha, size, name, form in rows
    )


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A kept file that takes a password, as it was first met."""

    fingerprint: Fingerprint
    path: str
    name: str


def locked(db: Database) -> tuple[LockedFile, ...]:
    """Every file that still takes a password, in the order they came."""
    rows = db.execute(
        """
        SELECT o.sha256, o.size, f.path, f.name FROM original o
        JOIN source_file f ON f.id = (SELECT min(id) FROM source_file WHERE original_id = o.id)
        WHERE o.condition = ? ORDER BY o.id
        """,
        [Condition.LOCKED],
    ).fetchall()
    return tuple(LockedFile(Fingerprint(sha256, size), path, name) for sha256, size, path, name in rows)


def begin_intake(db: Database, intake: Intake) -> None:
    db.execute(
        "INSERT OR IGNORE INTO intake (id, begun, sources, moved_from) VALUES (?, ?, ?, ?)",
        [intake.id, intake.begun, json.dumps(intake.sources), storable(intake.moved_from)],
    )


def end_intake(db: Database, intake_id: int, at: str) -> None:
    db.execute("UPDATE intake SET ended = ? WHERE id = ?", [at, intake_id])


def next_intake_id(db: Database) -> int:
    (highest,) = db.execute("SELECT max(id) FROM intake").fetchone()
    return int(highest or 0) + 1


def unfinished_intakes(db: Database) -> tuple[Intake, ...]:
    rows = db.execute(
        "SELECT id, begun, sources, moved_from FROM intake WHERE ended IS NULL ORDER BY id"
    ).fetchall()
    return tuple(Intake(number, begun, tuple(json.loads(paths)), whose_) for number, begun, paths, whose_ in rows)


def add_found(db: Database, intake_id: int, found: FoundFile, original_id: int | None) -> None:
    """Note one file of an intake; a file settled before keeps its row, a pending one gets its outcome."""
    db.execute(
        """
        INSERT INTO source_file (intake_id, path, name, size, modified_ns, original_id, sha256,
                                 outcome, reason_code, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (intake_id, path) DO UPDATE SET size = excluded.size, modified_ns = excluded.modified_ns,
            original_id = excluded.original_id, sha256 = excluded.sha256, outcome = excluded.outcome,
            reason_code = excluded.reason_code, detail = excluded.detail
        WHERE outcome = 'pending'
        """,
        [
            intake_id,
            found.path,
            found.name,
            found.size,
            found.modified_ns,
            original_id,
            found.fingerprint.sha256 if found.fingerprint else None,
            found.outcome,
            found.reason_code,
            found.detail,
        ],
    )


def set_aside(db: Database, sha256: str) -> None:
    """A file turned out to name somebody else once its pictures were read: the receipts that took it say so."""
    db.execute(
        """
        UPDATE source_file SET outcome = 'set_aside', reason_code = 'other_person'
        WHERE outcome = 'added' AND sha256 = ?
        """,
        [sha256],
    )


def settled(db: Database, intake_id: int) -> dict[str, tuple[int, int]]:
    """path → (size, modified_ns) of the files an interrupted intake has already dealt with."""
    rows = db.execute(
        "SELECT path, size, modified_ns FROM source_file WHERE intake_id = ? AND outcome <> 'pending'", [intake_id]
    ).fetchall()
    return {path: (size, modified_ns) for path, size, modified_ns in rows}


def settled_everywhere(db: Database) -> dict[str, tuple[int, int]]:
    """path → (size, modified_ns) of every file any intake has dealt with, as it was met last."""
    rows = db.execute(
        "SELECT path, size, modified_ns FROM source_file WHERE outcome <> 'pending' ORDER BY id"
    ).fetchall()
    return {path: (size, modified_ns) for path, size, modified_ns in rows}


def receipt(db: Database, intake_id: int | None = None) -> Receipt:
    """The account of an intake (the latest if None); InputProblem "no_such_intake" when there is none."""
    if intake_id is None:
        (intake_id,) = db.execute("SELECT max(id) FROM intake").fetchone()
    row = db.execute("SELECT ended FROM intake WHERE id = ?", [intake_id]).fetchone()
    if intake_id is None or row is None:
        raise InputProblem("no_such_intake", intake=intake_id or "")
    files = db.execute(
        """
        SELECT f.path, f.outcome, f.reason_code, f.detail,
               (SELECT group_concat(DISTINCT r.id) FROM record_file rf JOIN record r ON r.rowid = rf.record_id
                WHERE rf.original_id = f.original_id AND r.merged_into = '')
        FROM source_file f WHERE f.intake_id = ? ORDER BY f.id
        """,
        [intake_id],
    ).fetchall()
    rows = tuple(
        ReceiptRow(path, Outcome(outcome), code, detail, tuple(ids.split(",")) if ids else ())
        for path, outcome, code, detail, ids in files
    )
    return Receipt(intake_id, rows, finished=row[0] is not None)
