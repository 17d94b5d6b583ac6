"""`protect`: lock the library with a key, after its recovery sheet was made and checked."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.protecting import new_keys_options, to_new_keys
from recordkeeper.library.protecting import PROTECT


@click.command(
    name="protect", help="Lock the library with a key: first --sheet, then once more with the words of the sheet."
)
@new_keys_options
@common_options
@pass_context
def command(
    context: Context, sheet: Path | None, language: str, password_fd: int | None, passphrase_fd: int | None
) -> None:
    to_new_keys(context, PROTECT, sheet, language, password_fd, passphrase_fd)
