"""`correct`: put a value right."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts


@click.command(name="correct", help=f"Put a value right. FIELD is one of: {', '.join(acts.CORRECTABLE)}.")
@click.argument("record_id", metavar="ID")
@click.argument("field")
@click.argument("value")
@common_options
@pass_context
def command(context: Context, record_id: str, field: str, value: str) -> None:
    acting.reply(context, lambda library: acts.correct(library, record_id, field, value))
