"""`history`: all acts, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from recordkeeper.catalogue import changes
from recordkeeper.catalogue.changes import Change
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.wording.words import Words


@click.command(name="history", help="All acts, newest first.")
@common_options
@pass_context
def command(context: Context) -> None:
    with context.app() as app:
        acts = changes.history(app.library.catalogue.reader())
    words = context.words()
    context.reply({"changes": [shapes.change(act) for act in acts]}, _lines(acts, words))


def _lines(acts: Sequence[Change], words: Words) -> Iterator[str]:
    """Newest first. An act that undoes another says which; every second one of these does it again."""
    back: dict[int, bool] = {}
    told: list[str] = []
    for act in reversed(acts):
        what = words.say(f"cli.act.{act.label}")
        if act.undoes is not None:
            back[act.undoes] = not back.get(act.undoes, False)
            key = "cli.act_taken_back" if back[act.undoes] else "cli.act_done_again"
            what = words.say(key, act=what, seq=act.undoes)
        elif act.undone:
            what = words.say("cli.act_undone", act=what)
        told.append(f"{act.seq}  {act.at}  {what}  {' '.join(changes.touched(act.forward))}")
    return reversed(told)
