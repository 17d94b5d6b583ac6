"""`facts`: what the records say about the illness, quoted with page and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from recordkeeper.catalogue import clinical
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.records.clinical import SIGN, FactKind, FactStatus, KeptFact
from recordkeeper.wording.words import Words


@click.command(
    name="facts", help="What the records say about the illness, as printed. Nothing is worked out from it."
)
@click.argument("record_id", metavar="[ID]", required=False)
@click.option(
    "--fact", type=click.Choice([kind.value for kind in FactKind]), metavar="FACT", help="Only this kind."
)
@common_options
@pass_context
def command(context: Context, record_id: str | None, fact: str | None) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        found = clinical.of_record(db, record_id) if record_id else clinical.all_facts(db)
    kept = [one for one in found if fact is None or one.fact.kind == fact]
    context.reply({"facts": [shapes.fact(one) for one in kept]}, _lines(kept, context.words()))


def _lines(facts: Sequence[KeptFact], words: Words) -> Iterator[str]:
    record = ""
    for one in facts:
        if one.shown_in != record:
            record = one.shown_in
            yield record
        said = words.say("facts.quoted", printed=one.fact.printed, page=one.fact.page)
        look = "" if one.status is FactStatus.RECOGNISED else f"  [{words.say(f'facts.status.{one.status}')}]"
        yield f"  {words.say(f'facts.kind.{one.fact.kind}')}: {said}{look}  {SIGN}{one.id}"
