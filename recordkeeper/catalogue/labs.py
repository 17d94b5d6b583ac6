"""Results of laboratories as pages print them, with what a person made of each laid over, and what a person typed.

A person's word on a result is a correction of its record, in the field "lab:" + the result's id; it carries the
result as it was, so that it holds even when a later reader finds something else there. What a person typed stands
under LABS.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue.changes import LABS
from recordkeeper.catalogue.engine import storable
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.labs import KeptResult, LabResult, LabStatus
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Box, Reader

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

READER = Reader("labs", 1)
FIELD = "lab:"
SIGN = "#"  # between a record's id and its result's, as a person names it
LETTER = "l"  # the first of a result's id
TYPED = "t"  # the first of one that was typed
_WHOLE = "JOIN record w ON w.id = CASE r.merged_into WHEN '' THEN r.id ELSE r.merged_into END"
_COLUMNS = "l.id, l.result, l.sha256, r.id, r.merged_into, w.facility, w.service_date"
_MUCH = 0.5  # of the height of a row that two readings of it share


def result_ids(results: Sequence[LabResult]) -> list[str]:
    """The lasting ids of a record's results: by test, day, page, and which of several alike it is."""
    seen: dict[str, int] = {}
    found = []
    for result in results:
        text = f"{result.test.key}|{result.taken.day}|{result.page}"
        seen[text] = seen.get(text, 0) + 1
        digest = hashlib.sha256(f"{text}|{seen[text]}".encode("utf-8", "surrogatepass")).digest()
        found.append(LETTER + base64.b32encode(digest[:5]).decode("ascii").lower())
    return found


