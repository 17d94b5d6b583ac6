"""`add`: bring in files, folders, discs and archives."""

from __future__ import annotations

import os

import click

from recordkeeper.cli import receipts
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.add import add


@click.command(name="add", help="Bring in files, folders, discs and archives.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--no-wait", is_flag=True, help="Leave slow reading for `work`.")
@common_options
@pass_context
def command(context: Context, paths: tuple[str, ...], no_wait: bool) -> None:
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
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
    receipts.reply(context, receipt)
