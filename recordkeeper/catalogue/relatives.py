"""What belongs to a record: what the machine has found, with what a person says of it laid over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import traces
from recordkeeper.records.belonging import (
    PAIRED,
    RELATIONS,
    Likeness,
    PairKind,
    Relation,
    Relative,
    Relatives,
    Revision,
)
from recordkeeper.records.plain import from_plain
from recordkeeper.records.provenance import Reason

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

WITH = "with:"  # a correction of this name and a record's id: how the two belong together
APART = ""  # … or that they do not
SAME_TEXT = Relation.SAME_TEXT.value
SURE_TWIN = 0.8  # from here on one of two records of one text stands for both
_ONE_TEXT = (Likeness.SAME.value, Likeness.REVISED.value)

Said = dict[tuple[str, str], str]


def relatives(db: Database, record_id: str) -> Relatives:
    """All that belong to a record. A record shown as another has that one's family; one that has gone, none."""
    row = db.execute("SELECT shown_as FROM record WHERE id = ?", [record_id]).fetchone()
    shown_as = row[0] if row is not None else ""  # it may go while a list of many is being read
    said = _said_of(db, record_id)
    family = shown_as or record_id
    paired = tuple(_pairings(db, family, said if family == record_id else _said_of(db, family)))
    return Relatives(
        pairings=tuple(each for each in paired if each.confidence >= PAIRED),
        twins=tuple(_twins(db, record_id, said)),
        offers=tuple(each for each in paired if each.confidence < PAIRED),
        apart=tuple(sorted({_other(pair, record_id) for pair, value in said.items() if value == APART})),
        shown_as=shown_as,
    )


def _pairings(db: Database, record_id: str, said: Said) -> Iterator[Relative]:
    """What a person has paired, then what the machine has, surest first."""
    for (record, to), value in said.items():
        if value not in (APART, SAME_TEXT) and _is_here(db, _other((record, to), record_id)):
            forth, back = RELATIONS[PairKind(value)]
            yield Relative(_other((record, to), record_id), forth if record == record_id else back, 1.0, said=True)
    rows = db.execute(
        """
        SELECT a.id, b.id, p.kind, p.confidence, p.reasons
        FROM pairing p JOIN record a ON a.rowid = p.record_id JOIN record b ON b.rowid = p.to_id
        WHERE (a.id = ?1 OR b.id = ?1) AND a.status <> 'trashed' AND b.status <> 'trashed'
        ORDER BY p.confidence DESC, a.id, b.id
        """,
        [record_id],
    ).fetchall()
    for record, to, kind, confidence, reasons in rows:
        if (record, to) not in said and (to, record) not in said:
            forth, back = RELATIONS[PairKind(kind)]
            other, relation = (to, forth) if record == record_id else (record, back)
            yield Relative(other, relation, confidence, reasons=_reasons(reasons))


def _twins(db: Database, record_id: str, said: Said) -> Iterator[Relative]:
    for pair, value in said.items():
        if value == SAME_TEXT and _is_here(db, _other(pair, record_id)):
            yield Relative(_other(pair, record_id), Relation.SAME_TEXT, 1.0, said=True)
    rows = db.execute(
        """
        SELECT a.id, b.id, t.likeness, t.confidence, s.id, t.reasons
        FROM twin t JOIN record a ON a.rowid = t.one JOIN record b ON b.rowid = t.other
        LEFT JOIN record s ON s.rowid = t.shown
        WHERE (a.id = ?1 OR b.id = ?1) AND a.status <> 'trashed' AND b.status <> 'trashed'
        ORDER BY t.confidence DESC, a.id, b.id
        """,
        [record_id],
    ).fetchall()
    for one, other, likeness, confidence, shown, reasons in rows:
        if (one, other) not in said and (other, one) not in said:
            relation = _relation(Likeness(likeness), here=shown == record_id)
            yield Relative(other if one == record_id else one, relation, confidence, reasons=_reasons(reasons))


def _relation(likeness: Likeness, *, here: bool) -> Relation:
    if likeness is Likeness.REVISED:
        return Relation.REPLACES if here else Relation.REPLACED_BY
    if likeness is Likeness.PART:
        return Relation.CONTAINS if here else Relation.PART_OF
    return Relation.SAME_TEXT


