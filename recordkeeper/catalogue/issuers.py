"""Where records come from: one entity for a place however it is spelled.

A person's word on a place is a correction of "facility:KEY": `same_as` (it is that other place), `name` (what it is
called), `date_order` (how it prints 03/04/2024). A record has two keys: `facility_key`, whose papers it is read as,
and `place_key`, where it stands, which a person may put right. What that teaches is in teaching.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import changes
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import DateOrder
from recordkeeper.records.plain import from_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

PLACE = "facility:"  # begins the name a place goes by among corrections
SAME_AS, NAME, DATE_ORDER = "same_as", "name", "date_order"
TEACHING = frozenset({"kind", "facility", "author", "service_date", "date_role"})  # fields of a record
_READ = ", ".join(f"json_extract(recognition, '$.{field}')" for field in ("kind", "title", "date_order"))
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


def is_place(name: str) -> bool:
    """Whether a correction of this name is about a place."""
    return name.startswith(PLACE)


def key_of(db: Database, read: Recognition) -> str:
    """Whose papers a record is read as: one key for all spellings and for places made one; "" for none."""
    key = read.facility_key or _folded(read.facility)
    if not key:
        return ""
    db.execute("INSERT OR IGNORE INTO facility (key, name) VALUES (?, ?)", [key, read.facility])
    return whole(db, key)


def key_called(db: Database, name: str) -> str:
    """The key of the place a person means by a name: one known so or spelled so on a paper, else a new one."""
    wanted = _folded(name)
    rows = (
        ("SELECT key FROM facility WHERE key = ? OR name = ? COLLATE NOCASE", [wanted, name]),
        (
            """
            SELECT substr(record, length(?) + 1) FROM correction
            WHERE field = ? AND json_extract(value, '$') = ? COLLATE NOCASE
            """,
            [PLACE, NAME, name],
        ),
        (
            """
            SELECT facility_key FROM record
            WHERE facility_key <> '' AND json_extract(recognition, '$.facility') = ? COLLATE NOCASE
            """,
            [name],
        ),
    )
    for query, values in rows:
        row = db.execute(f"{query} LIMIT 1", values).fetchone()
        if row:
            return str(row[0])
    db.execute("INSERT OR IGNORE INTO facility (key, name) VALUES (?, ?)", [wanted, name])
    return wanted


def is_named(db: Database, key: str) -> bool:
    """Whether a person has given a place its name."""
    return NAME in changes.corrections(db, PLACE + key)


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
    for read, said in _looked_at(db, key):
        if read.date_order is None or read.service_date is None:
            continue
        date = said.get("service_date")
        if date == str(read.service_date) or (date is None and said.get("confirmed")):
            yield read.date_order
        elif date and read.other_dates and date == str(read.other_dates[0].date):
            yield next(each for each in DateOrder if each is not read.date_order)


def _looked_at(db: Database, key: str) -> Iterator[tuple[Recognition, dict[str, Any]]]:
    rows = db.execute(
        """
        SELECT DISTINCT r.id, r.recognition FROM correction c JOIN record r ON r.id = c.record
        WHERE r.place_key = ? AND c.field IN ('service_date', 'confirmed')
        """,
        [key],
    ).fetchall()
    for record, recognition in rows:
        yield from_plain(Recognition, json.loads(recognition)), changes.corrections(db, record)


def place_of(db: Database, record_id: str) -> str:
    """The key of the place a record stands under; "" when none is known."""
    row = db.execute("SELECT place_key FROM record WHERE id = ?", [record_id]).fetchone()
    return str(row[0]) if row else ""


def is_unclear(db: Database, record_id: str) -> bool:
    """Whether a record's date can be read in two ways, so that accepting it tells how its place prints dates."""
    query = "SELECT json_extract(recognition, '$.date_order') FROM record WHERE id = ?"
    row = db.execute(query, [record_id]).fetchone()
    return bool(row and row[0])


