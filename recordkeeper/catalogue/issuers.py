"""Where records come from: one entity for a place however it is spelled, and what a person taught of its papers.

A person's word on a place is a correction of "facility:KEY": `same_as` (it is that other place), `name` (what it is
called), `date_order` (how it prints 03/04/2024). What a person put right on one record of a place is remembered for
the others of the same form: its kind, and which number is the month. Guesses nobody looked at teach nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import changes
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import DateOrder, Doubt, Kind
from recordkeeper.records.plain import from_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

PLACE = "facility:"  # begins the name a place goes by among corrections
SAME_AS, NAME, DATE_ORDER = "same_as", "name", "date_order"
_MOST_STEPS = 20  # of places that are the same as others
_DATE_ALONE = 0.35  # a date at least so sure is in doubt only for its order


@dataclass(frozen=True, slots=True)
class Facility:
    """A place records come from: its spellings, how it prints dates if known, records whose date hangs on that.

    `merged` are the places a person said are this one: key and name, each of which can be parted again.
    """

    key: str
    name: str
    spellings: tuple[str, ...]
    records: int
    date_order: DateOrder | None
    unclear: tuple[str, ...]
    merged: tuple[tuple[str, str], ...] = ()

    @property
    def asks(self) -> bool:
        """Whether a person is asked, once, how this place prints dates."""
        return bool(self.unclear) and self.date_order is None


@dataclass(frozen=True, slots=True)
class Taught:
    """A reading with what a person taught about its place laid over it, and the doubts that settles."""

    recognition: Recognition
    facility: str
    key: str
    settled: frozenset[Doubt] = frozenset()


def is_place(name: str) -> bool:
    """Whether a correction of this name is about a place."""
    return name.startswith(PLACE)


def lay_over(db: Database, record_id: str, read: Recognition) -> Taught:
    """Return the reading of a record as its place's papers are to be read."""
    key = _key(read)
    if key:
        db.execute("INSERT OR IGNORE INTO facility (key, name) VALUES (?, ?)", [key, read.facility])
        key = whole(db, key)
    name = name_of(db, key) if key else ""
    found, settled = read, set[Doubt]()
    kind = _kind_taught(db, record_id, key, read) if key else None
    if kind is not None:
        found, settled = replace(found, kind=kind), settled | {Doubt.KIND}
    order = date_order(db, key) if key and read.date_order else None
    if order is not None:
        settled |= {Doubt.DATE} if read.date_confidence >= _DATE_ALONE else set()
        found = found if order is read.date_order else _turned(found)
    return Taught(found, name, key, frozenset(settled))


def _key(read: Recognition) -> str:
    return read.facility_key or " ".join(read.facility.casefold().split())


def whole(db: Database, key: str) -> str:
    """The place a place was said to be the same as; itself where nothing was said."""
    for _ in range(_MOST_STEPS):
        other = changes.corrections(db, PLACE + key).get(SAME_AS)
        if not other or other == key:
            break
        key = str(other)
    return key


