"""`add`: bring in files, folders, discs and archives."""

from __future__ import annotations

import os

import click

from recordkeeper.cli import receipts, secrets, stranger_shapes
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake import strangers
from recordkeeper.intake.add import add
from recordkeeper.intake.unlock import supply
from recordkeeper.prepare.account import account_of


@click.command(name="add", help="Bring in files, folders, discs and archives.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--no-wait", is_flag=True, help="Leave slow reading for `work`.")
@secrets.password_options
@common_options
@pass_context
def command(
    context: Context, paths: tuple[str, ...], no_wait: bool, password_fd: int | None, remember: bool
) -> None:
    given = secrets.read_passwords(password_fd)
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        remembered = supply(app.library, app.lanes, given, remember=remember)
        whole = [os.path.abspath(path) for path in paths]  # noqa: PTH100 - keeps undecodable bytes
        receipt = add(
            app.library,
            app.lanes,
            app.rules(),
            whole,
            progress=progress,
            cancel=cancel,
            pictures=not no_wait,
        )
        db = app.library.catalogue.reader()
        account = account_of(db, receipt.intake)
        asked = stranger_shapes.shown(app.library, strangers.open_groups(db, receipt.intake), context.words())
    receipts.reply(context, receipt, account, asked, remembered=remembered if remember else None)
