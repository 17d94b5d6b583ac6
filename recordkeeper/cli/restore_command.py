"""`restore`: a library again from a backup, in the new folder that --library names."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library.restore import restore
from recordkeeper.records.errors import InputProblem, PlaceProblem


@click.command(name="restore", help="Make a library from a backup, in the new folder --library names.")
@click.argument("src", type=click.Path(path_type=Path))
@common_options
@pass_context
def command(context: Context, src: Path) -> None:
    if context.in_session:
        raise InputProblem("no_such_command", command="restore")
    if not src.exists():
        raise InputProblem("no_such_path", path=str(src))
    with stopped_by_ctrl_c() as cancel, telling(context) as progress:
        restored = restore(src, context.place().absolute(), progress, cancel)
    # Opening brings the catalogue level with the journal, and makes it anew if the backup's was damaged.
    words, records = context.words(), _records(context)
    data = {
        "ok": not restored.damaged,
        "library": str(context.place().absolute()),
        "originals": restored.originals,
        "records": records,
        "damaged": list(restored.damaged),
    }
    place = str(context.place().absolute())
    lines = [
        words.say("cli.restored_locked", place=place)
        if records is None
        else words.say("cli.restored", count=records, place=place),
        *(words.say("cli.check_changed", name=name) for name in restored.damaged),
    ]
    context.reply(data, lines, exit_code=1 if restored.damaged else 0)


def _records(context: Context) -> int | None:
    """How many records are back; None when the library was protected and no key is at hand."""
    try:
        with context.app(writing=True) as app:
            return sum(documents.count_by_status(app.library.catalogue.reader()).values())
    except PlaceProblem as problem:
        if problem.code != "library_locked":
            raise
        return None
