"""`report`: what the program has noted of troubles, to be looked at before it is given to anybody."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper import diagnostics, paths
from recordkeeper.cli.context import Context, common_options, pass_context


@click.command(name="report", help="What can be told of troubles: no names, no dates, no words of records.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Save it there, too.")
@common_options
@pass_context
def command(context: Context, out: Path | None) -> None:
    logs = paths.places().logs
    text = diagnostics.report(logs)
    crashed = diagnostics.crashed_before(logs)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    context.reply({"report": text, "crashed": crashed, "path": str(out) if out else None}, text.splitlines())
