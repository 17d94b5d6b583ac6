"""Searches a person keeps under a name: "own:view:v7" with a name and the words of the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import own
from recordkeeper.records.errors import InputProblem

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

SORT = "view"
NAME, SEARCH = "name", "search"


@dataclass(frozen=True, slots=True)
class View:
    """One kept search; `search` is as records/asking.written writes it."""

    id: str
    name: str
    search: str


def views(db: Database) -> tuple[View, ...]:
    """The views in the order they were kept."""
    found = own.said_of(db, SORT)
    return tuple(View(each, fields.get(NAME, ""), fields.get(SEARCH, "")) for each, fields in found.items())


def get(db: Database, name: str) -> View:
    """The view of this id, or of this name in any case; InputProblem "no_such_view"."""
    for view in views(db):
        if name in (view.id, view.name) or name.casefold() == view.name.casefold():
            return view
    raise InputProblem("no_such_view", view=name)
