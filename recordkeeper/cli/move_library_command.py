"""`move-library`: the whole library to another place, compared there before it is taken away here."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library.relocate import relocate
from recordkeeper.records.errors import InputProblem


@click.command(name="move-library", help="Move the whole library to a new folder, compared before it goes here.")
@click.argument("dest", type=click.Path(path_type=Path))
@common_options
@pass_context
def command(context: Context, dest: Path) -> None:
    if context.in_session:
        raise InputProblem("not_in_session")
    old, seal = context.place(), context.seal()
    with stopped_by_ctrl_c() as cancel, telling(context) as progress:
        moved = relocate(old, dest, progress, cancel, seal=seal)
    words = context.words()
    lines = [words.say("safety.place_moved", count=moved.files, place=str(moved.folder))]
    if not moved.emptied:
        lines.append(words.say("safety.place_moved_old_left", place=str(old)))
    context.reply({"library": str(moved.folder), "files": moved.files, "emptied": moved.emptied}, lines)
