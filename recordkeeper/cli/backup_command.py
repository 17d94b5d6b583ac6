"""`backup`: everything of the library in one place more, read back before it counts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library.full_backup import back_up


@click.command(name="backup", help="Copy the whole library to a stick, a folder or NAME.zip, and check the copy.")
@click.argument("dest", type=click.Path(path_type=Path))
@common_options
@pass_context
def command(context: Context, dest: Path) -> None:
    with context.app() as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        made = back_up(app.library, dest, dt.datetime.now(dt.UTC), progress, cancel)
    data = {
        "ok": True,
        "path": str(made.path),
        "originals": made.originals,
        "bytes": made.size,
        "sums_sha256": made.sums_sha256,
    }
    context.reply(data, [context.words().say("cli.backed_up", count=made.originals, place=str(made.path))])