def _reasons(stored: str) -> tuple[Reason, ...]:
    return tuple(from_plain(Reason, each) for each in json.loads(stored))


def _is_here(db: Database, record_id: str) -> bool:
    row = db.execute("SELECT 1 FROM record WHERE id = ? AND status <> 'trashed'", [record_id]).fetchone()
    return row is not None


def _other(pair: tuple[str, str], record_id: str) -> str:
    return pair[1] if pair[0] == record_id else pair[0]


def _said_of(db: Database, record_id: str) -> Said:
    """What a person says of a record and others: (record that belongs, the other) → how."""
    rows = db.execute(
        """
        SELECT record, field, value FROM correction
        WHERE (record = ?1 AND substr(field, 1, 5) = 'with:') OR field = 'with:' || ?1
        """,
        [record_id],
    )
    return _as_said(rows.fetchall())


def _as_said(rows: Sequence[Any]) -> Said:
    return {(record, field.removeprefix(WITH)): json.loads(value) for record, field, value in rows}


def all_said(db: Database) -> Said:
    """What a person says of any two records."""
    return _as_said(
        db.execute("SELECT record, field, value FROM correction WHERE substr(field, 1, 5) = 'with:'").fetchall()
    )


def choose_shown(db: Database) -> None:
    """Of records that hold one text, let one stand for all: the newest version, and of those the best to read."""
    groups = _groups(_ties(db))
    standing = _standing(db, [record for group in groups for record in group])
    shown: dict[str, str] = {}
    for group in groups:
        here = [record for record in group if record in standing]
        best = max(here, key=lambda record: (standing[record], record), default="")
        shown |= {record: best for record in here if record != best}
    before = dict(db.execute("SELECT id, shown_as FROM record WHERE shown_as <> ''").fetchall())
    changed = [(shown.get(record, ""), record) for record in before.keys() | shown.keys()
               if before.get(record, "") != shown.get(record, "")]  # fmt: skip
    db.conn.executemany("UPDATE record SET shown_as = ? WHERE id = ?", changed)
    if changed:
        traces.want(db)  # only those shown are paired


def _ties(db: Database) -> set[tuple[str, str]]:
    """Pairs of records that hold one text or versions of it, for the machine or for a person."""
    rows = db.execute(
        """
        SELECT a.id, b.id FROM twin t JOIN record a ON a.rowid = t.one JOIN record b ON b.rowid = t.other
        WHERE t.likeness IN (?, ?) AND t.confidence >= ?
        """,
        [*_ONE_TEXT, SURE_TWIN],
    ).fetchall()
    said = all_said(db)
    different = {pair for pair, value in said.items() if value != SAME_TEXT}
    same = {pair for pair, value in said.items() if value == SAME_TEXT}
    return same | {pair for pair in map(tuple, rows) if pair not in different and pair[::-1] not in different}


def _groups(ties: set[tuple[str, str]]) -> list[set[str]]:
    """Records joined by ties, directly or through others."""
    of: dict[str, set[str]] = {}
    for one, other in ties:
        joined = of.get(one, {one}) | of.get(other, {other})
        of.update(dict.fromkeys(joined, joined))
    return list({id(group): group for group in of.values()}.values())


def _standing(db: Database, records: Sequence[str]) -> dict[str, tuple[bool, int, str, bool, bool, int]]:
    """How good each record is to stand for its text: not set aside, its version, the day it was issued, not read by
    OCR, the patient's for certain, how many pages.
    """
    rows = db.execute(
        """
        SELECT r.id, r.status <> 'set_aside', t.revision, coalesce(t.reported, ''), r.identity = 'agrees',
               coalesce(r.page_count, 0),
               EXISTS (SELECT 1 FROM record_file rf JOIN page p ON p.original_id = rf.original_id
                       WHERE rf.record_id = r.rowid AND p.from_ocr)
        FROM record r LEFT JOIN trace t ON t.record_id = r.rowid
        WHERE r.id IN (SELECT value FROM json_each(?)) AND r.status <> 'trashed'
              AND r.merged_into = ''
        """,
        [json.dumps(records)],
    ).fetchall()
    return {
        record: (bool(ours), Revision(revision or "unknown").rank, reported, not ocr, bool(agrees), pages)
        for record, ours, revision, reported, agrees, pages, ocr in rows
    }
