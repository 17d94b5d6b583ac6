"""`show`: one record, with reasons and text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.list_command import line
from recordkeeper.records.document import Record
from recordkeeper.records.provenance import Reason
from recordkeeper.wording.words import Words


@click.command(name="show", help="One record, with reasons and text.")
@click.argument("record_id", metavar="ID")
@common_options
@pass_context
def command(context: Context, record_id: str) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        record = documents.get(db, record_id)
        reasons, pages = documents.reasons(db, record_id), documents.pages(db, record_id)
    data = shapes.record(record) | {
        "reasons": [shapes.reason(reason) for reason in reasons],
        "text": [shapes.page(page) for page in pages],
    }
    words = context.words()
    context.reply(data, chain(_lines(record, reasons, words), (f"\n{page.text}" for page in pages)))


def _lines(record: Record, reasons: tuple[Reason, ...], words: Words) -> Iterator[str]:
    yield line(record, words)
    if record.imaging is not None:
        for series in record.imaging.series:
            name = series.plain_name or series.description or series.modality
            yield "  " + words.say("cli.series", name=name, count=len(series.instances))
            if series.missing:
                here, absent = len(series.instances), len(series.missing)
                yield "    " + words.say("cli.series_missing", here=here, whole=here + absent, count=absent)
    for reason in reasons:
        if reason.words:
            yield f"  {words.say('cli.because', field=reason.field, value=reason.value, words=reason.words)}"
