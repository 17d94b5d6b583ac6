"""`receipt`: what became of every file of an add."""

from __future__ import annotations

import click

from recordkeeper.catalogue import sources
from recordkeeper.cli import receipts, stranger_shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.intake import strangers
from recordkeeper.prepare.account import account_of


@click.command(name="receipt", help="What became of every file of an add (the latest, or INTAKE).")
@click.argument("intake", type=int, required=False)
@common_options
@pass_context
def command(context: Context, intake: int | None) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        receipt = sources.receipt(db, intake)
        account = account_of(db, receipt.intake)
        asked = stranger_shapes.shown(app.library, strangers.open_groups(db, receipt.intake), context.words())
    receipts.reply(context, receipt, account, asked)
    context.exit_code = 0
