"""`note`: write a note on a record."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts_marks


@click.command(name="note", help="Write a note on a record, in place of the one it has; none takes it away.")
@click.argument("record_id", metavar="ID")
@click.argument("words", nargs=-1, metavar="WORDS…")
@common_options
@pass_context
def command(context: Context, record_id: str, words: tuple[str, ...]) -> None:
    acting.reply(context, lambda library: acts_marks.note(library, record_id, " ".join(words)))
