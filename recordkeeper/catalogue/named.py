"""The people records name, and where those records came from: all that whose a record is can be told from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue.changes import WHOSE
from recordkeeper.records.kinds import Doubt, Identity, Status
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.plain import from_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Named:
    """A record, the person it names, and what is made of that by now: by the machine, and `said` by a person."""

    record: str
    person: PersonRead
    accession: str
    identity: Identity
    asked: bool  # whether a person is asked whose it is
    status: Status
    said: str  # changes.MINE, changes.OTHERS or ""


@dataclass(frozen=True, slots=True)
class Origin:
    """One way a record's file came here: the file, the intake, and its path as the receipt tells it."""

    record: str
    original: int
    intake: int
    path: str


def records(db: Database) -> tuple[Named, ...]:
    """Every record, in the order they came."""
    rows = db.execute(
        """
        SELECT r.id, json_extract(r.recognition, '$.person'), r.accession, r.machine_identity, r.doubts, r.status,
               c.value
        FROM record r LEFT JOIN correction c ON c.record = r.id AND c.field = ? ORDER BY r.rowid
        """,
        [WHOSE],
    ).fetchall()
    people: dict[str | None, PersonRead] = {None: PersonRead()}
    return tuple(
        Named(
            record,
            _person(people, text),
            accession,
            Identity(identity),
            Doubt.WHOSE in doubts.split(),
            Status(status),
            json.loads(said) if said else "",
        )
        for record, text, accession, identity, doubts, status, said in rows
    )


def _person(people: dict[str | None, PersonRead], text: str | None) -> PersonRead:
    if text not in people:
        assert text is not None
        people[text] = from_plain(PersonRead, json.loads(text))
    return people[text]


def origins(db: Database) -> Iterator[Origin]:
    """How the files of every record came; of a study's many files one an intake."""
    rows = db.execute(
        """
        SELECT r.id, rf.original_id, f.intake_id, f.path
        FROM record_file rf JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id)
        JOIN source_file f ON f.original_id = rf.original_id
        GROUP BY r.rowid, f.intake_id, iif(r.study_uid = '', f.id, 0)
        """
    ).fetchall()
    for row in rows:
        yield Origin(*row)
