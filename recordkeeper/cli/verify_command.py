"""`verify`: open any bundle as a stranger would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from recordkeeper import __version__, paths
from recordkeeper.app import workers
from recordkeeper.bundle.checked import checked, write_page
from recordkeeper.bundle.checks import Check
from recordkeeper.bundle.parts import size_in_bytes
from recordkeeper.bundle.verify import verify
from recordkeeper.cli import secrets
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.records.dates import PartialDate
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers


@click.command(name="verify", help="Check a bundle as a stranger would.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--password-fd", type=int, metavar="N", help="Read a locked bundle's passphrase from descriptor N.")
@click.option(
    "--fits", default="", metavar="SIZE", help="Is it no larger than this: cd, dvd, or a size such as 650MB."
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write what was checked as a PDF to print."
)
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@common_options
@pass_context
def command(
    context: Context, path: Path, password_fd: int | None, fits: str, out: Path | None, language: str
) -> None:
    passwords = secrets.read_passwords(password_fd)
    most = size_in_bytes(fits) if fits else 0
    with _pool(context) as pool, telling(context) as progress:
        checks = verify(path, pool, progress, passwords, fits=most)
    if out is not None:
        _write(path, checks, out, language)
    ok = all(check.ok for check in checks)
    data = {
        "ok": ok,
        "checks": [{"check": c.check, "ok": c.ok, "look": c.look, "detail": c.detail} for c in checks],
    }
    words = context.words()
    lines = [
        f"{'-' if not check.ok else '?' if check.look else '+'} {check.check}: {check.detail}" for check in checks
    ]
    verdict = "not_verified" if not ok else "verified_look" if any(check.look for check in checks) else "verified"
    context.reply(data, [*lines, words.say(f"cli.{verdict}")], exit_code=0 if ok else 1)


def _write(path: Path, checks: tuple[Check, ...], out: Path, language: str) -> None:
    """The page to print, made by a worker that may write."""
    words = Words.load(paths.resources() / "wording", language)
    today = PartialDate.of(dt.datetime.now().astimezone().date())
    makers = workers(may_write=True, slots=1)
    try:
        write_page(checked(path.name, checks, words, today, f"Recordkeeper {__version__}"), out, makers, words)
    finally:
        makers.close()


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
