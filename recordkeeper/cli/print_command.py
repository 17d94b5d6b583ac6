"""`print`: a sheet for paper, as PDF, office file or text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import preparing
from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.prepare.printing import known_of
from recordkeeper.prepare.sheets import SheetKind, sheet
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.letter import Letter
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.app import App

_SECONDS = 60.0


@click.command(name="print", help="A sheet for paper: .pdf, .docx or .txt.")
@click.argument("what", type=click.Choice([kind.value for kind in SheetKind]))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--language", default="en", metavar="L", help="Language of the sheet.")
@click.option("--all", "private", is_flag=True, help="Questions for yourself as well.")
@common_options
@pass_context
def command(context: Context, what: str, out: Path, language: str, private: bool) -> None:
    with context.app() as app:
        made = _made(app, SheetKind(what), language, private=private)
        if out.suffix.lower() == ".txt":
            out.write_text(made.text, "utf-8")
        else:
            app.makers.run("letter", {"letter": to_plain(made), "out": str(out.absolute())}, deadline=_SECONDS)
    context.reply({"sheet": str(out), "title": made.title, "text": made.text}, [str(out)])


def _made(app: App, kind: SheetKind, language: str, *, private: bool) -> Letter:
    db = app.library.catalogue.reader()
    rules = PrepareRules.load(app.resources / "rules")
    today = dt.datetime.now().astimezone().date()
    known = known_of(db, rules, str(app.library.folder), today, preparing.last_backup(app.library))
    known_languages = Words.languages(app.resources / "wording")
    words = Words.load(app.resources / "wording", language if language in known_languages else "en")
    return sheet(kind, known, words, PartialDate.of(today), private=private)
