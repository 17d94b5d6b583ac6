"""The question how a place prints dates: asked once for all its papers, where nothing else tells 03/04/2024."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import documents, issuers
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import DateOrder, Doubt, Status
from recordkeeper.records.plain import from_plain
from recordkeeper.records.provenance import Reason

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_LOOKED_THROUGH = 20  # records of a place, for one whose words stand in a box on a page


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A place that is asked about: the records that wait for the answer, and one of them as an example.

    `reason` is where the example prints its date, None when it does not say; `only` are the records that are
    asked about for nothing else.
    """

    key: str
    name: str
    records: tuple[str, ...]
    only: tuple[str, ...]
    example: str
    month_first: PartialDate
    day_first: PartialDate
    reason: Reason | None = None

    @property
    def words(self) -> str:
        """The date as the example prints it; "" when that is not known."""
        return self.reason.words if self.reason is not None else ""


@dataclass(frozen=True, slots=True)
class _Waiting:
    record: str
    read: Recognition
    alone: bool


def questions(db: Database, intake_id: int | None = None) -> tuple[DateQuestion, ...]:
    """The places to ask about, most records first; with an intake, those it brought papers of."""
    found: dict[str, list[_Waiting]] = {}
    for key, record, recognition, doubts in _rows(db):
        waiting = _Waiting(record, from_plain(Recognition, json.loads(recognition)), doubts == Doubt.DATE)
        found.setdefault(key, []).append(waiting)
    if intake_id is not None and found:
        brought = _brought(db, intake_id)
        found = {key: here for key, here in found.items() if any(each.record in brought for each in here)}
    asked = [_question(db, key, here) for key, here in found.items() if issuers.date_order(db, key) is None]
    return tuple(sorted((each for each in asked if each), key=lambda each: (-len(each.records), each.name)))


def only_dated(db: Database) -> frozenset[str]:
    """The records nobody has to look at one by one: an answer about their place is all they wait for."""
    return frozenset(record for question in questions(db) for record in question.only)


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """How many records somebody has to look at, and how many places are asked about."""

    records: int
    places: int

    @property
    def all(self) -> int:
        return self.records + self.places


def to_look_at(db: Database) -> ToLookAt:
    """What waits in To review: records with a doubt of their own, a text that is here twice once; and places."""
    asked = questions(db)
    waiting = documents.count_by_status(db, folded=True).get(Status.TO_REVIEW, 0)
    only = [record for question in asked for record in question.only]
    (folded,) = db.execute(
        "SELECT count(*) FROM record WHERE shown_as = '' AND id IN (SELECT value FROM json_each(?))",
        [json.dumps(only)],
    ).fetchone()
    return ToLookAt(waiting - folded, len(asked))


def _rows(db: Database) -> list[Any]:
    return db.execute(
        """
        SELECT r.place_key, r.id, r.recognition, r.doubts FROM record r
        WHERE r.status = 'to_review' AND r.merged_into = '' AND r.place_key <> '' AND r.doubts LIKE '%date%'
          AND json_extract(r.recognition, '$.date_order') IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.record = r.id AND c.field = 'service_date')
        ORDER BY r.rowid
        """
    ).fetchall()


def _brought(db: Database, intake_id: int) -> Collection[str]:
    rows = db.execute(
        """
        SELECT DISTINCT r.id FROM source_file f JOIN record_file rf ON rf.original_id = f.original_id
        JOIN record r ON r.rowid = rf.record_id WHERE f.intake_id = ?
        """,
        [intake_id],
    )
    return {record for (record,) in rows}


def _question(db: Database, key: str, waiting: list[_Waiting]) -> DateQuestion | None:
    """None when no record shows both ways to read its date."""
    both = [each for each in waiting if _readings(each.read) is not None]
    if not both:
        return None
    shown = [(each, _printed(db, each.record)) for each in both[:_LOOKED_THROUGH]]
    example, reason = next(((each, said) for each, said in shown if said is not None and said.box), shown[0])
    readings = _readings(example.read)
    assert readings is not None
    return DateQuestion(
        key=key,
        name=issuers.name_of(db, key),
        records=tuple(each.record for each in waiting),
        only=tuple(each.record for each in waiting if each.alone),
        example=example.record,
        month_first=readings[DateOrder.MONTH_FIRST],
        day_first=readings[DateOrder.DAY_FIRST],
        reason=reason,
    )


def _readings(read: Recognition) -> dict[DateOrder, PartialDate] | None:
    """The two days its date can be, by the order each goes with."""
    if read.date_order is None or read.service_date is None or not read.other_dates:
        return None
    other = read.other_dates[0].date
    if not issuers.is_turned(read.service_date, other):
        return None
    (turned,) = (order for order in DateOrder if order is not read.date_order)
    return {read.date_order: read.service_date, turned: other}


def _printed(db: Database, record: str) -> Reason | None:
    """Where a record prints its date of care."""
    found = (each for each in documents.reasons(db, record) if each.field == "service_date" and each.words)
    return next(found, None)
