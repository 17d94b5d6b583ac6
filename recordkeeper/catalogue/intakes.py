"""What was brought in and when: every intake with its totals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.records.kinds import Outcome

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
