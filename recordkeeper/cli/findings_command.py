"""`findings`: words a person marked on pages, each with its note."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from recordkeeper.catalogue import documents, findings
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts_findings
from recordkeeper.library.folder import Library
from recordkeeper.records.findings import Placed
from recordkeeper.wording.words import Words


@click.group(name="findings", help="Words you marked as key findings.", invoke_without_command=True)
@common_options
@click.pass_context
def command(click_context: click.Context) -> None:
    if click_context.invoked_subcommand is None:
        click_context.invoke(command.commands["list"])


@command.command(name="list", help="All of them, or those of one record.")
@click.argument("record_id", metavar="[ID]", required=False)
@common_options
@pass_context
def list_(context: Context, record_id: str | None = None) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        if record_id:
            documents.row_of(db, record_id)  # refuses ids that are not here
        found = findings.of_record(db, record_id) if record_id else findings.all_findings(db)
    _reply(context, found)


@command.command(name="add", help="Mark WORDS where they first stand on a page.")
@click.argument("record_id", metavar="ID")
@click.argument("words")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Within the record.")
@click.option("--note", default="", metavar="WORDS")
@common_options
@pass_context
def add(context: Context, record_id: str, words: str, page: int, note: str) -> None:
    def act(library: Library) -> str:
        documents.row_of(library.catalogue.writer, record_id)
        return acts_findings.mark_words(library, record_id, page, words, note)

    _act(context, act)


@command.command(name="note", help="Write a note beside one; an empty one takes it away.")
@click.argument("finding_id", metavar="FINDING")
@click.argument("note")
@common_options
@pass_context
def note_(context: Context, finding_id: str, note: str) -> None:
    _act(context, lambda library: acts_findings.write_note(library, finding_id, note))


@command.command(name="remove", help="Take the mark away; undo brings it back.")
@click.argument("finding_id", metavar="FINDING")
@common_options
@pass_context
def remove(context: Context, finding_id: str) -> None:
    with context.app(writing=True) as app:
        app.lanes.writer.submit(acts_findings.unmark, app.library, finding_id).result()
        found = findings.all_findings(app.library.catalogue.reader())
    _reply(context, found)


def _act(context: Context, act: Callable[[Library], str]) -> None:
    """Do it, and answer with the finding as it stands."""
    with context.app(writing=True) as app:
        each = app.lanes.writer.submit(act, app.library).result()
        found = [p for p in findings.all_findings(app.library.catalogue.reader()) if p.finding.id == each]
    _reply(context, found)


def _reply(context: Context, found: Iterable[Placed]) -> None:
    shown, words = list(found), context.words()
    context.reply({"findings": [_shape(each) for each in shown]}, [_line(each, words) for each in shown])


def _shape(placed: Placed) -> dict[str, Any]:
    finding = placed.finding
    return {
        "id": finding.id,
        "record": placed.record,
        "page": placed.page,
        "words": finding.words,
        "note": finding.note,
        "boxes": [list(box) for box in finding.boxes],
    }


def _line(placed: Placed, words: Words) -> str:
    where = words.say("reader.finding_at", page=placed.page)
    note = f"  ({placed.finding.note})" if placed.finding.note else ""
    return f"{placed.finding.id}  {placed.record}  {where}: {placed.finding.words}{note}"
