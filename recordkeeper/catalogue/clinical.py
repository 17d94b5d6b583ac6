"""Facts about the illness as pages print them, with what a person made of each laid over.

A person's word on a fact is a correction of its record, in the field "fact:" + the fact's id. It carries the fact
as it was, so that it holds even when a later reader finds other words there.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue.engine import storable
from recordkeeper.records.clinical import SIGN, Fact, FactKind, FactStatus, KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Box, Reader

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

READER = Reader("facts", 1)
FIELD = "fact:"
_COLUMNS = (
    "c.id, c.kind, c.printed, c.page, c.words, c.confidence, c.box, c.name, c.date, c.sha256, r.id, r.merged_into"
)


def fact_id(fact: Fact) -> str:
    """The lasting id of a fact within its record: what it is about, its words and its page."""
    text = f"{fact.kind}|{fact.name}|{fact.page}|{' '.join(fact.printed.casefold().split())}"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return "f" + base64.b32encode(digest[:5]).decode("ascii").lower()


def put(db: Database, rowid: int, facts: Sequence[Fact], sha256: str | None) -> None:
    """Say what a record's pages say, in place of what was read of them before."""
    forget(db, rowid)
    by_id = {fact_id(fact): fact for fact in reversed(facts)}
    rows = [
        (
            rowid,
            each,
            position,
            fact.kind,
            storable(fact.name),
            storable(fact.printed),
            str(fact.date) if fact.date else None,
            sha256,
            fact.page,
            json.dumps(fact.box) if fact.box else None,
            storable(fact.words),
            fact.confidence,
            READER.name,
            READER.version,
        )
        for position, (each, fact) in enumerate(reversed(by_id.items()))
    ]
    db.conn.executemany(f"INSERT INTO clinical VALUES ({', '.join('?' * 14)})", rows)


def forget(db: Database, rowid: int) -> None:
    """Remove what was read of a record."""
    db.execute("DELETE FROM clinical WHERE record_id = ?", [rowid])


def of_record(db: Database, record_id: str) -> tuple[KeptFact, ...]:
    """A record's facts and those of records that are part of it. InputProblem "no_such_record"."""
    if db.execute("SELECT 1 FROM record WHERE id = ?", [record_id]).fetchone() is None:
        raise InputProblem("no_such_record", record=record_id)
    return _laid_over(db, "(r.id = :record OR r.merged_into = :record)", {"record": record_id})


def all_facts(db: Database) -> tuple[KeptFact, ...]:
    """The facts of everything that is neither set aside nor in the trash, newest record first."""
    return _laid_over(db, "w.status NOT IN ('set_aside', 'trashed')", {})


def get(db: Database, name: str) -> KeptFact:
    """The fact a person names as record#fact; InputProblem "no_such_fact"."""
    record, _, each = name.partition(SIGN)
    row = db.execute(
        f"SELECT {_COLUMNS} FROM clinical c JOIN record r ON r.rowid = c.record_id WHERE r.id = ? AND c.id = ?",
        [record, each],
    ).fetchone()
    said = _corrections(db).get((record, each))
    if row is None and said is None:
        raise InputProblem("no_such_fact", fact=name)
    return _kept(row) if row is not None else _remembered(record, each, said or {})


def word_on(fact: KeptFact, said: dict[str, Any]) -> dict[str, Any]:
    """What a correction holds: what a person said, and the fact it was said of."""
    return {**said, "of": to_plain(fact.fact), "file": fact.file}


def _laid_over(db: Database, where: str, values: dict[str, Any]) -> tuple[KeptFact, ...]:
    whole = "JOIN record w ON w.id = CASE r.merged_into WHEN '' THEN r.id ELSE r.merged_into END"
    rows = db.execute(
        f"""
        SELECT {_COLUMNS} FROM clinical c JOIN record r ON r.rowid = c.record_id {whole} WHERE {where}
        ORDER BY coalesce(w.service_date, '') DESC, w.id, r.merged_into <> '', r.id, c.position
        """,
        values,
    ).fetchall()
    ids = {row[0] for row in db.execute(f"SELECT r.id FROM record r {whole} WHERE {where}", values)}
    said = {key: word for key, word in _corrections(db).items() if key[0] in ids}
    kept = [_kept(row) for row in rows]
    read = {(fact.record, fact.id) for fact in kept}
    gone = [_remembered(record, each, word) for (record, each), word in said.items() if (record, each) not in read]
    kept = [fact for fact in kept if not _covered(fact, gone, said)]
    shown = (_said(fact, said.get((fact.record, fact.id))) for fact in (*kept, *gone))
    return tuple(fact for fact in shown if fact is not None)


def _corrections(db: Database) -> dict[tuple[str, str], dict[str, Any]]:
    """(record, fact) → a person's word on it."""
    rows = db.execute("SELECT record, field, value FROM correction WHERE field LIKE ?", [f"{FIELD}%"])
    return {(record, field.removeprefix(FIELD)): json.loads(value) for record, field, value in rows}


def _covered(fact: KeptFact, gone: Iterable[KeptFact], said: dict[tuple[str, str], Any]) -> bool:
    """Whether a person spoke of these very words when they were read a little differently."""
    return (fact.record, fact.id) not in said and any(
        fact.record == other.record
        and (fact.fact.kind, fact.fact.name, fact.fact.page) == (other.fact.kind, other.fact.name, other.fact.page)
        and (fact.fact.printed in other.fact.printed or other.fact.printed in fact.fact.printed)
        for other in gone
    )


def _said(fact: KeptFact, word: dict[str, Any] | None) -> KeptFact | None:
    """A fact as it stands after a person's word; None when it was removed."""
    if word is None:
        return fact
    if word.get("removed"):
        return None
    if "printed" in word:
        return replace(fact, fact=replace(fact.fact, printed=word["printed"]), status=FactStatus.CORRECTED)
    return replace(fact, status=FactStatus.CONFIRMED)


def _remembered(record: str, each: str, word: dict[str, Any]) -> KeptFact:
    fact = from_plain(Fact, word["of"])
    return KeptFact(each, record, fact, fact.status, word.get("file"))


def _kept(row: Sequence[Any]) -> KeptFact:
    each, kind, printed, page, words, confidence, box, name, date, sha256, record, whole = row
    fact = Fact(
        kind=FactKind(kind),
        printed=printed,
        page=page,
        words=words,
        confidence=confidence,
        box=Box(*json.loads(box)) if box else None,
        name=name,
        date=PartialDate.parse(date) if date else None,
    )
    return KeptFact(each, record, fact, fact.status, sha256, whole)
