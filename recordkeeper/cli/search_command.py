"""`search`: full text over everything not set aside or trashed, and over what a person wrote down."""

from __future__ import annotations

import re
from typing import Any

import click

from recordkeeper.catalogue import own_search, recent, search, views
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.records import asking
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import NO_FILTERS, Filters
from recordkeeper.wording.asking import vocabulary

_FILTER = re.compile(r'(\w+:)([^"]*\s[^"]*)')
_HELP = """Find words in all records and in your own notes. “…” asks for a phrase.

Other forms of a word are found too, and near ones where it stands nowhere. kind:letter from:name tag:word
is:starred 2023-05..2024 narrow what is found.
"""


@click.command(name="search", help=_HELP)
@click.argument("words", nargs=-1, metavar="WORDS…")
@click.option("--view", metavar="NAME", help="Search as this view does, and for these words as well.")
@click.option("--recent", "past", is_flag=True, help="List the searches made last in the window.")
@click.option("--status", type=click.Choice([status.value for status in Status]), metavar="STATUS")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, metavar="N")
@common_options
@pass_context
def command(
    context: Context, words: tuple[str, ...], view: str | None, status: str | None, limit: int, *, past: bool
) -> None:
    if past:
        _answer_recent(context)
        return
    if not words and not view:
        raise InputProblem("search_empty")
    words_ = context.words()
    with context.app() as app:
        db = app.library.catalogue.reader()
        kept = [views.get(db, view).search] if view else []
        asked = asking.read(" ".join([*kept, *map(as_typed, words)]), vocabulary(words_))
        filters = asked.filters
        found = search.seek(
            db, asked.words, status=Status(status) if status else None, filters=filters, limit=limit
        )
        notes = own_search.find(db, asked.words) if status is None and filters == NO_FILTERS else ()
    hits = found.hits
    context.reply(
        {
            "asked": {"words": asked.words, "filters": _shape(filters)},
            "read_as": {word: list(near) for word, near in found.read_as.items()},
            "hits": [shapes.hit(hit) for hit in hits],
            "notes": [
                {"list": n.list.value, "entry": n.entry, "field": n.field, "snippet": n.snippet} for n in notes
            ],
        },
        [
            *(
                words_.say("search.read_as", word=word, near=", ".join(near))
                for word, near in found.read_as.items()
            ),
            *(f"{hit.record}  {hit.page or ''}  {hit.snippet}" for hit in hits),
            *(f"{words_.say(f'lists.title.{note.list}')}  {note.entry}  {note.snippet}" for note in notes),
        ],
    )


def as_typed(word: str) -> str:
    """A word as it was before the shell took its quotes away: from:"St. Mary"."""
    found = _FILTER.fullmatch(word)
    return f'{found[1]}"{found[2]}"' if found else word


def _shape(filters: Filters) -> dict[str, Any]:
    return {
        "kinds": sorted(filters.kinds),
        "from": list(filters.places),
        "since": filters.since or None,
        "until": filters.until or None,
        "tags": list(filters.tags),
        "statuses": sorted(filters.statuses),
        "starred": filters.starred,
        "noted": filters.noted,
    }


def _answer_recent(context: Context) -> None:
    with context.app() as app:
        past = recent.recent(app.library.catalogue.reader())
    context.reply({"recent": list(past)}, past)
