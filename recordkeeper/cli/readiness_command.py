"""`readiness`: the board, gaps included; a person's word on a slot; the sort of cancer the board goes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import click

from recordkeeper.catalogue import own
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import preparing
from recordkeeper.prepare.preparing import Prepared, PrepareRules, prepared
from recordkeeper.prepare.sheets_whole import wish_key
from recordkeeper.prepare.slots import CANCER, RECIPIENT
from recordkeeper.prepare.telling import note, sentence
from recordkeeper.prepare.wishes import recipients
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.gaps import Gap
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import Slot, SlotState, Wish
from recordkeeper.wording.words import Words

_CLEAR = "clear"


@click.group(
    name="readiness",
    help="What a second opinion needs, what of it is here, and what is not whole.",
    invoke_without_command=True,
)
@common_options
@click.pass_context
def command(click_context: click.Context) -> None:
    if click_context.invoked_subcommand is None:
        click_context.invoke(list_)


@command.command(name="list", help="The board.")
@common_options
@pass_context
def list_(context: Context) -> None:
    with context.app() as app:
        rules = PrepareRules.load(app.resources / "rules")
        found = prepared(app.library.catalogue.reader(), rules, _today())
    _reply(context, found)


@command.command(name="set", help=f"Say how a slot stands; {_CLEAR} leaves it to the records.")
@click.argument("slot")
@click.argument("state", type=click.Choice([*(each.value for each in SlotState), _CLEAR]))
@common_options
@pass_context
def set_(context: Context, slot: str, state: str) -> None:
    with context.app(writing=True) as app:
        rules = PrepareRules.load(app.resources / "rules")
        said = None if state == _CLEAR else SlotState(state)
        named = rules.board.checked(slot)
        app.lanes.writer.submit(preparing.say_slot, app.library, named, said).result()
        found = prepared(app.library.catalogue.reader(), rules, _today())
    _reply(context, found)


@command.command(name="cancer", help="Choose the sort of cancer the board goes by; nothing is read from records.")
@click.argument("sort", required=False, default="")
@common_options
@pass_context
def cancer(context: Context, sort: str) -> None:
    with context.app(writing=True) as app:
        rules = PrepareRules.load(app.resources / "rules")
        chosen = rules.board.checked_cancer(sort)
        app.lanes.writer.submit(preparing.choose, app.library, CANCER, chosen).result()
        found = prepared(app.library.catalogue.reader(), rules, _today())
    _reply(context, found)


@command.command(name="recipient", help="Choose whose checklist the board goes by; without a name, all of them.")
@click.argument("name", required=False, default="")
@common_options
@pass_context
def recipient(context: Context, name: str) -> None:
    with context.app(writing=True) as app:
        rules = PrepareRules.load(app.resources / "rules")
        known = recipients(own.entries(app.library.catalogue.reader(), OwnList.CHECKLIST))
        if name and name not in known:
            raise InputProblem("not_a_choice", value=name, choices=", ".join(known))
        app.lanes.writer.submit(preparing.choose, app.library, RECIPIENT, name).result()
        found = prepared(app.library.catalogue.reader(), rules, _today())
    _reply(context, found)


def _today() -> dt.date:
    """The day where the person is."""
    return dt.datetime.now().astimezone().date()


def _reply(context: Context, found: Prepared) -> None:
    words = context.words()
    records = {record.id: record for record in found.holding.records}
    notes = {slot.name: note(words, slot, records) for slot in found.board.slots}
    data = {
        "slots": [_slot(slot, notes[slot.name]) for slot in found.board.slots],
        "gaps": [shapes.gap(gap, words) for gap in found.board.gaps],
        "cancer": found.board.cancer or None,
        "recipient": found.board.recipient or None,
        "wishes": [_wish(each) for each in found.board.wishes],
    }
    context.reply(data, _lines(found, notes, words))


def _slot(slot: Slot, told: str) -> dict[str, Any]:
    return {
        "slot": slot.name,
        "state": slot.state.value,
        "records": list(slot.records),
        "note": told,
        "said_by_you": slot.said.value if slot.said else None,
        "asked": str(slot.asked) if slot.asked else None,
        "due": str(slot.due) if slot.due else None,
        "wishes": [_wish(each) for each in slot.wanted],
    }


def _wish(wish: Wish) -> dict[str, Any]:
    return {"entry": wish.entry, "text": wish.text, "recipient": wish.recipient or None, "here": wish.here}


def _lines(found: Prepared, notes: dict[str, str], words: Words) -> Iterator[str]:
    for slot in found.board.slots:
        yield f"{words.say(f'readiness.slot.{slot.name}')}: {words.say(f'readiness.state.{slot.state}')}"
        yield f"    {notes[slot.name]}"
        yield from (f"    - {wish.text}" for wish in slot.wanted)
    for each in found.board.wishes:
        yield f"- {each.text}: {words.say(wish_key(here=each.here))}"
    for gap in found.board.gaps:
        yield _told(gap, words)


def _told(gap: Gap, words: Words) -> str:
    where = f"  {gap.record}" if gap.record else ""
    page = f", {words.say('readiness.page', page=gap.page)}" if gap.page else ""
    return f"- {sentence(words, gap)}{where}{page}"
