"""Judging whose all records are, once something new is known: by what they print and what they came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import changes, documents, jobs, named, relatives, sources, whose
from recordkeeper.intake import judge, ties
from recordkeeper.library import acts
from recordkeeper.library.folder import Library

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
    known = named.records(db)
    found = ties.answers(sources.patient(db), known, lambda: named.origins(db))
    changed: list[str] = []
    for one in known:
        answer = found[one.record]
        if (answer.identity, answer.asked) == (one.identity, one.asked):
            continue
        record = whose.judgeable(db, one.record)
        doubts = judge.doubts_of(record.read, record.condition, asked=answer.asked)
        status = judge.status_of(answer.identity, doubts)
        whose.put(db, one.record, answer.identity, status, answer.rule)
        whose.put_doubts(db, one.record, doubts)
        documents.refresh(db, one.record)
        changed.append(one.record)
    return tuple(changed)
