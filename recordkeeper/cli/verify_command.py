"""`verify`: open any bundle as a stranger would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from recordkeeper.app import workers
from recordkeeper.bundle.verify import verify
from recordkeeper.cli import secrets
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.work.pool import Workers


@click.command(name="verify", help="Check a bundle as a stranger would.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--password-fd", type=int, metavar="N", help="Read a locked bundle's passphrase from descriptor N.")
@common_options
@pass_context
def command(context: Context, path: Path, password_fd: int | None) -> None:
    passwords = secrets.read_passwords(password_fd)
    with _pool(context) as pool, telling(context) as progress:
        checks = verify(path, pool, progress, passwords)
    ok = all(check.ok for check in checks)
    data = {"ok": ok, "checks": [{"check": c.check, "ok": c.ok, "detail": c.detail} for c in checks]}
    words = context.words()
    lines = [f"{'+' if check.ok else '-'} {check.check}: {check.detail}" for check in checks]
    context.reply(data, [*lines, words.say("cli.verified" if ok else "cli.not_verified")], exit_code=0 if ok else 1)


@contextmanager
def _pool(context: Context) -> Iterator[Workers]:
    """A session's warm workers; else some of our own, as no library is needed."""
    if context.in_session:
        with context.app() as app:
            yield app.lanes.workers
        return
    pool = workers(may_write=False)
    try:
        yield pool
    finally:
        pool.close()
