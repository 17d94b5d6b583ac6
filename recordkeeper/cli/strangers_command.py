"""`strangers`: people whom records name and who are not the patient, and what a person says of them."""

from __future__ import annotations

import click

from recordkeeper.cli import acting, move_command, stranger_shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.intake import strangers


@click.group(
    name="strangers",
    help="People whom records name and who are not the patient; the records are set aside until you say.",
    invoke_without_command=True,
)
@common_options
@click.pass_context
def command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        _list(ctx.ensure_object(Context))


@command.command(name="me", help="This is the patient, under another name: bring the records back.")
@click.argument("group", metavar="GROUP")
@common_options
@pass_context
def me(context: Context, group: str) -> None:
    acting.reply(context, lambda library: strangers.me(library, group))


@command.command(name="leave", help="Somebody else: leave the records out, and do not ask again.")
@click.argument("group", metavar="GROUP")
@common_options
@pass_context
def leave(context: Context, group: str) -> None:
    acting.reply(context, lambda library: strangers.leave(library, group))


@command.command(name="move", help="They belong to another library: move them there.")
@click.argument("group", metavar="GROUP")
@click.argument("destination", metavar="LIBRARY")
@move_command.anyway_option
@common_options
@pass_context
def move(context: Context, group: str, destination: str, anyway: bool) -> None:
    with context.app() as app:
        records = strangers.find(app.library.catalogue.reader(), group).record_ids
    move_command.reply(context, records, destination, anyway=anyway)


def _list(context: Context) -> None:
    words = context.words()
    with context.app() as app:
        shown = stranger_shapes.shown(app.library, strangers.groups(app.library.catalogue.reader()), words)
    context.reply({"groups": shown}, (line for group in shown for line in stranger_shapes.lines(group, words)))
