"""`arrange`: another order for the pages of a document made of several."""

from __future__ import annotations

import click

from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts_arrange


@click.command(
    name="arrange", help="Put the files of a merged document in another order: 3 1 2, as they stand now."
)
@click.argument("record_id", metavar="ID")
@click.argument("order", nargs=-1, type=int, required=True, metavar="N…")
@common_options
@pass_context
def command(context: Context, record_id: str, order: tuple[int, ...]) -> None:
    acting.reply(context, lambda library: acts_arrange.arrange(library, record_id, order))
