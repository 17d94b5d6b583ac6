"""`views`: searches kept under a name."""

from __future__ import annotations

from collections.abc import Callable

import click

from recordkeeper.catalogue import views
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.search_command import as_typed
from recordkeeper.library import keeping_views
from recordkeeper.library.folder import Library
from recordkeeper.records import asking
from recordkeeper.wording.asking import vocabulary


@click.group(
    name="views", invoke_without_command=True, help="Searches kept under a name; `search --view` uses one."
)
@common_options
@click.pass_context
def command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        _answer(ctx.ensure_object(Context))


@command.command(name="list", help="The views there are.")
@common_options
@pass_context
def listed(context: Context) -> None:
    _answer(context)


@command.command(name="add", help="Keep a search under a name.")
@click.argument("name")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@common_options
@pass_context
def add(context: Context, name: str, words: tuple[str, ...]) -> None:
    asked = asking.read(" ".join(map(as_typed, words)), vocabulary(context.words()))
    _act(context, lambda library: keeping_views.keep_view(library, name, asking.written(asked)))


@command.command(name="remove", help="Let go of a view, by its name or id.")
@click.argument("name")
@common_options
@pass_context
def remove(context: Context, name: str) -> None:
    _act(context, lambda library: keeping_views.drop_view(library, name))


def _act(context: Context, act: Callable[[Library], str]) -> None:
    with context.app(writing=True) as app:
        app.lanes.writer.submit(act, app.library).result()
    _answer(context)


def _answer(context: Context) -> None:
    with context.app() as app:
        found = views.views(app.library.catalogue.reader())
    context.reply(
        {"views": [{"id": view.id, "name": view.name, "search": view.search} for view in found]},
        (f"{view.id}  {view.name}: {view.search}" for view in found),
    )
