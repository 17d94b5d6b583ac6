"""Judging every record again once something new is known of the patient: by name, birth date and numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import changes, documents, jobs, relatives, sources, whose
from recordkeeper.intake import judge
from recordkeeper.library import acts
from recordkeeper.library.folder import Library
from recordkeeper.recognise.people import compare
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.provenance import Reason

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def undo(library: Library) -> tuple[str, ...]:
    """`acts.undo`, with every record judged again that it changes."""
    return settle(library, acts.undo(library))


def redo(library: Library) -> tuple[str, ...]:
    """`acts.redo`, with every record judged again that it changes."""
    return settle(library, acts.redo(library))


def settle(library: Library, touched: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Judge all records again, if that waits; returns `touched` and those that say something else now.

    Runs on the writer lane. Killed before its end, it is done at the next opening.
    """
    db = library.catalogue.writer
    if not jobs.waiting(db, whose.JUDGE):
        return touched
    with db.atomic():
        changed = _judge_all(db)
        whose.let_receipts_follow(db)
        relatives.choose_shown(db)
        jobs.done(db, changes.PATIENT, whose.JUDGE)
    return tuple(dict.fromkeys((*touched, *changed)))


def _judge_all(db: Database) -> tuple[str, ...]:
    patient = sources.patient(db)
    known: dict[PersonRead, tuple[Identity, Reason]] = {}
    changed: list[str] = []
    for one in whose.judgeable(db):
        person = one.read.person
        if person not in known:
            known[person] = compare(patient, person)
        identity, reason = known[person]
        if identity is not one.identity:
            status = judge.status_of(one.read, identity, one.condition)
            whose.put(db, one.record, identity, status, reason.rule)
            whose.put_doubts(db, one.record, judge.doubts_of(one.read, identity, one.condition))
            documents.refresh(db, one.record)
            changed.append(one.record)
    return tuple(changed)
