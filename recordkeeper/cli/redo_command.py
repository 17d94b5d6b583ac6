"""`redo`: one of a person's acts."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts


@click.command(name="redo", help="Do again what was taken back.")
@common_options
@pass_context
def command(context: Context) -> None:
    acting.reply(context, acts.redo)
