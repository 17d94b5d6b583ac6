"""The record a person looked at last, to go on there. No act: looking decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import record_lines, store
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import RecordLine

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_KEY = "looked_at_last"


def remember(db: Database, record: str) -> None:
    """This record was looked at."""
    with db.atomic():
        store.set_meta(db, _KEY, record)


def last(db: Database) -> RecordLine | None:
    """The record that was looked at last; None where there is none, or it is in the trash or somebody else's."""
    record = store.get_meta(db, _KEY, "")
    line = record_lines.of(db, [record]).get(record) if record else None
    return line if line is not None and line.status not in (Status.TRASHED, Status.SET_ASIDE) else None
