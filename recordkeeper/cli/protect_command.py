"""`protect`: lock the library with a key, after its recovery sheet was made and checked."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.protecting import to_new_keys
from recordkeeper.library.protecting import PROTECT


@click.command(
    name="protect", help="Lock the library with a key: first --sheet, then once more with the words of the sheet."
)
@click.option(
    "--sheet", type=click.Path(dir_okay=False, path_type=Path), help="Write a new recovery sheet here (PDF)."
)
@click.option("--language", default="en", show_default=True, metavar="L", help="Language of the sheet.")
@click.option(
    "--password-fd", type=int, metavar="N", help="Read the words of the sheet from descriptor N; goes on."
)
@click.option("--passphrase-fd", type=int, metavar="N", help="Read a passphrase to open it with from descriptor N.")
@common_options
@pass_context
def command(
    context: Context, sheet: Path | None, language: str, password_fd: int | None, passphrase_fd: int | None
) -> None:
    to_new_keys(context, PROTECT, sheet, language, password_fd, passphrase_fd)
