"""`story`: the page of facts as printed, each line with its record and page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from recordkeeper.catalogue import held
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.story import story
from recordkeeper.records.story import Story, StoryLine, StoryPart
from recordkeeper.wording.words import Words


@click.command(name="story", help="What the records say, as printed and confirmed by you, on one page.")
@common_options
@pass_context
def command(context: Context) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        rules = PrepareRules.load(app.resources / "rules").story
        found = story(held.holding(db), said_of(db), rules)
    data = {"story": [_part(part) for part in found.parts], "left_out": found.left_out}
    context.reply(data, _lines(found, context.words()))


def _part(part: StoryPart) -> dict[str, Any]:
    return {
        "part": part.name,
        "found": bool(part.lines),
        "side_by_side": part.side_by_side,
        "left_out": part.left_out,
        "lines": [_line(line) for line in part.lines],
    }


def _line(line: StoryLine) -> dict[str, Any]:
    return {
        "printed": line.printed,
        "kind": line.kind or None,
        "name": line.name or None,
        "date": str(line.date) if line.date else None,
        "record": line.record or None,
        "page": line.page,
        "entry": line.entry or None,
        "told_by": line.told_by or None,
        "also_in": list(line.others),
    }


def _lines(found: Story, words: Words) -> Iterator[str]:
    for part in found.parts:
        yield words.say(f"story.part.{part.name}")
        if not part.lines:
            yield f"  {words.say('story.not_found')}"
        if part.side_by_side:
            yield f"  {words.say('story.side_by_side')}"
        for line in part.lines:
            yield f"  {cited(line, words)}"
    if found.left_out:
        yield words.say("story.left_out", count=found.left_out)


def cited(line: StoryLine, words: Words) -> str:
    """A line with its date and where it stands."""
    date = f"{words.date(line.date)}: " if line.date else ""
    if not line.record:
        told = words.say("story.told_by", name=line.told_by) if line.told_by else words.say("story.typed")
        return f"{date}{line.printed}  ({told})"
    page = f", {words.say('readiness.page', page=line.page)}" if line.page else ""
    return f"{date}“{line.printed}”  ({line.record}{page})"
