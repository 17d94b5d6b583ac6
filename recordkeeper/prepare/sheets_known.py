"""What sheets for paper are made from, and how they name records, dates and fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.lists import ListRules
from recordkeeper.prepare.requests import Tracked
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.labs import KeptResult
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.patient import Patient
from recordkeeper.records.readiness import Board
from recordkeeper.records.story import Event, Story
from recordkeeper.wording.words import Words


@dataclass(frozen=True, slots=True)
class Known:
    """All that a sheet may say."""

    patient: Patient
    said: Said
    records: Mapping[str, Held]
    story: Story
    tracked: Sequence[Tracked] = ()
    place: str = ""  # where the library is
    last_bundle: LedgerEntry | None = None
    last_backup: tuple[dt.date, str] | None = None  # when, and where to
    holding: Holding = field(default_factory=Holding)
    board: Board = field(default_factory=lambda: Board((), ()))
    events: Sequence[Event] = ()
    results: Sequence[KeptResult] = ()
    pinned: Sequence[str] = ()  # keys of tests
    lists: Mapping[OwnList, ListRules] = field(default_factory=dict)
    today: dt.date = dt.date.min


def called(record: Held | None, page: int | str | None, words: Words) -> str:
    """What a record is called on paper: title, date, page; "" when it is not here."""
    if record is None:
        return ""
    parts = [record.title]
    if record.date is not None:
        parts.append(words.date(record.date))
    if page:
        parts.append(words.say("readiness.page", page=page))
    return ", ".join(part for part in parts if part)


def pointed(known: Known, value: str, words: Words) -> str:
    """What "record#page" is called on paper."""
    record, _, page = value.partition("#")
    return called(known.records.get(record), page, words)


def date_of(value: str, words: Words) -> str:
    """A date as it is kept, in words; "" for none."""
    return words.date(PartialDate.parse(value)) if value else ""


def visit_line(visit: Entry, words: Words) -> str:
    """Who, where and when, in one line."""
    parts = (visit.get("doctor"), visit.get("place"), date_of(visit.get("date"), words), visit.get("time"))
    return ", ".join(part for part in parts if part)


def value_of(known: Known, of: OwnList, name: str, value: str, words: Words) -> str:
    """A value of a field for people: choices, dates and records in words."""
    rules = known.lists.get(of)
    kind = rules.fields[name].type if rules is not None and name in rules.fields else "text"
    if words.has(key := f"lists.choice.{name}.{value}"):
        return words.say(key)
    if kind == "date":
        return date_of(value, words)
    if kind == "record":
        return pointed(known, value, words)
    return value


def field_line(known: Known, entry: Entry, name: str, words: Words) -> str:
    """ "Field: value", "" where nothing is said."""
    value = entry.get(name)
    if not value:
        return ""
    said = value_of(known, entry.list, name, value, words)
    return f"{words.say(f'lists.field.{name}')}: {said}" if said else ""
