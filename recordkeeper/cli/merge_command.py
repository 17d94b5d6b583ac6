"""`merge`: one of a person's acts."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts


@click.command(name="merge", help="Make one document of several records, in this order.")
@click.argument("records", nargs=-1, required=True, metavar="ID ID…")
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...]) -> None:
    acting.reply(context, lambda library: acts.merge(library, records))
