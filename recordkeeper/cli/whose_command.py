"""`whose`: say of single records whose they are."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.intake import strangers


@click.command(name="whose", help="Say of single records that they are the patient's, or somebody else's.")
@click.argument("records", nargs=-1, required=True, metavar="ID…")
@click.option("--mine/--not-mine", required=True, help="The patient's, or somebody else's (set aside).")
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...], *, mine: bool) -> None:
    acting.reply(context, lambda library: strangers.say_whose(library, records, mine=mine))
