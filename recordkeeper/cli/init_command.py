"""`init`: a library for one patient."""

from __future__ import annotations

import click

from recordkeeper.catalogue.engine import storable
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import folder
from recordkeeper.library.where import place_of
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.patient import Identifier, Patient


@click.command(name="init", help="Make a library for one patient.")
@click.option("--name", required=True, help="The patient's full name.")
@click.option("--birth-date", required=True, metavar="DATE", help="2024-03-05, or as much of it as is known.")
@click.option("--sex", default="", help="As it stands in the records.")
@click.option("--also-known-as", multiple=True, metavar="NAME", help="A former or other name. May be repeated.")
@click.option("--identifier", multiple=True, metavar="ISSUER:ID", help="A hospital's number. May be repeated.")
@click.option("--country", default="", metavar="CODE", help="Where most records are from, such as US or GB.")
@common_options
@pass_context
def command(
    context: Context,
    name: str,
    birth_date: str,
    sex: str,
    also_known_as: tuple[str, ...],
    identifier: tuple[str, ...],
    country: str,
) -> None:
    patient = Patient(
        name=storable(name.strip()),
        birth_date=_date(birth_date),
        sex=storable(sex),
        also_known_as=tuple(map(storable, also_known_as)),
        identifiers=tuple(_identifier(storable(text)) for text in identifier),
        country=storable(country.upper()),
    )
    words = context.words()
    library = folder.create(context.place(), patient, readme=words.say("cli.library_readme", name=patient.name))
    library.close()
    place = place_of(library.folder)
    lines = [words.say("cli.library_made", name=patient.name, place=str(library.folder))]
    if not place.is_local:
        lines.append(words.say(f"safety.place_{place.kind}", name=place.name))
    data = {"library": str(library.folder), "patient": shapes.patient(patient), "place": place.kind.value}
    context.reply(data, lines)


def _date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise InputProblem("not_a_birth_date", value=text) from error


def _identifier(text: str) -> Identifier:
    try:
        return Identifier.parse(text)
    except ValueError as error:
        raise InputProblem("not_an_identifier", value=text) from error
