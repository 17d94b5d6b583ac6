"""`requests`: what was asked for and how it stands, the letters that ask, and a calendar of what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recordkeeper import paths
from recordkeeper.catalogue import held, own, sources
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.own_lists import list_command, shape
from recordkeeper.library import preparing
from recordkeeper.prepare.asking import request_for
from recordkeeper.prepare.letters import LETTER, Templates, checked_template, choice_of, letter_for, template_for
from recordkeeper.prepare.lists import load_lists
from recordkeeper.prepare.preparing import PrepareRules, prepared
from recordkeeper.prepare.requests import Tracked, calendar, title_of, titles_of, track
from recordkeeper.prepare.telling import sentence
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.letter import Letter, blocks_of
from recordkeeper.records.own import OwnList
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.app import App

_SECONDS = 60.0
_LISTED = load_lists(paths.resources() / "rules")[OwnList.REQUESTS].fields
_WHAT, _WORDINGS = _LISTED["what"].choices, _LISTED["wording"].choices

command = list_command(OwnList.REQUESTS, "What you asked hospitals for, and what came.")


@click.command(name="list", help="All requests, with how each stands.")
@common_options
@pass_context
def list_(context: Context) -> None:
    with context.app() as app:
        rules = PrepareRules.load(app.resources / "rules")
        found = _tracked(app, rules)
    requests = [_shape(rules, each) for each in found]
    context.reply({"requests": requests}, _lines(found, context.words()))


@click.command(name="suggest", help="What could be asked for, one a gap; --add N writes the Nth down.")
@click.option("--add", "number", type=click.IntRange(min=1), metavar="N")
@common_options
@pass_context
def suggest(context: Context, number: int | None) -> None:
    words = context.words()
    with context.app(writing=number is not None) as app:
        rules = PrepareRules.load(app.resources / "rules")
        db = app.library.catalogue.reader()
        found = prepared(db, rules, dt.datetime.now().astimezone().date())
        records = {record.id: record for record in found.holding.records}
        drawn = ((gap, sentence(words, gap)) for gap in found.board.gaps)
        wanted = [(told, request_for(gap, records, rules.gaps, told)) for gap, told in drawn]
        wanted = [(told, fields) for told, fields in wanted if fields]
        if number is not None:
            if number > len(wanted):
                raise InputProblem("no_such_entry", entry=number)
            fields = wanted[number - 1][1]
            each = app.lanes.writer.submit(preparing.add_entry, app.library, OwnList.REQUESTS, fields).result()
            entry = own.get(db, OwnList.REQUESTS, each)
            context.reply({"requests": [shape(rules.lists[OwnList.REQUESTS], entry)]}, [each])
            return
    data = [{"number": n, "why": told, **fields} for n, (told, fields) in enumerate(wanted, start=1)]
    context.reply({"suggestions": data}, (f"{n}  {told}" for n, (told, _) in enumerate(wanted, start=1)))


@click.command(name="letter", help="Write the letter of a request: .pdf, .docx or .txt.")
@click.argument("entry", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--language", default="en", metavar="L", help="Language of the letter.")
@click.option(
    "--text", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The letter as you changed it."
)
@click.option("--keep", is_flag=True, help="Keep --text with the request; an empty file goes back to the template.")
@common_options
@pass_context
def letter(context: Context, entry: str, out: Path, language: str, text: Path | None, keep: bool) -> None:
    with context.app(writing=keep) as app:
        changed = text.read_text("utf-8") if text is not None else None
        if keep and changed is not None:
            fields = {LETTER: changed.strip()}
            app.lanes.writer.submit(preparing.set_entry, app.library, OwnList.REQUESTS, entry, fields).result()
        made = _letter(app, entry, language)
        if changed is not None and changed.strip():
            made = Letter(made.title, blocks_of(changed), made.language, made.paper)
        if out.suffix.lower() == ".txt":
            out.write_text(made.text, "utf-8")
        else:
            args = {"letter": to_plain(made), "out": str(out.absolute())}
            app.makers.run("letter", args, deadline=_SECONDS)
    context.reply({"letter": str(out), "title": made.title, "text": made.text}, [str(out)])


@click.command(
    name="template", help="The template of a letter; --set FILE keeps your own, --reset goes back to ours."
)
@click.argument("what", type=click.Choice(_WHAT))
@click.option("--wording", type=click.Choice(_WORDINGS), default="neutral", help="Which right it names.")
@click.option("--language", default="en", metavar="L", help="Language of the letter.")
@click.option("--set", "mine", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--reset", is_flag=True, help="Go back to the template of the program.")
@common_options
@pass_context
def template(context: Context, what: str, wording: str, language: str, mine: Path | None, reset: bool) -> None:
    with context.app(writing=reset or mine is not None) as app:
        templates = Templates.load(app.resources / "letters", language)
        name = choice_of(what, wording, templates.language)
        if reset or mine is not None:
            text = checked_template(mine.read_text("utf-8")) if mine is not None and not reset else ""
            app.lanes.writer.submit(preparing.choose, app.library, name, text).result()
        choices = own.choices(app.library.catalogue.reader())
        found = template_for(what, wording, templates, choices)
    data = {"what": what, "wording": wording, "language": templates.language, "own": name in choices, "text": found}
    context.reply({"template": data}, found.splitlines())


@click.command(name="calendar", help="A calendar file of what is due and of the visits.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@common_options
@pass_context
def calendar_(context: Context, out: Path) -> None:
    with context.app() as app:
        found = _tracked(app, PrepareRules.load(app.resources / "rules"))
        db = app.library.catalogue.reader()
        dated = [*own.entries(db, OwnList.VISIT), *own.entries(db, OwnList.SPECIMENS)]
    titles = titles_of([*(each.entry for each in found), *dated], context.words())
    text = calendar(found, dated, titles, dt.datetime.now(dt.UTC))
    out.write_bytes(text.encode("utf-8"))
    context.reply({"calendar": str(out), "events": text.count("BEGIN:VEVENT")}, [str(out)])


for each_command in (list_, suggest, letter, template, calendar_):
    command.add_command(each_command)


def _tracked(app: App, rules: PrepareRules) -> tuple[Tracked, ...]:
    db = app.library.catalogue.reader()
    today = dt.datetime.now().astimezone().date()
    return track(own.entries(db, OwnList.REQUESTS), held.holding(db), rules.board, today)


def _letter(app: App, entry: str, language: str) -> Letter:
    db = app.library.catalogue.reader()
    request = own.get(db, OwnList.REQUESTS, entry)
    about = request.get("about").partition("#")[0]
    record = next((each for each in held.holding(db).records if each.id == about), None)
    templates = Templates.load(app.resources / "letters", language)
    words = Words.load(app.resources / "wording", templates.language)
    today = dt.datetime.now().astimezone().date()
    return letter_for(request, record, sources.patient(db), templates, words, today, own.choices(db))


def _shape(rules: PrepareRules, each: Tracked) -> dict[str, Any]:
    return {
        **shape(rules.lists[OwnList.REQUESTS], each.entry),
        "state": each.state.value,
        "due": str(each.due) if each.due else None,
        "answered_by": each.answered_by or None,
    }


def _lines(found: Sequence[Tracked], words: Words) -> Iterator[str]:
    for each in found:
        state = words.say(f"requests.state.{each.state}")
        until = f"  {words.say('requests.due', date=each.due)}" if each.due else ""
        yield f"{each.entry.id}  {title_of(each.entry, words)}: {state}{until}"
