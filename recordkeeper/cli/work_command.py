"""`work`: finish what an interrupted add left."""

from __future__ import annotations

import click

from recordkeeper.catalogue import sources
from recordkeeper.cli import shapes
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.add import run


@click.command(name="work", help="Finish what an interrupted add left.")
@common_options
@pass_context
def command(context: Context) -> None:
    words = context.words()
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        receipts = [
            run(app.library, app.lanes, app.rules(), intake, progress=progress, cancel=cancel)
            for intake in sources.unfinished_intakes(app.library.catalogue.reader())
        ]
    context.reply(
        {"receipts": [shapes.receipt(receipt, words) for receipt in receipts]},
        [words.say("cli.work_done", count=len(receipts))],
    )
