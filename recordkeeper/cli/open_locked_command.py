"""`open-locked`: try a password on the locked files of the library."""

from __future__ import annotations

import click

from recordkeeper.catalogue import sources
from recordkeeper.cli import receipts, secrets
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.unlock import open_locked, supply
from recordkeeper.prepare.account import account_of
from recordkeeper.records.errors import InputProblem


@click.command(name="open-locked", help="Open locked files with a password.")
@secrets.password_options
@common_options
@pass_context
def command(context: Context, password_fd: int | None, remember: bool) -> None:
    given = secrets.read_passwords(password_fd)
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        count = len(sources.locked(app.library.catalogue.reader()))
        if not given:
            question = context.words().say("cli.ask_password", count=count)
            given = tuple(word for word in (secrets.ask(context, question),) if word)
        if not given and not app.library.passwords.known():
            raise InputProblem("no_password")
        remembered = supply(app.library, app.lanes, given, remember=remember)
        receipt = open_locked(app.library, app.lanes, app.rules(), progress=progress, cancel=cancel)
        account = account_of(app.library.catalogue.reader(), receipt.intake)
    receipts.reply(context, receipt, account, remembered=remembered if remember else None)
