"""`restore`: a library again from a backup, in the new folder that --library names."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.catalogue import documents
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library.restore import restore
from recordkeeper.records.errors import InputProblem


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
    with context.app(writing=True) as app:
        counts = documents.count_by_status(app.library.catalogue.reader())
    words, records = context.words(), sum(counts.values())
    data = {
        "ok": not restored.damaged,
        "library": str(context.place().absolute()),
        "originals": restored.originals,
        "records": records,
        "damaged": list(restored.damaged),
    }
    lines = [
        words.say("cli.restored", count=records, place=str(context.place().absolute())),
        *(words.say("cli.check_changed", name=name) for name in restored.damaged),
    ]
    context.reply(data, lines, exit_code=1 if restored.damaged else 0)
