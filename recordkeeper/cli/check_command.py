"""`check`: is everything still there and unchanged?"""

from __future__ import annotations

import click

from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library.check import check


@click.command(name="check", help="Is everything still there and unchanged?")
@common_options
@pass_context
def command(context: Context) -> None:
    with context.app() as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        verdict = check(app.library, progress, cancel)
    words = context.words()
    data = {
        "ok": verdict.ok,
        "originals": verdict.originals,
        "missing": list(verdict.missing),
        "changed": list(verdict.changed),
        "orphans": list(verdict.orphans),
        "catalogue_whole": verdict.catalogue_whole,
    }
    lines = [
        words.say("cli.check_ok" if verdict.ok else "cli.check_not_ok", count=verdict.originals),
        *(words.say("cli.check_missing", name=name) for name in verdict.missing),
        *(words.say("cli.check_changed", name=name) for name in verdict.changed),
    ]
    context.reply(data, lines, exit_code=0 if verdict.ok else 1)
