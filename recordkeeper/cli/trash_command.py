"""`trash`: one of a person's acts."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts


@click.command(name="trash", help="Move records to the trash.")
@click.argument("records", nargs=-1, required=True, metavar="ID…")
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...]) -> None:
    acting.reply(context, lambda library: acts.trash(library, records))