def name_of(db: Database, key: str) -> str:
    said = changes.corrections(db, PLACE + key).get(NAME)
    if said:
        return str(said)
    row = db.execute("SELECT name FROM facility WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else ""


def as_dated(read: Recognition, date: str | None) -> Recognition:
    """The reading that gives this service date, where it is the other one of an unclear date; else as it is."""
    turned = _turned(read)
    return turned if date and date == str(turned.service_date) else read


def _turned(read: Recognition) -> Recognition:
    """The reading with day and month of its service date the other way round."""
    date, other = read.service_date, read.other_dates[:1]
    if date is None or not other or not is_turned(date, other[0].date):
        return read
    before = replace(other[0], date=date)
    return replace(read, service_date=other[0].date, other_dates=(before, *read.other_dates[1:]))


def is_turned(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates are the same digits, day and month the other way round."""
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def date_order(db: Database, key: str) -> DateOrder | None:
    """How a place prints dates: as a person said, or as those put right or accepted show with one voice."""
    said = changes.corrections(db, PLACE + key).get(DATE_ORDER)
    if said:
        return DateOrder(said)
    shown = set(_orders_shown(db, key))
    return shown.pop() if len(shown) == 1 else None


def _orders_shown(db: Database, key: str) -> Iterator[DateOrder]:
    for _, read, said in _looked_at(db, key):
        if read.date_order is None or read.service_date is None:
            continue
        date = said.get("service_date")
        if date == str(read.service_date) or (date is None and said.get("confirmed")):
            yield read.date_order
        elif date and read.other_dates and date == str(read.other_dates[0].date):
            yield next(each for each in DateOrder if each is not read.date_order)


def _kind_taught(db: Database, record_id: str, key: str, read: Recognition) -> Kind | None:
    """The kind a person gave papers of this form from this place, when all they said agrees."""
    said = {
        Kind(put_right["kind"])
        for other, one, put_right in _looked_at(db, key)
        if other != record_id and "kind" in put_right and _form(one) == _form(read)
    }
    return said.pop() if len(said) == 1 else None


def _form(read: Recognition) -> tuple[Kind, str]:
    """What makes two papers of a place the same form: what they were taken for and what they call themselves."""
    return read.kind, read.title.partition(":")[0].casefold().strip()


def _looked_at(db: Database, key: str) -> Iterator[tuple[str, Recognition, dict[str, Any]]]:
    rows = db.execute(
        """
        SELECT DISTINCT r.id, r.recognition FROM correction c JOIN record r ON r.id = c.record
        WHERE r.facility_key = ? AND c.field IN ('kind', 'service_date', 'confirmed')
        """,
        [key],
    ).fetchall()
    for record, recognition in rows:
        yield record, from_plain(Recognition, json.loads(recognition)), changes.corrections(db, record)


def place_of(db: Database, record_id: str) -> str:
    """The key of the place a record comes from; "" when none is known."""
    row = db.execute("SELECT facility_key FROM record WHERE id = ?", [record_id]).fetchone()
    return str(row[0]) if row else ""


def records_of(db: Database, keys: Iterable[str]) -> tuple[str, ...]:
    """The records of these places."""
    found: dict[str, None] = {}
    for key in keys:
        rows = db.execute("SELECT id FROM record WHERE facility_key = ? ORDER BY rowid", [key])
        found.update(dict.fromkeys(record for (record,) in rows))
    return tuple(found)


def touched(db: Database, names: Iterable[str]) -> tuple[str, ...]:
    """Records that read otherwise after an act on these records and places: the others of the same places."""
    keys: dict[str, None] = {}
    for name in names:
        if is_place(name):
            key = name.removeprefix(PLACE)
            keys.update(dict.fromkeys((key, whole(db, key), *_parts(db, key))))
        else:
            row = db.execute("SELECT facility_key FROM record WHERE id = ?", [name]).fetchone()
            keys.update({row[0]: None} if row and row[0] else {})
    return records_of(db, keys)


def _parts(db: Database, key: str) -> list[str]:
    """Keys whose records now stand under another: they were merged, or are to come back."""
    rows = db.execute(
        "SELECT record FROM correction WHERE field = ? AND value = ?", [SAME_AS, json.dumps(key)]
    ).fetchall()
    return [record.removeprefix(PLACE) for (record,) in rows]


def find(db: Database, name: str) -> str:
    """The key of the place called or spelled so, or of this key; InputProblem "no_such_facility"."""
    wanted = " ".join(name.casefold().split())
    for one in facilities(db):
        if wanted == one.key or wanted in {
            " ".join(each.casefold().split()) for each in (one.name, *one.spellings)
        }:
            return one.key
    raise InputProblem("no_such_facility", name=name)


def find_merged(db: Database, name: str) -> str:
    """The key of a place that was merged into another one, by its key or name; InputProblem "no_such_facility"."""
    wanted = " ".join(name.casefold().split())
    rows = db.execute("SELECT record FROM correction WHERE field = ? ORDER BY record", [SAME_AS]).fetchall()
    for (record,) in rows:
        key = record.removeprefix(PLACE)
        if wanted in (key, " ".join(name_of(db, key).casefold().split())):
            return str(key)
    raise InputProblem("no_such_facility", name=name)


def facilities(db: Database) -> tuple[Facility, ...]:
    """Every place with records, the one with most records first."""
    rows = db.execute(
        """
        SELECT r.facility_key, r.id, r.recognition, r.status IN ('recognised', 'to_review') AND NOT EXISTS (
            SELECT 1 FROM correction c WHERE c.record = r.id AND c.field = 'service_date') FROM record r
        WHERE r.facility_key <> '' AND r.status <> 'trashed' AND r.merged_into = '' ORDER BY r.rowid
        """
    ).fetchall()
    by_key: dict[str, list[tuple[str, Recognition, bool]]] = {}
    for key, record, recognition, hangs in rows:
        read = from_plain(Recognition, json.loads(recognition))
        by_key.setdefault(key, []).append((record, read, hangs and read.date_order is not None))
    found = [
        Facility(
            key=key,
            name=name_of(db, key),
            spellings=tuple(dict.fromkeys(read.facility for _, read, _ in records)),
            records=len(records),
            date_order=date_order(db, key),
            unclear=tuple(record for record, _, hangs in records if hangs),
            merged=tuple((part, name_of(db, part)) for part in _parts(db, key)),
        )
        for key, records in by_key.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.records, one.name)))
