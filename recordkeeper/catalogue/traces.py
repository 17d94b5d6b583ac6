"""Traces of documents, and what the machine makes of them: twins and pairings."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import imaging, jobs
from recordkeeper.records.belonging import (
    PairCandidate,
    PairCues,
    Pairing,
    Revision,
    Trace,
    TwinCandidate,
    Twinship,
)
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.kinds import Kind
from recordkeeper.records.plain import from_plain, to_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

BELONG = "belong"  # the job that compares what is new with everything else
_LIBRARY = "library"
_PART = re.compile(r"\w+")  # of a name, in whatever order they are printed
# The trash, and records that are part of another one, belong to nothing.
_COMPARED = "r.status <> 'trashed' AND r.merged_into = ''"


@dataclass(frozen=True, slots=True)
class Untraced:
    """A document that has no trace yet, with what one is made from."""

    id: str
    kind: Kind
    title: str
    dates: tuple[DateRead, ...]


def forget(db: Database, rowid: int) -> None:
    """A record's text or what holds of it has changed: it is compared anew."""
    db.execute("DELETE FROM trace WHERE record_id = ?", [rowid])
    want(db)


def want(db: Database) -> None:
    """Ask for records to be compared and paired again."""
    db.execute(
        """
        INSERT INTO job VALUES (?, ?, 1, ?)
        ON CONFLICT (fingerprint, step) DO UPDATE SET reader_version = reader_version + 1
        """,
        [_LIBRARY, BELONG, jobs.WAITING],
    )


def asked(db: Database) -> int:
    """How often it was asked for since it was last done; 0 when all is compared."""
    row = db.execute("SELECT reader_version FROM job WHERE step = ?", [BELONG]).fetchone()
    return int(row[0]) if row else 0


def done(db: Database, answered: int) -> None:
    """What was asked for up to then is done; who has asked since is answered by the next run."""
    db.execute("DELETE FROM job WHERE step = ? AND reader_version = ?", [BELONG, answered])


def untraced(db: Database, version: int) -> tuple[Untraced, ...]:
    """The documents that wait for a trace of this version."""
    rows = db.execute(
        f"""
        SELECT r.id, r.kind, r.title, r.recognition FROM record r LEFT JOIN trace t ON t.record_id = r.rowid
        WHERE {_COMPARED} AND r.study_uid = '' AND (t.version IS NULL OR t.version <> ?) ORDER BY r.rowid
        """,
        [version],
    ).fetchall()
    return tuple(
        Untraced(record, Kind(kind), title, from_plain(Recognition, json.loads(read)).other_dates)
        for record, kind, title, read in rows
    )


def put(db: Database, made: Iterable[tuple[str, Trace]], version: int) -> None:
    """Keep the traces of records, to be compared; one of a record that is gone is dropped."""
    db.conn.executemany(
        """
        INSERT OR REPLACE INTO trace (record_id, version, sketch, filed, revision, reported, cues, telling)
        SELECT rowid, ?, ?, ?, ?, ?, ?, ? FROM record WHERE id = ?
        """,
        [
            (
                version,
                trace.sketch,
                array("I", trace.filed).tobytes(),
                trace.revision,
                str(trace.reported) if trace.reported else None,
                json.dumps(to_plain(trace.cues)),
                json.dumps(to_plain(trace.telling)),
                record,
            )
            for record, trace in made
        ],
    )


def filed(db: Database) -> tuple[tuple[tuple[str, tuple[int, ...]], ...], tuple[str, ...]]:
    """(record, the numbers it is filed under) of all documents, and which of them are still to be compared."""
    rows = db.execute(
        f"""
        SELECT r.id, t.filed, t.compared FROM trace t JOIN record r ON r.rowid = t.record_id
        WHERE {_COMPARED} ORDER BY r.rowid
        """
    ).fetchall()
    all_filed = tuple((record, tuple(array("I", numbers))) for record, numbers, _ in rows)
    return all_filed, tuple(record for record, _, compared in rows if not compared)


