"""A person's own entries, slots and choices. They are corrections of names that are no record's, so that every act
on them is journalled, undone and rebuilt like any other.

"own:questions:q12" is an entry, "own:slot:scans" a slot, "own:choice:cancer" a choice.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from recordkeeper.catalogue import changes
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import SlotState

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

SLOT, CHOICE = "slot", "choice"
STATE, CHOSEN = "state", "value"


def name_of(sort: str, each: str) -> str:
    """The name an effect gives to an entry, a slot or a choice."""
    return f"{changes.OWN}{sort}:{each}"


def entries(db: Database, of: OwnList) -> tuple[Entry, ...]:
    """The entries of a list in the order they were written."""
    return tuple(Entry(of, each, fields) for each, fields in said_of(db, of).items())


def said_of(db: Database, sort: str) -> dict[str, dict[str, str]]:
    """Name → field → value of all that is said of one sort, in the order it was written."""
    found: dict[str, dict[str, str]] = {}
    for each, field, value in _said(db, sort):
        found.setdefault(each, {})[field] = value
    return {each: found[each] for each in sorted(found, key=_number)}


def get(db: Database, of: OwnList, each: str) -> Entry:
    """One entry; InputProblem "no_such_entry"."""
    for entry in entries(db, of):
        if entry.id == each:
            return entry
    raise InputProblem("no_such_entry", entry=each)


def slots(db: Database) -> dict[str, SlotState]:
    """Slot → what a person said of it."""
    return {slot: SlotState(value) for slot, field, value in _said(db, SLOT) if field == STATE}


def choices(db: Database) -> dict[str, str]:
    """What a person chose: name → value."""
    return {name: value for name, field, value in _said(db, CHOICE) if field == CHOSEN}


def _said(db: Database, sort: str) -> list[tuple[str, str, str]]:
    """(what of this sort, field, value) for all that is said."""
    first = name_of(sort, "")
    rows = db.execute(
        "SELECT record, field, value FROM correction WHERE record >= ? AND record < ? ORDER BY record, field",
        [first, first[:-1] + ";"],  # the sign after ":"
    ).fetchall()
    return [(record.removeprefix(first), field, str(json.loads(value))) for record, field, value in rows]


def _number(each: str) -> tuple[int, int, str]:
    """ "q12" is of the twelfth act, "q12-1" the second entry it wrote."""
    act, _, place = each.partition("-")
    digits = "".join(sign for sign in act if sign.isdigit())
    return int(digits or 0), int(place) if place.isdigit() else 0, each
