"""`timeline`: dated events and the curves of tumor markers, each with its record and page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from recordkeeper.catalogue import held, labs
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.prepare.labs_pins import pinned
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.timeline import timeline
from recordkeeper.prepare.timeline_curves import MARKERS, MarkerCurve, marker_curves
from recordkeeper.prepare.timeline_page import timeline_page
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.plain import to_plain
from recordkeeper.records.story import Event
from recordkeeper.wording.words import Words

_SECONDS = 60.0


@click.command(name="timeline", help="Dated events, oldest first.")
@click.option("--lane", metavar="LANE", help="Only this lane, such as scans or operations.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write them on one page here (PDF).")
@click.option("--language", default="en", show_default=True, metavar="L", help="Language of the page.")
@common_options
@pass_context
def command(context: Context, lane: str | None, out: Path | None, language: str) -> None:
    words = context.words()
    with context.app() as app:
        db = app.library.catalogue.reader()
        rules = PrepareRules.load(app.resources / "rules").story
        found = timeline(held.holding(db), said_of(db), rules)
        curves = marker_curves(labs.all_results(db), pinned(db), words) if lane in (None, MARKERS) else ()
        events = [event for event in found if lane in (None, event.lane)]
        data: dict[str, Any] = {
            "events": [_shape(event) for event in events],
            "curves": [_curve(curve) for curve in curves],
        }
        if out is not None:
            today = PartialDate.of(dt.datetime.now().astimezone().date())
            page = timeline_page(db, events, [each.name for each in rules.lanes], today)
            asked = {"page": to_plain(page), "out": str(out.absolute()), "language": language}
            done = app.makers.run("timeline_page", asked, deadline=_SECONDS)
            data |= {"out": str(out), "left_out": done.header["left_out"]}
    context.reply(data, [str(out)] if out is not None else [*_lines(events, words), *_values(curves, words)])


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


def _curve(curve: MarkerCurve) -> dict[str, Any]:
    lines = zip(curve.labs, curve.lines, strict=True)
    return {
        "test": curve.name,
        "unit": curve.unit or None,
        "lines": [{"lab": lab or None, "points": [_point(event) for event in line]} for lab, line in lines],
    }


def _point(event: Event) -> dict[str, Any]:
    return {
        "date": str(event.date),
        "printed": event.what,
        "value": event.value,
        "record": event.record or None,
        "page": event.page,
    }


def _values(curves: Sequence[MarkerCurve], words: Words) -> Iterator[str]:
    for curve in curves:
        for event in sorted(curve.events, key=lambda each: each.date):
            where = event.record or words.say("story.typed")
            yield f"{words.date(event.date)}  {words.say(f'story.lane.{MARKERS}')}: {event.what}  {where}"


def _lines(events: Sequence[Event], words: Words) -> Iterator[str]:
    for event in events:
        where = f"  {event.record}" if event.record else f"  {words.say('story.typed')}"
        until = f" – {words.date(event.end)}" if event.end else ""
        yield f"{words.date(event.date)}{until}  {words.say(f'story.lane.{event.lane}')}: {event.what}{where}"
