"""`story`: the page of facts as printed, each line with its record and page, and the lines a person typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from recordkeeper.catalogue import held
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.own_lists import list_command
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.sheets_whole import told_by
from recordkeeper.prepare.story import story
from recordkeeper.records.own import OwnList
from recordkeeper.records.story import Story, StoryLine, StoryPart
from recordkeeper.wording.words import Words

command = list_command(OwnList.STORY, "What the records say, as printed and confirmed by you, on one page.")


@click.command(name="list", help="The story.")
@click.option(
    "--waiting", is_flag=True, help="Also the lines nobody has confirmed, with the names to accept them by."
)
@common_options
@pass_context
def list_(context: Context, *, waiting: bool) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        rules = PrepareRules.load(app.resources / "rules").story
        found = story(held.holding(db), said_of(db), rules)
    data = {"story": [_part(part) for part in found.parts], "left_out": found.left_out}
    context.reply(data, _lines(found, context.words(), waiting=waiting))


command.add_command(list_)


def _part(part: StoryPart) -> dict[str, Any]:
    return {
        "part": part.name,
        "found": bool(part.lines),
        "side_by_side": part.side_by_side,
        "left_out": part.left_out,
        "lines": [_line(line) for line in part.lines],
        "waiting": [_line(line) for line in part.waiting],
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
        "told_on": str(line.told_on) if line.told_on else None,
        "end": str(line.end) if line.end else None,
        "proposed_by": line.by or None,
        "also_in": list(line.others),
        "fact": line.fact or None,
    }


def _lines(found: Story, words: Words, *, waiting: bool) -> Iterator[str]:
    for part in found.parts:
        yield words.say(f"story.part.{part.name}")
        if not part.lines:
            yield f"  {words.say(f'story.{part.blank}')}"
        if part.side_by_side:
            yield f"  {words.say('story.side_by_side')}"
        for line in part.lines:
            yield f"  {cited(line, words)}"
        for line in part.waiting if waiting else ():
            yield f"  {cited(line, words)} {words.say('sheets.not_confirmed')} {line.fact}"
    if found.left_out:
        yield words.say("story.left_out", count=found.left_out)


def cited(line: StoryLine, words: Words) -> str:
    """A line with its date and where it stands."""
    date = f"{words.dates(line.date, line.end or line.date)}: " if line.date else ""
    page = f", {words.say('readiness.page', page=line.page)}" if line.page else ""
    stands = [f"{line.record}{page}"] if line.record else []
    told = told_by(line, words)
    who = f" {words.say('story.proposed_by', name=line.by)}" if line.by else ""
    printed = f"“{line.printed}”" if line.kind else line.printed
    return f"{date}{printed}{who}  ({', '.join([*stands, *([told] if told else [])])})"