def put(db: Database, rowid: int, results: Sequence[LabResult], sha256: str | None) -> None:
    """Say what results are on a record's pages, in place of what was read of them before."""
    db.execute("DELETE FROM lab WHERE record_id = ?", [rowid])
    rows = [
        (
            rowid,
            each,
            position,
            storable(result.test.key),
            storable(json.dumps(to_plain(result), ensure_ascii=False)),
            sha256,
            READER.name,
            READER.version,
        )
        for position, (each, result) in enumerate(zip(result_ids(results), results, strict=True))
    ]
    db.conn.executemany("INSERT OR IGNORE INTO lab VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def of_record(db: Database, record_id: str) -> tuple[KeptResult, ...]:
    """A record's results and those of records that are part of it. InputProblem "no_such_record"."""
    if db.execute("SELECT 1 FROM record WHERE id = ?", [record_id]).fetchone() is None:
        raise InputProblem("no_such_record", record=record_id)
    return _laid_over(db, "(r.id = :record OR r.merged_into = :record)", {"record": record_id})


def all_results(db: Database) -> tuple[KeptResult, ...]:
    """The results of everything that is neither set aside nor in the trash, once where a text is here twice.

    What a person typed comes last.
    """
    where = "w.status NOT IN ('set_aside', 'trashed') AND w.shown_as = '' AND r.merged_into <> 'in parts'"
    return (*_laid_over(db, where, {}), *typed(db))


def typed(db: Database) -> tuple[KeptResult, ...]:
    """What a person typed, in the order of typing."""
    return tuple(
        _typed(each, word) for (_, each), word in _corrections(db, LABS).items() if not word.get("removed")
    )


def get(db: Database, name: str) -> KeptResult:
    """The result a person names as record#result, or #result for a typed one; InputProblem "no_such_result"."""
    record, _, each = name.rpartition(SIGN)
    said = _corrections(db, record or LABS).get((record or LABS, each))
    if each.startswith(TYPED) and said is not None:
        return _typed(each, said)
    row = db.execute(
        f"SELECT {_COLUMNS} FROM lab l JOIN record r ON r.rowid = l.record_id {_WHOLE} WHERE r.id = ? AND l.id = ?",
        [record, each],
    ).fetchone()
    if row is None and said is None:
        raise InputProblem("no_such_result", result=name)
    return _kept(row) if row is not None else _remembered(record, each, said or {})


def stands(db: Database, name: str) -> KeptResult:
    """The same as it stands after what a person said of it before."""
    record, _, each = name.rpartition(SIGN)
    shown = of_record(db, record) if record else typed(db)
    return next((one for one in shown if one.id == each), None) or get(db, name)


def word_on(kept: KeptResult, said: dict[str, Any]) -> dict[str, Any]:
    """What a correction holds: what a person said, and the result it was said of."""
    return {**said, "of": to_plain(kept.result), "file": kept.file}


def says(name: str) -> bool:
    """Whether a person's name for something is that of a result: record#l…, #t…"""
    _, sign, each = name.rpartition(SIGN)
    return bool(sign) and each[:1] in (LETTER, TYPED)


def _laid_over(db: Database, where: str, values: dict[str, Any]) -> tuple[KeptResult, ...]:
    rows = db.execute(
        f"""
        SELECT {_COLUMNS} FROM lab l JOIN record r ON r.rowid = l.record_id {_WHOLE} WHERE {where}
        ORDER BY coalesce(w.service_date, '') DESC, w.id, r.merged_into <> '', r.id, l.position
        """,
        values,
    ).fetchall()
    kept = [_kept(row) for row in rows]
    said = _corrections(db)
    if not said:
        return tuple(kept)
    ids = {row[0] for row in db.execute(f"SELECT r.id FROM record r {_WHOLE} WHERE {where}", values)}
    said = {key: word for key, word in said.items() if key[0] in ids}
    read = {(one.record, one.id) for one in kept}
    gone = [_remembered(record, each, word) for (record, each), word in said.items() if (record, each) not in read]
    kept = [one for one in kept if (one.record, one.id) in said or not _covered(one, gone)]
    shown = (_said(one, said.get((one.record, one.id))) for one in (*kept, *gone))
    return tuple(one for one in shown if one is not None)


def _corrections(db: Database, record: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    """(record, result) → a person's word on it; those of one record, or of all but LABS."""
    rows = db.execute(
        "SELECT record, field, value FROM correction WHERE field LIKE ? AND record LIKE ? ORDER BY record, field",
        [f"{FIELD}%", record or "%"],
    ).fetchall()
    return {
        (owner, field.removeprefix(FIELD)): json.loads(value)
        for owner, field, value in rows
        if record or owner != LABS
    }


def _covered(one: KeptResult, gone: Iterable[KeptResult]) -> bool:
    """Whether a person spoke of this very row when it was read a little differently."""
    return any(
        one.record == other.record
        and one.result.page == other.result.page
        and one.result.taken.day == other.result.taken.day
        and _same_row(one.result.box, other.result.box)
        for other in gone
    )


def _same_row(one: Box | None, other: Box | None) -> bool:
    if one is None or other is None:
        return False
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    return wide > 0 and high > _MUCH * min(one.y1 - one.y0, other.y1 - other.y0)


def _said(one: KeptResult, word: Mapping[str, Any] | None) -> KeptResult | None:
    """A result as it stands after a person's word; None when it was removed."""
    if word is None:
        return one
    if word.get("removed"):
        return None
    if "is" in word:
        result = from_plain(LabResult, word["is"])
        day = result.taken.day or one.day
        return replace(one, result=result, status=LabStatus.CORRECTED, day=day, confirmed=True)
    return replace(one, status=LabStatus.SURE, confirmed=True)


def _remembered(record: str, each: str, word: Mapping[str, Any]) -> KeptResult:
    result = from_plain(LabResult, word["of"])
    return KeptResult(each, record, result, result.status, day=result.taken.day, file=word.get("file"))


def _typed(each: str, word: Mapping[str, Any]) -> KeptResult:
    result = from_plain(LabResult, word["is"])
    return KeptResult(
        each, "", result, LabStatus.TYPED, lab=word.get("lab", ""), day=result.taken.day, confirmed=True
    )


def _kept(row: Sequence[Any]) -> KeptResult:
    each, plain, sha256, record, whole, facility, service_date = row
    result = from_plain(LabResult, json.loads(plain))
    day = result.taken.day or (PartialDate.parse(service_date) if service_date else None)
    return KeptResult(each, record, result, result.status, facility, day, file=sha256, part_of=whole)
