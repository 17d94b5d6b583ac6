"""`watch`: look at a folder again and again, and add what is new in it."""

from __future__ import annotations

import os

import click

from recordkeeper.catalogue import sources
from recordkeeper.cli import shapes
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.add import add
from recordkeeper.intake.watch import Watch
from recordkeeper.prepare.account import account_of
from recordkeeper.records.intake import Receipt


@click.command(name="watch", help="Look at a folder again and again, and add what is new.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False), metavar="DIR")
@click.option("--every", type=click.FloatRange(min=0.2), default=10.0, metavar="SECONDS", help="How often to look.")
@click.option("--once", is_flag=True, help="End when nothing new is found.")
@common_options
@pass_context
def command(context: Context, folder: str, every: float, once: bool) -> None:
    words, receipts = context.words(), list[Receipt]()
    watch = Watch(os.path.abspath(folder))  # noqa: PTH100 - keeps undecodable bytes
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        db, rules = app.library.catalogue.reader(), app.rules()
        watch.look({})
        while not cancel.wait(every):
            new = watch.look(sources.settled_everywhere(db))
            if new:
                receipts.append(add(app.library, app.lanes, rules, new, progress=progress, cancel=cancel))
            elif once:
                break
        told = [shapes.receipt(receipt, account_of(db, receipt.intake), words) for receipt in receipts]
    count = sum(len(receipt.files) for receipt in receipts)
    context.reply({"receipts": told}, [words.say("cli.watched", count=count)])
