"""`timeline`: dated events, each with its record and page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from recordkeeper.catalogue import held
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.timeline import timeline
from recordkeeper.records.story import Event
from recordkeeper.wording.words import Words


@click.command(name="timeline", help="Dated events, oldest first.")
@click.option("--lane", metavar="LANE", help="Only this lane, such as scans or operations.")
@common_options
@pass_context
def command(context: Context, lane: str | None) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        rules = PrepareRules.load(app.resources / "rules").story
        found = timeline(held.holding(db), said_of(db), rules)
    events = [event for event in found if lane in (None, event.lane)]
    context.reply({"events": [_shape(event) for event in events]}, _lines(events, context.words()))


def _shape(event: Event) -> dict[str, Any]:
    return {
        "date": str(event.date),
        "end": str(event.end) if event.end else None,
        "lane": event.lane,
        "what": event.what,
        "kind": event.kind or None,
        "record": event.record or None,
        "page": event.page,
        "entry": event.entry or None,
        "confirmed": event.confirmed,
    }


def _lines(events: Sequence[Event], words: Words) -> Iterator[str]:
    for event in events:
        where = f"  {event.record}" if event.record else f"  {words.say('story.typed')}"
        until = f" – {words.date(event.end)}" if event.end else ""
        yield f"{words.date(event.date)}{until}  {words.say(f'story.lane.{event.lane}')}: {event.what}{where}"
