"""`opinions`: one of the lists a person keeps, and the opinions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from recordkeeper.catalogue import own
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.own_lists import list_command, shape
from recordkeeper.library import preparing
from recordkeeper.prepare.lists import load_lists
from recordkeeper.prepare.opinions import MANY, SPECIALTIES, Topic, ask_for_report, differ, side_by_side
from recordkeeper.records.own import OwnList
from recordkeeper.wording.words import Words

command = list_command(OwnList.OPINIONS, "Opinions side by side.")


@click.command(name="compare", help="The opinions side by side, topic by topic; you say what differs.")
@common_options
@pass_context
def compare(context: Context) -> None:
    with context.app() as app:
        held = own.entries(app.library.catalogue.reader(), OwnList.OPINIONS)
    topics, words = side_by_side(held), context.words()
    apart = differ(held)
    asks = list(words.list_of("opinion.ask_both")) if apart else []
    data = {
        "topics": [_shape(topic) for topic in topics],
        "ask_both": asks,
        "third_opinion": list(SPECIALTIES) if apart else [],
        "many": len(held) >= MANY,
    }
    quiet = [words.say("opinion.many")] if len(held) >= MANY else []
    third = [words.say("opinion.third")] if apart else []
    context.reply(data, [*_lines(topics, asks, words), *third, *quiet])


@click.command(name="ask-report", help="Draw up the request for the written report of an opinion.")
@click.argument("entry", metavar="ID")
@common_options
@pass_context
def ask_report(context: Context, entry: str) -> None:
    with context.app(writing=True) as app:
        db = app.library.catalogue.reader()
        fields = {
            name: value for name, value in ask_for_report(own.get(db, OwnList.OPINIONS, entry)).items() if value
        }
        each = app.lanes.writer.submit(preparing.add_entry, app.library, OwnList.REQUESTS, fields).result()
        rules = load_lists(app.resources / "rules")[OwnList.REQUESTS]
        context.reply({"requests": [shape(rules, own.get(db, OwnList.REQUESTS, each))]}, [each])


command.add_command(compare)
command.add_command(ask_report)


def _shape(topic: Topic) -> dict[str, Any]:
    return {
        "topic": topic.name,
        "differs": topic.differs,
        "opinions": [
            {
                "entry": each.entry,
                "by": each.by,
                "says": each.says or None,
                "page": each.page or None,
                "compared": each.compared or None,
            }
            for each in topic.opinions
        ],
    }


def _lines(topics: Sequence[Topic], asks: Sequence[str], words: Words) -> Iterator[str]:
    for topic in topics:
        yield words.say(f"lists.field.{topic.name}")
        for each in topic.opinions:
            compared = f"  [{words.say(f'opinion.compared.{each.compared}')}]" if each.compared else ""
            yield f"  {each.by}: {each.says or words.say('opinion.silent')}{compared}"
    yield from asks
