"""`receipt`: what became of every file of an add."""

from __future__ import annotations

import click

from recordkeeper.catalogue import sources
from recordkeeper.cli import receipts
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.prepare.account import account_of


@click.command(name="receipt", help="What became of every file of an add (the latest, or INTAKE).")
@click.argument("intake", type=int, required=False)
@common_options
@pass_context
def command(context: Context, intake: int | None) -> None:
    with context.app() as app:
        receipt = sources.receipt(app.library.catalogue.reader(), intake)
        account = account_of(app.library.catalogue.reader(), receipt.intake)
    receipts.reply(context, receipt, account)
    context.exit_code = 0
