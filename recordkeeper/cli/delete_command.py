"""`delete`: records in the trash for good. Without --yes it only says what would go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import deleting
from recordkeeper.prepare.deleted_told import what_is_left
from recordkeeper.records.deleting import Outlook
from recordkeeper.wording.words import Words


@click.command(name="delete", help="Delete records in the trash for good. There is no undo.")
@click.argument("records", nargs=-1, metavar="[ID…]")
@click.option("--old", is_flag=True, help="Those that have been in the trash for more than 90 days.")
@click.option("--yes", is_flag=True, help="Do it. Without this, it is only told what would go.")
@common_options
@pass_context
def command(context: Context, records: tuple[str, ...], old: bool, yes: bool) -> None:
    if not records and not old:
        raise click.UsageError(context.words().say("errors.delete_what"))
    now = dt.datetime.now(dt.UTC)
    with context.app(writing=yes) as app:
        wanted = tuple(dict.fromkeys((*records, *(deleting.old_in_trash(app.library, now) if old else ()))))
        if yes:
            told = app.lanes.writer.submit(deleting.delete, app.library, wanted, now).result()
        else:
            told = deleting.outlook(app.library, wanted, now.date())
    context.reply(
        _shape(told, done=yes), _lines(told, context.words(), done=yes), exit_code=1 if told.stayed else 0
    )


def _shape(told: Outlook, *, done: bool) -> dict[str, Any]:
    return {
        "done": done,
        "records": list(told.records),
        "stayed": [{"record": record, "shares_file_with": list(others)} for record, others in told.stayed],
        "files": told.files,
        "bytes": told.size,
        "kept_until": told.kept_until.isoformat() if told.kept_until else None,
        "last_full_backup": _full(told),
        "bundles": list(told.bundles),
    }


def _full(told: Outlook) -> dict[str, str] | None:
    return {"made": told.full_made.isoformat(), "place": told.full_place} if told.full_made else None


def _lines(told: Outlook, words: Words, *, done: bool) -> Iterator[str]:
    yield words.say("trash.deleted" if done else "trash.would_delete", count=len(told.records))
    yield from what_is_left(told, words, by_name=True)
    if not done and told.records:
        yield words.say("trash.say_yes")
