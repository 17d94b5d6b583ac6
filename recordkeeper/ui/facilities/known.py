"""What the page of places shows, read in one go on a reader lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import issuers, record_lines
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import RecordLine

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.catalogue.issuers import Facility


@dataclass(frozen=True, slots=True)
class Known:
    """Every place, the one with most records first; the key of the one a record somebody asked about is from."""

    facilities: tuple[Facility, ...]
    wanted: str = ""


def known(db: Database, record: str = "") -> Known:
    """All places; with `record`, the one it comes from is `wanted`."""
    return Known(issuers.facilities(db), issuers.place_of(db, record) if record else "")


def records_from(db: Database, key: str) -> tuple[str, tuple[RecordLine, ...]]:
    """The key again, and the records of that place, newest first; not those in the trash or in another one."""
    lines = record_lines.of(db, issuers.records_of(db, (key,))).values()
    kept = [line for line in lines if line.status is not Status.TRASHED and not line.shown_as]
    return key, tuple(sorted(kept, key=_newest_first, reverse=True))


def _newest_first(line: RecordLine) -> str:
    return str(line.service_date) if line.service_date else ""
