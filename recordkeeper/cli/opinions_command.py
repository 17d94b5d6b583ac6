"""`opinions`: one of the lists a person keeps, and the opinions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from recordkeeper.catalogue import own
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.own_lists import list_command
from recordkeeper.prepare.opinions import Topic, side_by_side
from recordkeeper.records.own import OwnList
from recordkeeper.wording.words import Words

command = list_command(OwnList.OPINIONS, "Opinions side by side.")


@click.command(name="compare", help="The opinions side by side, topic by topic; you say what differs.")
@common_options
@pass_context
def compare(context: Context) -> None:
    with context.app() as app:
        topics = side_by_side(own.entries(app.library.catalogue.reader(), OwnList.OPINIONS))
    words = context.words()
    asks = list(words.list_of("opinion.ask_both")) if any(topic.differs for topic in topics) else []
    context.reply({"topics": [_shape(topic) for topic in topics], "ask_both": asks}, _lines(topics, asks, words))


command.add_command(compare)


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
            key = f"lists.choice.{topic.name}_compared.{each.compared}"
            compared = f"  [{words.say(key)}]" if each.compared else ""
            yield f"  {each.by}: {each.says or words.say('opinion.silent')}{compared}"
    yield from asks
