"""`work`: finish what an interrupted add, or one that did not wait, left, and read again what is out of date."""

from __future__ import annotations

from contextlib import suppress

import click

from recordkeeper.catalogue import pictures, sources
from recordkeeper.cli import shapes
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.add import run
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.intake.renew import renew
from recordkeeper.prepare.account import account_of
from recordkeeper.work.progress import Cancelled


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
        before = pictures.count_waiting(app.library.catalogue.reader())
        with suppress(Cancelled):
            renew(app.library, app.lanes, app.rules(), progress=progress, cancel=cancel)
            read_pictures(app.library, app.lanes, progress=progress, cancel=cancel)
        db = app.library.catalogue.reader()
        told = [shapes.receipt(receipt, account_of(db, receipt.intake), words) for receipt in receipts]
        after = pictures.count_waiting(app.library.catalogue.reader())
    context.reply(
        {
            "receipts": told,
            "pages_read": before - after,
            "pages_waiting": after,
        },
        [words.say("cli.work_done", count=len(receipts)), words.say("cli.pages_read", count=before - after)],
    )
