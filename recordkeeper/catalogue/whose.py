"""Whose records are: what a person has said of people they name, those set aside, and judging all of them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue.changes import PATIENT, WHOSE
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import Doubt, Identity, Kind, Status
from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

JUDGE = "whose"  # the job that judges all records again, once something new is known of the patient


class Say(StrEnum):
    """What a person can say of somebody whom records name."""

    ME = "me"  # the patient, under another name
    LEFT = "left"  # somebody else: leave the records out, and do not ask again


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one person, who is named so or so. `field` is where it stands among the corrections."""

    field: str
    say: Say
    people: tuple[PersonRead, ...]

    @property
    def plain(self) -> dict[str, Any]:
        """The value of the correction."""
        return {"say": self.say.value, "people": [to_plain(person) for person in self.people]}


def said(db: Database) -> tuple[Said, ...]:
    """Everything that was said of people."""
    rows = db.execute("SELECT field, value FROM correction WHERE record = ? ORDER BY field", [PATIENT]).fetchall()
    found = ((field, json.loads(value)) for field, value in rows)
    return tuple(
        Said(field, Say(value["say"]), tuple(from_plain(PersonRead, each) for each in value["people"]))
        for field, value in found
    )


def with_what_was_said(patient: Patient, sayings: tuple[Said, ...]) -> Patient:
    """The patient, also known by the names and numbers of people somebody has called the patient."""
    people = tuple(person for saying in sayings if saying.say is Say.ME for person in saying.people)
    if not people:
        return patient
    known = {_folded(name) for name in (patient.name, *patient.also_known_as)}
    names = {_folded(person.name): person.name for person in people if person.name}
    numbers = [number for person in people for number in person.identifiers if number.issuer]
    return replace(
        patient,
        also_known_as=(*patient.also_known_as, *(name for key, name in names.items() if key not in known)),
        identifiers=tuple(dict.fromkeys((*patient.identifiers, *numbers))),
        also_printed=people,
    )


def _folded(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.casefold().replace(",", " ").split()))


@dataclass(frozen=True, slots=True)
class Asked:
    """A record it may be asked of whose it is, the person it names, and its first file. `said` as in `Named`."""

    record: str
    kind: Kind
    title: str
    date: PartialDate | None
    person: PersonRead
    is_study: bool
    file: Fingerprint
    page: int
    said: str


def aside(db: Database) -> tuple[Asked, ...]:
    """The records set aside, in the order they came."""
    return _asked(db, "r.status = ?", [Status.SET_ASIDE])


def unsure(db: Database) -> tuple[Asked, ...]:
    """The records that name somebody who may be the patient or not, and that nobody has looked at, as they came."""
    named = "coalesce(json_extract(r.recognition, '$.person.name'), '') <> ''"
    statuses = [Status.RECOGNISED, Status.TO_REVIEW]
    return _asked(db, f"r.identity = ? AND r.status IN (?, ?) AND {named}", [Identity.UNKNOWN, *statuses])


def _asked(db: Database, where: str, values: list[str]) -> tuple[Asked, ...]:
    rows = db.execute(
        f"""
        SELECT r.id, r.kind, r.title, r.service_date, r.recognition, r.study_uid, o.sha256, o.size,
               coalesce(rf.first_page, 1), c.value
        FROM record r JOIN record_file rf ON rf.record_id = r.rowid JOIN original o ON o.id = rf.original_id
        LEFT JOIN correction c ON c.record = r.id AND c.field = ?
        WHERE r.merged_into = '' AND {where}
        GROUP BY r.rowid HAVING rf.position = min(rf.position) ORDER BY r.rowid
        """,
        [WHOSE, *values],
    ).fetchall()
    return tuple(
        Asked(
            record,
            Kind(kind),
            title,
            PartialDate.parse(date) if date else None,
            _read(text).person,
            bool(study),
            Fingerprint(sha256, size),
            page,
            json.loads(said) if said else "",
        )
        for record, kind, title, date, text, study, sha256, size, page, said in rows
    )


def brought(db: Database, intake_id: int) -> frozenset[str]:
    """The ids of the records an intake brought."""
    rows = db.execute(
        """
        SELECT DISTINCT r.id FROM source_file f JOIN record_file rf ON rf.original_id = f.original_id
        JOIN record r ON r.rowid = rf.record_id WHERE f.intake_id = ?
        """,
        [intake_id],
    ).fetchall()
    return frozenset(record for (record,) in rows)


@dataclass(frozen=True, slots=True)
class Judgeable:
    """What a record is judged from beside whom it names."""

    read: Recognition
    condition: Condition


def judgeable(db: Database, record: str) -> Judgeable:
    """What was read of a record."""
    text, condition = db.execute(
        """
        SELECT r.recognition, iif(r.study_uid = '', o.condition, 'read')
        FROM record r LEFT JOIN record_file rf ON coalesce(rf.home, rf.record_id) = r.rowid
        LEFT JOIN original o ON o.id = rf.original_id WHERE r.id = ?
        ORDER BY rf.position LIMIT 1
        """,
        [record],
    ).fetchone()
    return Judgeable(_read(text), Condition(condition or "read"))


def put(db: Database, record: str, identity: Identity, status: Status, rule: str) -> None:
    """Renew what the machine makes of whose a record is, and why; the caller refreshes it."""
    db.execute(
        "UPDATE record SET machine_identity = ?, machine_status = ? WHERE id = ?", [identity, status, record]
    )
    db.execute(
        """
        UPDATE fact SET value = ?, rule = ?
        WHERE field = 'identity' AND record_id = (SELECT rowid FROM record WHERE id = ?)
        """,
        [identity, rule, record],
    )


def put_doubts(db: Database, record: str, doubts: Sequence[Doubt]) -> None:
    """Renew why somebody has to look at a record; the caller refreshes it."""
    db.execute("UPDATE record SET doubts = ? WHERE id = ?", [" ".join(doubts), record])


def let_receipts_follow(db: Database) -> None:
    """Files all of whose records name somebody else are told as set aside, the others as added."""
    alone = """
        SELECT rf.original_id FROM record_file rf JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id)
        GROUP BY rf.original_id HAVING min(r.identity = 'differs') = ?
    """
    change = "UPDATE source_file SET outcome = ?, reason_code = ? WHERE outcome = ? AND original_id IN"
    db.execute(f"{change} ({alone})", ["set_aside", "other_person", "added", 1])
    db.execute(f"{change} ({alone})", ["added", "", "set_aside", 0])


def _read(text: str) -> Recognition:
    return from_plain(Recognition, json.loads(text))
