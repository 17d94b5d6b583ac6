"""The commands of the lists a person keeps, all alike: list, add, set, remove. What fields there are is data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click

from recordkeeper import paths
from recordkeeper.catalogue import held, own
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.shapes_lines import line, told
from recordkeeper.library import preparing
from recordkeeper.prepare.board import Said
from recordkeeper.prepare.lists import Field, ListRules, load_lists
from recordkeeper.prepare.preparing import said_of
from recordkeeper.prepare.treatments import Line
from recordkeeper.records.held import Holding
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.wording.words import Words


def list_command(of: OwnList, help_: str) -> click.Group:
    """The group of commands for one list."""
    rules = load_lists(paths.resources() / "rules")[of]

    @click.group(name=of.value, help=help_, invoke_without_command=True)
    @common_options
    @click.pass_context
    def command(click_context: click.Context) -> None:
        if click_context.invoked_subcommand is None:
            click_context.invoke(command.commands["list"])

    for each in (_listing(rules), _adding(rules), _setting(rules), _removing(rules)):
        command.add_command(each)
    return command


def _listing(rules: ListRules) -> click.Command:
    @click.command(name="list", help="All entries.")
    @common_options
    @pass_context
    def listing(context: Context) -> None:
        with context.app() as app:
            found = own.entries(app.library.catalogue.reader(), rules.of)
        _reply(context, rules, found)

    return listing


def _adding(rules: ListRules) -> click.Command:
    @click.command(name="add", help="Write down an entry.")
    @click.argument("main", metavar=rules.main.upper())
    @_options(rules.fields[name] for name in rules.shown if name != rules.main)
    @common_options
    @pass_context
    def add(context: Context, /, main: str, **given: str | None) -> None:
        fields = rules.checked({rules.main: main, **_given(given)})
        with context.app(writing=True) as app:
            each = app.lanes.writer.submit(preparing.add_entry, app.library, rules.of, fields).result()
            _reply(context, rules, [own.get(app.library.catalogue.reader(), rules.of, each)])

    return add


def _setting(rules: ListRules) -> click.Command:
    @click.command(name="set", help="Change a field of an entry; an empty value takes it away.")
    @click.argument("entry", metavar="ID")
    @click.argument("field", metavar="FIELD")
    @click.argument("value")
    @common_options
    @pass_context
    def set_(context: Context, entry: str, field: str, value: str) -> None:
        fields = rules.checked({field: value})
        with context.app(writing=True) as app:
            app.lanes.writer.submit(preparing.set_entry, app.library, rules.of, entry, fields).result()
            found = own.entries(app.library.catalogue.reader(), rules.of)
            _reply(context, rules, [each for each in found if each.id == entry])

    return set_


def _removing(rules: ListRules) -> click.Command:
    @click.command(name="remove", help="Take an entry off the list; undo brings it back.")
    @click.argument("entry", metavar="ID")
    @common_options
    @pass_context
    def remove(context: Context, entry: str) -> None:
        with context.app(writing=True) as app:
            app.lanes.writer.submit(preparing.remove_entry, app.library, rules.of, entry).result()
            _reply(context, rules, own.entries(app.library.catalogue.reader(), rules.of))

    return remove


def _options(fields: Iterable[Field]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option for each field."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for field in reversed(list(fields)):
            kind = click.Choice(field.choices) if field.choices else None
            name = f"--{field.name.replace('_', '-')}"
            shown = None if kind else "VALUE"
            command = click.option(name, f"field_{field.name}", type=kind, metavar=shown)(command)
        return command

    return decorate


def _given(given: dict[str, str | None]) -> dict[str, str]:
    return {name.removeprefix("field_"): value for name, value in given.items() if value is not None}


def shape(rules: ListRules, entry: Entry) -> dict[str, Any]:
    """An entry as JSON: every field, null where there is nothing; whether it may enter a bundle."""
    values = {name: value or None for name, value in rules.values(entry).items()}
    return {"id": entry.id, **values, "share": rules.is_shared(entry)}


def _reply(context: Context, rules: ListRules, entries: Iterable[Entry]) -> None:
    found = list(entries)
    context.reply({rules.of.value: [shape(rules, each) for each in found]}, listed(rules, found, context.words()))


def listed(rules: ListRules, entries: Iterable[Entry], words: Words) -> Iterator[str]:
    """Entries for people: the main field, and what else is said."""
    for entry in entries:
        yield f"{entry.id}  {_said(words, rules, rules.main, entry.get(rules.main))}"
        for name in rules.shown:
            if name != rules.main and entry.get(name):
                yield f"    {words.say(f'lists.field.{name}')}: {_said(words, rules, name, entry.get(name))}"


def _said(words: Words, rules: ListRules, name: str, value: str) -> str:
    """A value for people: choices in words."""
    key = f"lists.choice.{name}.{value}"
    return words.say(key) if rules.fields[name].choices and words.has(key) else value


def with_records(command: click.Group, of: OwnList, lines_of: Callable[[Holding, Said], Sequence[Line]]) -> None:
    """Let a list say what records say too, as `lines_of` reads it from what is held and what was said."""

    @click.command(name="list", help="What was written down, and what records say.")
    @common_options
    @pass_context
    def list_(context: Context) -> None:
        with context.app() as app:
            db = app.library.catalogue.reader()
            rules = load_lists(app.resources / "rules")[of]
            entries, lines = own.entries(db, of), lines_of(held.holding(db), said_of(db))
        words = context.words()
        read = [each for each in lines if not each.entry]
        data = {of.value: [shape(rules, each) for each in entries], "line": [line(each) for each in lines]}
        context.reply(data, [*listed(rules, entries, words), *(told(each, words) for each in read)])

    command.add_command(list_)
