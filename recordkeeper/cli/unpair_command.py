"""`unpair`: one of a person's acts."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts


@click.command(name="unpair", help="Say that two records do not belong together.")
@click.argument("record", metavar="ID")
@click.argument("other", metavar="ID")
@common_options
@pass_context
def command(context: Context, record: str, other: str) -> None:
    acting.reply(context, lambda library: acts.unpair(library, record, other))
