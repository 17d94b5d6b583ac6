"""`split`: one of a person's acts."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts


@click.command(name="split", help="Part a document into several, before each of these pages.")
@click.argument("record", metavar="ID")
@click.argument("pages", nargs=-1, required=True, type=int, metavar="PAGE…")
@common_options
@pass_context
def command(context: Context, record: str, pages: tuple[int, ...]) -> None:
    acting.reply(context, lambda library: acts.split(library, record, pages))
