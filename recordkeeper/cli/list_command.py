"""`list`: records, newest service date first."""

from __future__ import annotations

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import Listing
from recordkeeper.wording.words import Words


@click.command(name="list", help="List records, newest service date first.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), metavar="KIND")
@click.option("--status", type=click.Choice([status.value for status in Status]), metavar="STATUS")
@click.option("--limit", type=click.IntRange(min=1), metavar="N")
@click.option("--after", metavar="ID", help="Go on after this record.")
@common_options
@pass_context
def command(context: Context, kind: str | None, status: str | None, limit: int | None, after: str | None) -> None:
    listing = Listing(Kind(kind) if kind else None, Status(status) if status else None, limit, after)
    with context.app() as app:
        found = documents.find(app.library.catalogue.reader(), listing)
    words = context.words()
    context.reply({"records": [shapes.record(r) for r in found]}, (line(r, words) for r in found))


def line(record: Record, words: Words) -> str:
    """One record on one line, for people."""
    date = words.date(record.service_date) if record.service_date else words.say("cli.no_date")
    kind = words.say(f"cli.kind.{record.kind}")
    return f"{record.id}  {date:>12}  {kind}  {record.title}  [{words.say(f'cli.status.{record.status}')}]"
