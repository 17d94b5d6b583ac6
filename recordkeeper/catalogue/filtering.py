"""The filters of a search as conditions on the record `r` of a query."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from recordkeeper.catalogue import marks
from recordkeeper.catalogue.engine import storable
from recordkeeper.records.asking import plain
from recordkeeper.records.query import Filters

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.records.kinds import Status

_AMONG = "(SELECT value FROM json_each(?))"


def conditions(db: Database, filters: Filters, status: Status | None = None) -> tuple[str, list[object]]:
    """What must hold of the record, in SQL, and its values. Without a status: all but what is out of view."""
    statuses = filters.statuses | ({status} if status is not None else set())
    where, values = ["r.status NOT IN ('set_aside', 'trashed')"], list[object]()
    if statuses:
        where, values = [f"r.status IN {_AMONG}"], [_listed(statuses)]
    if filters.kinds:
        where.append(f"r.kind IN {_AMONG}")
        values.append(_listed(filters.kinds))
    if filters.places:
        names = _listed(_names_like(db, filters.places))
        where.append(f"(r.facility IN {_AMONG} OR r.author IN {_AMONG})")
        values += [names, names]
    if filters.since:  # a record of "2023" lies partly after 2023-05: only what both say is compared
        where.append("r.service_date >= substr(?, 1, length(r.service_date))")
        values.append(filters.since)
    if filters.until:
        where.append("substr(r.service_date, 1, length(?)) <= ?")
        values += [filters.until, filters.until]
    for wanted in _marks(db, filters):
        where.append(f"r.id IN {_AMONG}")
        values.append(_listed(wanted))
    return " AND ".join(where), values


def _marks(db: Database, filters: Filters) -> Iterable[Iterable[str]]:
    """The records that have each sort of mark that is asked for."""
    if not (filters.tags or filters.starred or filters.noted):
        return
    said = marks.all_marks(db)
    if filters.tags:
        tags = {plain(tag) for tag in filters.tags}
        yield [record for record, each in said.items() if tags & {plain(tag) for tag in each.tags}]
    if filters.starred:
        yield [record for record, each in said.items() if each.starred]
    if filters.noted:
        yield [record for record, each in said.items() if each.note]


def _names_like(db: Database, wanted: Sequence[str]) -> set[str]:
    """The facilities and authors that hold one of these, accents and case aside."""
    sought = [plain(each) for each in wanted]
    rows = db.execute("SELECT facility FROM record UNION SELECT author FROM record").fetchall()
    return {name for (name,) in rows if any(each in plain(name) for each in sought)}


def _listed(values: Iterable[str]) -> str:
    return json.dumps(sorted(map(storable, values)))
