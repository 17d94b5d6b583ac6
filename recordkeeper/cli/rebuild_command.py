"""`rebuild`: the catalogue again, from originals and journal. The old one is kept in backups/."""

from __future__ import annotations

from contextlib import suppress

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.library.folder import set_catalogue_aside
from recordkeeper.work.progress import Cancelled


@click.command(name="rebuild", help="Build the catalogue again from originals and journal.")
@common_options
@pass_context
def command(context: Context) -> None:
    context.seal()  # a library that cannot be opened keeps its catalogue
    aside = set_catalogue_aside(context.place())
    # Opening brings the fresh catalogue level with the journal; what stood on pictures is read again.
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        with suppress(Cancelled):
            read_pictures(app.library, app.lanes, progress=progress, cancel=cancel)
        counts = documents.count_by_status(app.library.catalogue.reader())
    data = {"ok": True, "records": sum(counts.values()), "set_aside_catalogue": str(aside) if aside else None}
    context.reply(data, [context.words().say("cli.rebuilt", count=sum(counts.values()))])