def twin_candidates(db: Database, records: Iterable[str]) -> dict[str, TwinCandidate]:
    """What is known of these records when their texts are compared."""
    rows = db.execute(
        """
        SELECT r.id, t.sketch, r.service_date, coalesce(json_extract(r.recognition, '$.date_confidence'), 0),
               r.accession, t.revision, t.reported, r.kind,
               coalesce(json_extract(r.recognition, '$.kind_confidence'), 0), t.cues
        FROM trace t JOIN record r ON r.rowid = t.record_id WHERE r.id IN (SELECT value FROM json_each(?))
        """,
        [json.dumps(sorted(records))],
    ).fetchall()
    return {
        record: TwinCandidate(
            record,
            sketch,
            _date(date),
            sure,
            accession,
            Revision(revision),
            _date(reported),
            Kind(kind),
            kind_confidence,
            from_plain(PairCues, json.loads(cues)),
        )
        for record, sketch, date, sure, accession, revision, reported, kind, kind_confidence, cues in rows
    }


def put_twins(db: Database, compared: Sequence[str], found: Iterable[Twinship]) -> None:
    """Keep what these records, compared with all others, turned out to be; it replaces what was thought of them."""
    names = json.dumps(compared)
    within = "(SELECT rowid FROM record WHERE id IN (SELECT value FROM json_each(?)))"
    db.execute(f"DELETE FROM twin WHERE one IN {within} OR other IN {within}", [names, names])
    db.conn.executemany(
        """
        INSERT OR REPLACE INTO twin (one, other, likeness, confidence, shown, pages, reasons)
        SELECT a.rowid, b.rowid, ?, ?, (SELECT rowid FROM record WHERE id = ?), ?, ?
        FROM record a, record b WHERE a.id = ? AND b.id = ?
        """,
        [
            (
                each.likeness,
                each.confidence,
                each.shown,
                json.dumps(each.pages),
                json.dumps(to_plain(each.reasons)),
                each.one,
                each.other,
            )
            for each in found
        ],
    )
    db.execute(f"UPDATE trace SET compared = 1 WHERE record_id IN {within}", [names])


def pair_candidates(db: Database, kinds: Iterable[Kind]) -> tuple[tuple[PairCandidate, ...], ...]:
    """What is known of records of these kinds when families are looked for, person by person.

    Records set aside belong to those that name the same stranger. Of twins only the one shown is given.
    """
    rows = db.execute(
        f"""
        SELECT r.rowid, r.id, r.kind, r.service_date, r.accession, r.facility, r.author, r.title, r.study_uid,
               t.revision, t.reported, t.cues,
               iif(r.status = 'set_aside', coalesce(json_extract(r.recognition, '$.person.name'), ''), NULL)
        FROM record r LEFT JOIN trace t ON t.record_id = r.rowid
        WHERE {_COMPARED} AND r.shown_as = '' AND r.kind IN (SELECT value FROM json_each(?)) ORDER BY r.rowid
        """,
        [json.dumps(sorted(kinds))],
    ).fetchall()
    people: dict[str, list[PairCandidate]] = {}
    for *row, stranger in rows:
        whose = "" if stranger is None else " ".join(["stranger:", *sorted(_PART.findall(stranger.casefold()))])
        people.setdefault(whose, []).append(_pair_candidate(db, row))
    return tuple(tuple(group) for group in people.values() if len(group) > 1)


def _pair_candidate(db: Database, row: Sequence[Any]) -> PairCandidate:
    rowid, record, kind, date, accession, facility, author, title, study_uid, revision, reported, cues = row
    known = PairCandidate(record, Kind(kind), _date(date), accession, facility, author, title)
    if study_uid:
        study = imaging.study(db, rowid, study_uid)
        return replace(
            known,
            modalities=study.modalities,
            body_part=study.body_part,
            laterality=imaging.laterality(db, rowid),
            description=study.description or " ".join(dict.fromkeys(each.description for each in study.series)),
        )
    if revision is None:
        return known
    return replace(
        known,
        revision=Revision(revision),
        reported=_date(reported),
        cues=from_plain(PairCues, json.loads(cues)),
    )


def put_pairings(db: Database, found: Iterable[Pairing]) -> None:
    """Keep these pairings in place of all the machine has made before."""
    db.execute("DELETE FROM pairing")
    db.conn.executemany(
        """
        INSERT OR REPLACE INTO pairing (record_id, to_id, kind, confidence, reasons)
        SELECT a.rowid, b.rowid, ?, ?, ? FROM record a, record b WHERE a.id = ? AND b.id = ?
        """,
        [(each.kind, each.confidence, json.dumps(to_plain(each.reasons)), each.record, each.to) for each in found],
    )


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
