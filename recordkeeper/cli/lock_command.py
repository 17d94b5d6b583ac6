"""`lock`: this computer forgets its copy of the key, and the passphrase or the sheet is needed again."""

from __future__ import annotations

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.protecting import refuse_in_session
from recordkeeper.library import device_copy, keys, protecting
from recordkeeper.records.errors import PlaceProblem


@click.command(name="lock", help="Take the key's copy out of this computer's keyring.")
@common_options
@pass_context
def command(context: Context) -> None:
    refuse_in_session(context, "lock")
    place = context.place().absolute()
    protecting.settle(place)
    protection = keys.protection_of(place)
    if protection is None:
        raise PlaceProblem("not_protected")
    if not device_copy.forget(protection.id):
        raise PlaceProblem("keyring_kept")
    data = {"state": "locked", "in_keyring": False, "since": protection.since, "passphrase": protection.passphrase}
    context.reply(data, [context.words().say("cli.lock_closed")])
