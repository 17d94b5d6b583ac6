"""What was brought in and when: every intake with its totals, and the people its records named instead."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import Outcome, Status
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.plain import from_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """One intake as a list shows it. Times are ISO 8601 in UTC; `ended` is None when it was stopped early."""

    id: int
    begun: str
    ended: str | None
    sources: tuple[str, ...]
    totals: dict[Outcome, int]
    moved_from: str = ""

    @property
    def files(self) -> int:
        """How many files it met; archives that were opened stand outside."""
        return sum(count for outcome, count in self.totals.items() if outcome is not Outcome.CONTAINER)


def all_intakes(db: Database) -> tuple[IntakeLine, ...]:
    """Every intake, newest first."""
    totals: dict[int, dict[Outcome, int]] = {}
    for number, outcome, count in db.execute(
        "SELECT intake_id, outcome, count(*) FROM source_file GROUP BY intake_id, outcome"
    ).fetchall():
        totals.setdefault(number, {})[Outcome(outcome)] = count
    rows = db.execute("SELECT id, begun, ended, sources, moved_from FROM intake ORDER BY id DESC").fetchall()
    return tuple(
        IntakeLine(number, begun, ended, tuple(json.loads(sources)), totals.get(number, {}), moved_from)
        for number, begun, ended, sources, moved_from in rows
    )


def strangers(db: Database, intake_id: int) -> tuple[tuple[str, PersonRead], ...]:
    """(record id, the person it names) of what an intake brought and what is still set aside."""
    rows = db.execute(
        """
        SELECT DISTINCT r.id, r.recognition
        FROM source_file f JOIN record_file rf ON rf.original_id = f.original_id
        JOIN record r ON r.rowid = rf.record_id
        WHERE f.intake_id = ? AND r.status = ? ORDER BY r.id
        """,
        [intake_id, Status.SET_ASIDE],
    ).fetchall()
    return tuple((record, from_plain(Recognition, json.loads(read)).person) for record, read in rows)
