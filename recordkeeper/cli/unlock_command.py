"""`unlock`: the passphrase or the 24 words, once; the keyring then opens the library on this computer."""

from __future__ import annotations

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.protecting import refuse_in_session
from recordkeeper.cli.secrets import read_passwords
from recordkeeper.library import device_copy, keys, protecting
from recordkeeper.records.errors import PlaceProblem


@click.command(name="unlock", help="Open a protected library with its passphrase or the words of its sheet.")
@click.option("--password-fd", type=int, metavar="N", help="Read the passphrase or words from descriptor N.")
@common_options
@pass_context
def command(context: Context, password_fd: int | None) -> None:
    refuse_in_session(context, "unlock")
    place = context.place().absolute()
    protecting.settle(place)
    protection = keys.protection_of(place)
    if protection is None:
        raise PlaceProblem("not_protected")
    text = " ".join(read_passwords(password_fd))
    seal = keys.unlock(place, text) if text else context.seal()
    kept = seal is not None and device_copy.keep(protection.id, seal)
    data = {"state": "unlocked", "in_keyring": kept, "since": protection.since, "passphrase": protection.passphrase}
    context.reply(data, [context.words().say(f"cli.lock_{'open' if kept else 'not_kept'}")])
