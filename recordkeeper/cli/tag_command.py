"""`tag`: put tags on records, or take them away."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts_marks


@click.command(name="tag", help="Put tags on records, or take them away.")
@click.argument("records", nargs=-1, required=True, metavar="ID…")
@click.option("--add", multiple=True, metavar="TAG")
@click.option("--remove", multiple=True, metavar="TAG")
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
    acting.reply(context, lambda library: acts_marks.tag(library, records, add=add, remove=remove))
