"""`rebuild`: the catalogue again, from originals and journal. The old one is kept in backups/."""

from __future__ import annotations

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library.folder import set_catalogue_aside


@click.command(name="rebuild", help="Build the catalogue again from originals and journal.")
@common_options
@pass_context
def command(context: Context) -> None:
    aside = set_catalogue_aside(context.place())
    with context.app(writing=True) as app:  # opening brings the fresh catalogue level with the journal
        counts = documents.count_by_status(app.library.catalogue.reader())
    data = {"ok": True, "records": sum(counts.values()), "set_aside_catalogue": str(aside) if aside else None}
    context.reply(data, [context.words().say("cli.rebuilt", count=sum(counts.values()))])
