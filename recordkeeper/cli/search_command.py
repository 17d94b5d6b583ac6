"""`search`: full text over everything not set aside or trashed, and over what a person wrote down."""

from __future__ import annotations

import click

from recordkeeper.catalogue import own_search, search
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.records.kinds import Status


@click.command(name="search", help="Find words in all records and in your own notes. “…” asks for a phrase.")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option("--status", type=click.Choice([status.value for status in Status]), metavar="STATUS")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, metavar="N")
@common_options
@pass_context
def command(context: Context, words: tuple[str, ...], status: str | None, limit: int) -> None:
    asked = " ".join(words)
    with context.app() as app:
        db = app.library.catalogue.reader()
        hits = search.find(db, asked, status=Status(status) if status else None, limit=limit)
        notes = own_search.find(db, asked) if status is None else ()
    words_ = context.words()
    context.reply(
        {
            "hits": [shapes.hit(hit) for hit in hits],
            "notes": [
                {"list": n.list.value, "entry": n.entry, "field": n.field, "snippet": n.snippet} for n in notes
            ],
        },
        [
            *(f"{hit.record}  {hit.page or ''}  {hit.snippet}" for hit in hits),
            *(f"{words_.say(f'lists.title.{note.list}')}  {note.entry}  {note.snippet}" for note in notes),
        ],
    )
