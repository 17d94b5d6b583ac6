"""`rekey`: new keys and a new recovery sheet; the old sheet opens nothing here any more."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.protecting import new_keys_options, to_new_keys
from recordkeeper.library.protecting import REKEY


@click.command(
    name="rekey", help="New keys and a new recovery sheet: first --sheet, then once more with its words."
)
@new_keys_options
@common_options
@pass_context
def command(
    context: Context, sheet: Path | None, language: str, password_fd: int | None, passphrase_fd: int | None
) -> None:
    to_new_keys(context, REKEY, sheet, language, password_fd, passphrase_fd)
