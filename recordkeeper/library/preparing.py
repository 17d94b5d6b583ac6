"""A person's acts while getting ready: entries of lists, a word on a slot, a choice. All can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from recordkeeper.catalogue import changes, own
from recordkeeper.catalogue.engine import storable
from recordkeeper.library import acts, full_backup
from recordkeeper.library.folder import Library
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import SlotState


def add_entry(library: Library, of: OwnList, fields: Mapping[str, str]) -> str:
    """Write an entry; returns its id, which is never used again."""
    each = f"{of[0]}{changes.next_seq(library.catalogue.writer)}"
    said = {field: storable(value) for field, value in fields.items() if value}
    acts.act(library, "write_down", {own.name_of(of, each): said})
    return each


def set_entry(library: Library, of: OwnList, each: str, fields: Mapping[str, str]) -> str:
    """Change fields of an entry, "" takes a value away; returns its id. InputProblem "no_such_entry"."""
    own.get(library.catalogue.writer, of, each)
    said = {field: storable(value) if value else None for field, value in fields.items()}
    acts.act(library, "change_note", {own.name_of(of, each): said})
    return each


def remove_entry(library: Library, of: OwnList, each: str) -> str:
    """Take an entry off its list; undo brings it back whole. InputProblem "no_such_entry"."""
    entry = own.get(library.catalogue.writer, of, each)
    acts.act(library, "take_off_list", {own.name_of(of, each): dict.fromkeys(entry.fields)})
    return each


def say_slot(library: Library, slot: str, state: SlotState | None) -> None:
    """Say how a slot stands; None leaves it to the records again."""
    acts.act(library, "say_slot", {own.name_of(own.SLOT, slot): {own.STATE: state.value if state else None}})


def choose(library: Library, name: str, value: str) -> None:
    """Choose something, such as the sort of cancer; "" chooses nothing."""
    acts.act(library, "choose", {own.name_of(own.CHOICE, name): {own.CHOSEN: storable(value) or None}})


def last_backup(library: Library) -> tuple[dt.date, str] | None:
    """The day of the last full backup, and its place; None when there was none. Reads a file."""
    last = full_backup.last_full(library)
    return (last.made.astimezone().date(), last.place) if last is not None else None


def add_entries(library: Library, of: OwnList, entries: Sequence[Mapping[str, str]]) -> str:
    """Write several entries in one act, to be taken back in one; returns the id of the first."""
    number = changes.next_seq(library.catalogue.writer)
    names = [f"{of[0]}{number}" + (f"-{at}" if at else "") for at in range(len(entries))]
    effect = {
        own.name_of(of, each): {field: storable(value) for field, value in fields.items() if value}
        for each, fields in zip(names, entries, strict=True)
    }
    acts.act(library, "write_down", effect)
    return names[0]
