"""`correct`: put a value right."""

from __future__ import annotations

import click

from recordkeeper.catalogue import documents, labs
from recordkeeper.cli import acting, shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.list_command import line
from recordkeeper.intake import lab_entry
from recordkeeper.library import acts


@click.command(name="correct", help=f"Put a value right. FIELD is one of: {', '.join(acts.CORRECTABLE)}.")
@click.argument("record_id", metavar="ID")
@click.argument("field")
@click.argument("value")
@common_options
@pass_context
def command(context: Context, record_id: str, field: str, value: str) -> None:
    if labs.says(record_id):
        _correct_result(context, record_id, field, value)
        return
    acting.reply(context, lambda library: acts.correct(library, record_id, field, value))


def _correct_result(context: Context, name: str, field: str, value: str) -> None:
    """Put one field of a result of a laboratory right."""
    with context.app(writing=True) as app:
        writer = app.lanes.writer
        writer.submit(lab_entry.correct_result, app.library, app.lab_rules(), name, field, value).result()
        kept = labs.stands(app.library.catalogue.reader(), name)
        records = [documents.get(app.library.catalogue.reader(), kept.record)] if kept.record else []
    words = context.words()
    answer = {"records": [shapes.record(record) for record in records], "result": shapes.lab_point(kept)}
    context.reply(answer, [line(record, words) for record in records] or [words.say("labs.typed", name=name)])