def records_of(db: Database, keys: Iterable[str]) -> tuple[str, ...]:
    """The records that stand under these places."""
    found: dict[str, None] = {}
    for key in keys:
        rows = db.execute("SELECT id FROM record WHERE place_key = ? ORDER BY rowid", [key])
        found.update(dict.fromkeys(record for (record,) in rows))
    return tuple(found)


def touched(db: Database, names: Iterable[str]) -> tuple[str, ...]:
    """Records that may read otherwise after an act on these records and places: others of the same places."""
    found: dict[str, None] = {}
    for name in names:
        if is_place(name):
            key = name.removeprefix(PLACE)
            here = _standing(db, (key, whole(db, key), *_parts(db, key)))
            found.update(dict.fromkeys(record for record, *_ in here))
        else:
            found.update(dict.fromkeys(_told_by(db, name)))
    return tuple(found)


def _told_by(db: Database, record_id: str) -> Iterator[str]:
    """The records that a word on this one may tell of: those of its form, and those whose date is unclear."""
    row = db.execute(f"SELECT facility_key, place_key, {_READ} FROM record WHERE id = ?", [record_id]).fetchone()
    if row is None:
        return
    facility, place, kind, title, _ = row
    for record, other_kind, other_title, order in _standing(db, {facility, place} - {""}):
        if order or form_of(other_kind, other_title) == form_of(kind, title):
            yield record


def _standing(db: Database, keys: Iterable[str]) -> list[tuple[str, str, str, str | None]]:
    """(id, kind, title, date order) as read, of what is read as papers of these places or stands under them."""
    return db.execute(
        f"""
        SELECT id, {_READ} FROM record WHERE facility_key IN (SELECT value FROM json_each(:keys))
            OR place_key IN (SELECT value FROM json_each(:keys)) ORDER BY rowid
        """,
        {"keys": json.dumps(sorted(keys))},
    ).fetchall()


def form_of(kind: str, title: str) -> tuple[str, str]:
    """What makes two papers of a place the same form: what they were taken for and what they call themselves."""
    return kind, (title or "").partition(":")[0].casefold().strip()


def _parts(db: Database, key: str) -> list[str]:
    """Keys whose records now stand under another: they were merged, or are to come back."""
    rows = db.execute(
        "SELECT record FROM correction WHERE field = ? AND value = ?", [SAME_AS, json.dumps(key)]
    ).fetchall()
    return [record.removeprefix(PLACE) for (record,) in rows]


def find(db: Database, name: str) -> str:
    """The key of the place of this key, called so, or spelled so; InputProblem "no_such_facility"."""
    wanted, known = _folded(name), facilities(db)
    called = [one.key for one in known if wanted in (one.key, _folded(one.name))]
    spelled = [one.key for one in known if wanted in {_folded(each) for each in one.spellings}]
    for key in (*called, *spelled):
        return key
    raise InputProblem("no_such_facility", name=name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def find_merged(db: Database, name: str) -> str:
    """The key of a place that was merged into another one, by its key or name; InputProblem "no_such_facility"."""
    wanted = _folded(name)
    rows = db.execute("SELECT record FROM correction WHERE field = ? ORDER BY record", [SAME_AS]).fetchall()
    for (record,) in rows:
        key = record.removeprefix(PLACE)
        if wanted in (key, _folded(name_of(db, key))):
            return str(key)
    raise InputProblem("no_such_facility", name=name)


def facilities(db: Database) -> tuple[Facility, ...]:
    """Every place with records, the one with most records first."""
    rows = db.execute(
        """
        SELECT r.place_key, r.id, r.recognition, r.status IN ('recognised', 'to_review') AND NOT EXISTS (
            SELECT 1 FROM correction c WHERE c.record = r.id AND c.field = 'service_date') FROM record r
        WHERE r.place_key <> '' AND r.status <> 'trashed' AND r.merged_into = '' ORDER BY r.rowid
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
