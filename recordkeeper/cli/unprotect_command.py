"""`unprotect`: the library as plain files again."""

from __future__ import annotations

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.protecting import brought_level, carried_out, refuse_in_session
from recordkeeper.library import keys
from recordkeeper.library.protecting import UNPROTECT
from recordkeeper.records.errors import PlaceProblem


@click.command(name="unprotect", help="Turn protection off: the library as plain files again.")
@common_options
@pass_context
def command(context: Context) -> None:
    refuse_in_session(context, UNPROTECT)
    left = brought_level(context)
    if keys.protection_of(context.place().absolute()) is None:
        raise PlaceProblem("not_protected")
    carried_out(context, UNPROTECT, None, left)
