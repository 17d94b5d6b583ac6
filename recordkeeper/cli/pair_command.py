"""`pair`: one of a person's acts."""

from __future__ import annotations

import click

from recordkeeper.catalogue.relatives import SAME_TEXT
from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts
from recordkeeper.records.belonging import PairKind


@click.command(name="pair", help="Say that a record belongs to another one.")
@click.argument("record", metavar="ID")
@click.argument("to", metavar="ID")
@click.option(
    "--relation",
    type=click.Choice([*PairKind, SAME_TEXT]),
    help="How the first belongs to the second; otherwise as their kinds have it.",
)
@common_options
@pass_context
def command(context: Context, record: str, to: str, relation: str | None) -> None:
    acting.reply(context, lambda library: acts.pair(library, record, to, relation or ""))
