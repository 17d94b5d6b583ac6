"""`facilities`: where records come from, one entry a place; made one, named, and asked how they print dates."""

from __future__ import annotations

import click

from recordkeeper.catalogue import issuers
from recordkeeper.catalogue.issuers import Facility
from recordkeeper.cli import acting, shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts
from recordkeeper.records.kinds import DateOrder
from recordkeeper.wording.words import Words


@click.group(name="facilities", help="The places records come from.", invoke_without_command=True)
@common_options
@click.pass_context
def command(click_context: click.Context) -> None:
    if click_context.invoked_subcommand is None:
        click_context.invoke(list_)


@command.command(
    name="list", help="Every place, its spellings, and whether it has to be asked how it prints dates."
)
@common_options
@pass_context
def list_(context: Context) -> None:
    with context.app() as app:
        found = issuers.facilities(app.library.catalogue.reader())
    words = context.words()
    context.reply({"facilities": [shapes.facility(each) for each in found]}, (_line(each, words) for each in found))


@command.command(name="merge", help="Say that two places are one, called as the second.")
@click.argument("name")
@click.argument("into")
@common_options
@pass_context
def merge(context: Context, name: str, into: str) -> None:
    acting.reply(context, lambda library: acts.merge_facilities(library, name, into))


@command.command(name="part", help="Say that a place that was merged into another is one of its own.")
@click.argument("name")
@common_options
@pass_context
def part(context: Context, name: str) -> None:
    acting.reply(context, lambda library: acts.part_facility(library, name))


@command.command(name="name", help="Say what a place is called.")
@click.argument("name")
@click.argument("called")
@common_options
@pass_context
def name_(context: Context, name: str, called: str) -> None:
    acting.reply(context, lambda library: acts.name_facility(library, name, called))


@command.command(name="dates", help="Say how a place prints 03/04/2024: the day first or the month first.")
@click.argument("name")
@click.argument("order", type=click.Choice([order.value for order in DateOrder]))
@common_options
@pass_context
def dates(context: Context, name: str, order: str) -> None:
    acting.reply(context, lambda library: acts.say_date_order(library, name, DateOrder(order)))


def _line(facility: Facility, words: Words) -> str:
    """One place on one line, for people."""
    spelled = ", ".join(each for each in facility.spellings if each != facility.name)
    asks = f"  {words.say('cli.asks_date_order')}" if facility.asks else ""
    return f"{facility.records:>5}  {facility.name}{f'  ({spelled})' if spelled else ''}{asks}"
