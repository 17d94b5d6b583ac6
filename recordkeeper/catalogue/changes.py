"""A person's acts: each one row with what it lays over the facts and what takes it back.

An effect is {record id: {field: value or None}}; None removes the correction. Undo appends the inverse. What is
said of people stands under PATIENT instead of a record's id, of one record's person under WHOSE, what was typed of
results under LABS, and what a person writes of their own under names that begin with OWN.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


Effect = dict[str, dict[str, Any]]
PATIENT = "patient"
WHOSE = "whose"  # what a person said of whose one record is: MINE or OTHERS
MINE, OTHERS = "mine", "others"
LABS = "labs"  # results a person typed
_NO_RECORDS = frozenset({PATIENT, LABS})
OWN = "own:"
DELETED = "delete_for_good"  # the label of the one act that cannot be taken back


def touched(effect: Effect) -> tuple[str, ...]:
    """The records an effect is about."""
    return tuple(record for record in effect if record not in _NO_RECORDS and not record.startswith(OWN))


@dataclass(frozen=True, slots=True)
class Change:
    """One act, as `history` shows it."""

    seq: int
    at: str
    label: str
    forward: Effect
    inverse: Effect
    undoes: int | None = None
    undone: bool = False


def inverse_of(db: Database, forward: Effect) -> Effect:
    """What would take `forward` back, as things stand now."""
    return {
        record: {field: _laid_over(db, record, field) for field in fields} for record, fields in forward.items()
    }


def _laid_over(db: Database, record: str, field: str) -> Any:
    row = db.execute("SELECT value FROM correction WHERE record = ? AND field = ?", [record, field]).fetchone()
    return json.loads(row[0]) if row else None


def next_seq(db: Database) -> int:
    (highest,) = db.execute("SELECT max(seq) FROM change").fetchone()
    return int(highest or 0) + 1


def add(db: Database, change: Change) -> None:
    """Note the act and lay its effect over the facts; the caller refreshes the records touched."""
    db.execute(
        "INSERT INTO change (seq, at, label, forward, inverse, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        [
            change.seq,
            change.at,
            change.label,
            json.dumps(change.forward),
            json.dumps(change.inverse),
            change.undoes,
        ],
    )
    if change.undoes is not None:
        db.execute("UPDATE change SET undone = NOT undone WHERE seq = ?", [change.undoes])
    for record, fields in change.forward.items():
        for field, value in fields.items():
            _lay_over(db, record, field, value)


def _lay_over(db: Database, record: str, field: str, value: Any) -> None:
    if value is None:
        db.execute("DELETE FROM correction WHERE record = ? AND field = ?", [record, field])
    else:
        db.execute(
            """
            INSERT INTO correction VALUES (?, ?, ?)
            ON CONFLICT (record, field) DO UPDATE SET value = excluded.value
            """,
            [record, field, json.dumps(value)],
        )


_CHANGE = "seq, at, label, forward, inverse, undoes, undone"


def _change(row: Any) -> Change:
    seq, at, label, forward, inverse, undoes, undone = row
    return Change(seq, at, label, json.loads(forward), json.loads(inverse), undoes, bool(undone))


def history(db: Database) -> tuple[Change, ...]:
    """All acts, newest first."""
    rows = db.execute(f"SELECT {_CHANGE} FROM change ORDER BY seq DESC").fetchall()
    return tuple(_change(row) for row in rows)


def last_to_undo(db: Database) -> Change | None:
    """The newest act that still holds."""
    row = db.execute(
        f"""
        SELECT {_CHANGE} FROM change WHERE undoes IS NULL AND NOT undone AND label <> ? ORDER BY seq DESC LIMIT 1
        """,
        [DELETED],
    ).fetchone()
    return _change(row) if row else None


def last_to_redo(db: Database) -> Change | None:
    """The act taken back last, if no new act came after it was taken back."""
    row = db.execute(
        f"""
        SELECT {_CHANGE} FROM change act WHERE act.undoes IS NULL AND act.undone
          AND NOT EXISTS (SELECT 1 FROM change later WHERE later.undoes IS NULL AND later.seq >
                          (SELECT max(u.seq) FROM change u WHERE u.undoes = act.seq))
        ORDER BY act.seq LIMIT 1
        """
    ).fetchone()
    return _change(row) if row else None


def corrections(db: Database, record: str) -> dict[str, Any]:
    """field → value as a person set it."""
    rows = db.execute("SELECT field, value FROM correction WHERE record = ?", [record])
    return {field: json.loads(value) for field, value in rows}
