"""`bundles`: the ledger of what was handed over."""

from __future__ import annotations

from collections.abc import Sequence

import click

from recordkeeper.catalogue import exports
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library.passphrases import Passphrases
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.errors import InputProblem


@click.command(name="bundles", help="The bundles made so far.")
@click.option("--passphrase", type=int, metavar="N", help="Look up the passphrase of locked bundle N.")
@common_options
@pass_context
def command(context: Context, passphrase: int | None) -> None:
    with context.app() as app:
        made = exports.all_bundles(app.library.catalogue.reader())
    if passphrase is not None:
        _look_up(context, passphrase, made)
        return
    context.reply(
        {"bundles": [shapes.bundle(entry) for entry in made]},
        [f"{entry.id}  {entry.made}  {entry.recipient or '-'}  {entry.path}" for entry in made],
    )


def _look_up(context: Context, number: int, made: Sequence[LedgerEntry]) -> None:
    sums = [entry.manifest_sha256 for entry in made if entry.id == number]
    found = Passphrases().look_up(sums[0]) if sums else ""
    if not found:
        raise InputProblem("no_passphrase", number=number)
    context.reply({"bundle": number, "passphrase": found}, [found])
