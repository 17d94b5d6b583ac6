"""`where`: what kind of place the library lies in, and what that means."""

from __future__ import annotations

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library.where import place_of


@click.command(name="where", help="What kind of place the library lies in, and what that means.")
@common_options
@pass_context
def command(context: Context) -> None:
    folder = context.place().absolute()
    place = place_of(folder)
    data = {"library": str(folder), "kind": place.kind.value, "name": place.name}
    context.reply(data, [str(folder), context.words().say(f"safety.place_{place.kind}", name=place.name)])
