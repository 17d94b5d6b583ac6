"""Background work that outlives the program: one row a thing still to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


WAITING = "waiting"
LABS = "labs"  # the step that reads a file again that came in before results of laboratories were read
GROUP = "group"  # the step that names and orders a study once its slices are in


def want(db: Database, fingerprint: str, step: str, version: int = 1) -> None:
    """Ask for a step to be done (again)."""
    db.execute("INSERT OR REPLACE INTO job VALUES (?, ?, ?, ?)", [fingerprint, step, version, WAITING])


def waiting(db: Database, step: str) -> tuple[str, ...]:
    rows = db.execute("SELECT fingerprint FROM job WHERE step = ? AND state = ? ORDER BY 1", [step, WAITING])
    return tuple(name for (name,) in rows.fetchall())


def any_waiting(db: Database, *steps: str) -> bool:
    """Whether one of these steps is still to be done for something."""
    return any(waiting(db, step) for step in steps)


def done(db: Database, fingerprint: str, step: str) -> None:
    db.execute("DELETE FROM job WHERE fingerprint = ? AND step = ?", [fingerprint, step])
