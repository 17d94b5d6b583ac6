"""`tags`: the tags there are, and how many records carry each."""

from __future__ import annotations

import click

from recordkeeper.catalogue import marks
from recordkeeper.cli.context import Context, common_options, pass_context


@click.command(name="tags", help="The tags there are.")
@common_options
@pass_context
def command(context: Context) -> None:
    with context.app() as app:
        found = marks.tags(app.library.catalogue.reader())
    words = context.words()
    context.reply(
        {"tags": [{"tag": tag, "records": count} for tag, count in found.items()]},
        (words.say("ui.counted", name=tag, count=count) for tag, count in found.items()),
    )
