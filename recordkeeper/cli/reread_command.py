"""`reread`: read kept files again with today's readers."""

from __future__ import annotations

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.intake.reread import reread
from recordkeeper.records.errors import InputProblem


@click.command(name="reread", help="Read files again with today's readers; corrections stay.")
@click.argument("records", nargs=-1, metavar="ID…")
@click.option("--all", "everything", is_flag=True, help="All files of the library.")
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...], everything: bool) -> None:
    if everything == bool(records):
        raise InputProblem("reread_what")
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        for record in records:
            documents.row_of(app.library.catalogue.reader(), record)
        wanted = None if everything else records
        done = reread(app.library, app.lanes, app.rules(), wanted, progress=progress, cancel=cancel)
        read_pictures(app.library, app.lanes, progress=progress, cancel=cancel)
    lines = [context.words().say("cli.reread", count=done.files, changed=done.changed)]
    context.reply({"files": done.files, "changed": done.changed}, lines)
