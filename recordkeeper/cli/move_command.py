"""`move`: take records to another library of this computer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli import shapes
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.list_command import line
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.belong import belong
from recordkeeper.intake.move import Mover
from recordkeeper.prepare.account import Account

anyway_option = click.option(
    "--anyway", is_flag=True, help="Even if they name somebody else there too, or their files hold other records."
)


@click.command(name="move", help="Take records to another library of this computer.")
@click.argument("records", nargs=-1, required=True, metavar="ID…")
@click.argument("destination", metavar="LIBRARY")
@anyway_option
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...], destination: str, anyway: bool) -> None:
    reply(context, records, destination, anyway=anyway)


def reply(context: Context, records: Sequence[str], destination: str, *, anyway: bool) -> None:
    """Move, and tell what went and what had to stay; exit code 1 when something had to."""
    words = context.words()
    with context.app(writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        mover = Mover(app.library, app.lanes, app.rules(), progress=progress, cancel=cancel)
        moved = mover.move(records, Path(destination), anyway=anyway)
        belong(app.library, app.lanes, progress=progress, cancel=cancel)
        db = app.library.catalogue.reader()
        touched = [documents.get(db, record) for record in moved.records]
    data = {
        "records": [shapes.record(each) for each in touched],
        "moved": list(moved.records),
        "not_moved": list(moved.stayed),
        "library": moved.place,
        "patient": moved.name,
        "receipt": shapes.receipt(moved.receipt, Account(), words),
    }
    lines = [words.say("cli.moved", count=len(moved.records), name=moved.name), *(line(r, words) for r in touched)]
    if moved.stayed:
        lines.append(words.say("cli.not_moved", count=len(moved.stayed), records=" ".join(moved.stayed)))
    context.reply(data, lines, exit_code=1 if moved.stayed else 0)
