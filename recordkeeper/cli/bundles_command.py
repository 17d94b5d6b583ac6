"""`bundles`: the ledger of what was handed over."""

from __future__ import annotations

import click

from recordkeeper.catalogue import exports
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context


@click.command(name="bundles", help="The bundles made so far.")
@common_options
@pass_context
def command(context: Context) -> None:
    with context.app() as app:
        made = exports.all_bundles(app.library.catalogue.reader())
    context.reply(
        {"bundles": [shapes.bundle(entry) for entry in made]},
        [f"{entry.id}  {entry.made}  {entry.recipient or '-'}  {entry.path}" for entry in made],
    )
