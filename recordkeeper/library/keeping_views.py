"""Keeping a search under a name, and letting go of it: acts like any other."""

from __future__ import annotations

from recordkeeper.catalogue import changes, own, views
from recordkeeper.catalogue.engine import storable
from recordkeeper.library.acts import act
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem

_LONGEST_NAME = 60


def keep_view(library: Library, name: str, search: str) -> str:
    """Keep a search (as records/asking.written writes it); one of the same name is replaced. Returns its id.

    InputProblem "view_empty" without a name or a search.
    """
    called, sought = storable(" ".join(name.split())[:_LONGEST_NAME]), storable(search.strip())
    if not called or not sought:
        raise InputProblem("view_empty")
    db = library.catalogue.writer
    before = next((view.id for view in views.views(db) if view.name.casefold() == called.casefold()), None)
    each = before or f"v{changes.next_seq(db)}"
    act(library, "keep_view", {own.name_of(views.SORT, each): {views.NAME: called, views.SEARCH: sought}})
    return each


def drop_view(library: Library, name: str) -> str:
    """Let go of a view, by id or name; returns its id. InputProblem "no_such_view"."""
    view = views.get(library.catalogue.writer, name)
    act(library, "drop_view", {own.name_of(views.SORT, view.id): {views.NAME: None, views.SEARCH: None}})
    return view.id
