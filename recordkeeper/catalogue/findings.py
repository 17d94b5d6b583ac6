"""Key findings: said under names that are no record's: journalled, undone and rebuilt like any act.

"own:finding:" + the file's SHA-256 + ":" + an id: the file is in the name, so that deleting it for good finds it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import changes, pages
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.findings import Finding, Placed
from recordkeeper.records.plain import from_plain, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from recordkeeper.catalogue.engine import Database

_SORT = f"{changes.OWN}finding:"
MARK, NOTE = "mark", "note"
_BEHIND = ";"  # the sign after ":"


def name_of(file: str, each: str) -> str:
    """The name an effect gives to a finding."""
    return f"{_SORT}{file}:{each}"


def file_of(name: str) -> str | None:
    """The SHA-256 of the file a name is about; None where it is no finding's."""
    return name.removeprefix(_SORT).partition(":")[0] if name.startswith(_SORT) else None


def mark_of(finding: Finding) -> dict[str, Any]:
    """What is kept of a new finding, the note apart."""
    return {"page": finding.page, "words": finding.words, "boxes": to_plain(finding.boxes)}


def get(db: Database, each: str) -> Finding:
    """One finding; InputProblem "no_such_finding"."""
    for finding in _all(db, _SORT):
        if finding.id == each:
            return finding
    raise InputProblem("no_such_finding", finding=each)


def of_record(db: Database, record_id: str) -> tuple[Placed, ...]:
    """The findings on the pages of a record, in the order of its pages and of their lines."""
    at = {(leaf.file.sha256, leaf.page): number for number, leaf in enumerate(pages.leaves(db, record_id), 1)}
    found = [
        Placed(finding, record_id, number)
        for file in dict.fromkeys(file for file, _ in at)
        for finding in _all(db, f"{_SORT}{file}:")
        if (number := at.get((file, finding.page))) is not None
    ]
    return tuple(sorted(found, key=_in_order))


def all_findings(db: Database) -> tuple[Placed, ...]:
    """Those of every record that is neither set aside nor in the trash, newest record first."""
    files = {finding.file for finding in _all(db, _SORT)}
    rows = db.execute(
        """
        SELECT DISTINCT r.id, coalesce(r.service_date, '') AS date FROM record r
        JOIN record_file rf ON rf.record_id = r.rowid JOIN original o ON o.id = rf.original_id
        WHERE r.status NOT IN ('set_aside', 'trashed') AND o.sha256 IN (SELECT value FROM json_each(?))
        ORDER BY date DESC, r.id
        """,
        [json.dumps(sorted(files))],
    ).fetchall()
    return tuple(placed for record, _ in rows for placed in of_record(db, record))


def _all(db: Database, first: str) -> Iterator[Finding]:
    """The findings whose names begin so."""
    rows = db.execute(
        "SELECT record, field, value FROM correction WHERE record >= ? AND record < ? ORDER BY record, field",
        [first, first[:-1] + _BEHIND],
    ).fetchall()
    said: dict[str, dict[str, Any]] = {}
    for name, field, value in rows:
        said.setdefault(name, {})[field] = json.loads(value)
    for name, fields in said.items():
        if MARK in fields:
            file, _, each = name.removeprefix(_SORT).partition(":")
            kept = {**fields[MARK], "id": each, "file": file, "note": fields.get(NOTE, "")}
            yield from_plain(Finding, kept)


def _in_order(placed: Placed) -> tuple[int, float, float]:
    top = placed.finding.boxes[0] if placed.finding.boxes else (0.0, 0.0)
    return placed.page, top[1], top[0]
