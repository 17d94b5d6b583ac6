"""`medicines`: one of the lists a person keeps, with what records say of it."""

from __future__ import annotations

import click

from recordkeeper.catalogue import held, own
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.own_lists import list_command, listed, shape
from recordkeeper.cli.shapes_lines import line, told
from recordkeeper.prepare.lists import load_lists
from recordkeeper.prepare.preparing import said_of
from recordkeeper.prepare.treatments import medicines
from recordkeeper.records.own import OwnList

command = list_command(OwnList.MEDICINES, "Medicines you take, and the lists of them that are here.")


@click.command(name="list", help="What was written down, and what records say.")
@common_options
@pass_context
def list_(context: Context) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        rules = load_lists(app.resources / "rules")[OwnList.MEDICINES]
        entries, lines = own.entries(db, OwnList.MEDICINES), medicines(held.holding(db), said_of(db))
    words = context.words()
    read = [each for each in lines if not each.entry]
    data = {"medicines": [shape(rules, each) for each in entries], "line": [line(each) for each in lines]}
    context.reply(data, [*listed(rules, entries, words), *(told(each, words) for each in read)])


command.add_command(list_)
