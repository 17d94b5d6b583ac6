"""What `protect`, `rekey` and `unprotect` share: the sheet, its words typed back, and the conversion."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context
from recordkeeper.cli.secrets import ask, read_passwords
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library import protecting, recovery
from recordkeeper.library.left_open import LeftOpen, left_open
from recordkeeper.library.protecting import NewKeys
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.records.plain import to_plain

_SECONDS = 60.0


def new_keys_options(command: Callable[..., None]) -> Callable[..., None]:
    """What `protect` and `rekey` are told: where the sheet goes, its language, and the secrets' descriptors."""
    options = (
        click.option(
            "--sheet",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write a new recovery sheet here (PDF).",
        ),
        click.option("--language", default="en", show_default=True, metavar="L", help="Language of the sheet."),
        click.option(
            "--password-fd", type=int, metavar="N", help="Read the words of the sheet from descriptor N; goes on."
        ),
        click.option(
            "--passphrase-fd", type=int, metavar="N", help="Read a passphrase to open it with from descriptor N."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def to_new_keys(
    context: Context,
    act: str,
    sheet: Path | None,
    language: str,
    password_fd: int | None,
    passphrase_fd: int | None,
) -> None:
    """Begin with a new sheet, or go on with the words of the one that was made. Answers."""
    refuse_in_session(context, act)
    place = context.place().absolute()
    left = brought_level(context)
    if sheet is None:
        text = " ".join(read_passwords(password_fd)) or ask(context, context.words().say("cli.ask_words"))
        new = protecting.proven(place, text)
    else:
        if sheet.absolute().is_relative_to(place):
            raise PlaceProblem("sheet_in_library")
        passphrase = _passphrase(context, passphrase_fd)
        new = protecting.begin(place, act, dt.datetime.now().astimezone().date(), passphrase)
        write_sheet(new, place.name, sheet.absolute(), language)
        if not _asks(context):
            said = context.words().say("cli.sheet_made", place=str(sheet), act=act)
            context.reply({"state": "sheet_made", "sheet": str(sheet)}, [said])
            return
        _check_words(context, new, language)
    carried_out(context, act, new, left)


def carried_out(context: Context, act: str, new: NewKeys | None, left: LeftOpen) -> None:
    """Convert, and answer with what came of it and what is not locked."""
    words, place, text = context.words(), context.place().absolute(), readme(context, act)
    with stopped_by_ctrl_c() as cancel, telling(context) as progress:
        done = protecting.carry_out(place, act, context.seal(), new, readme=text, progress=progress, cancel=cancel)
    data: dict[str, Any] = {"state": "plain", "originals": done.originals, "damaged": list(done.damaged)}
    key = {protecting.PROTECT: "protected", protecting.REKEY: "rekeyed", protecting.UNPROTECT: "unprotected"}[act]
    lines = [words.say(f"cli.{key}", count=done.originals)]
    if done.damaged:
        lines.append(words.say("protect.damaged", count=len(done.damaged)))
    if new is not None:
        data |= {
            "state": "protected",
            "since": new.protection.since,
            "passphrase": new.protection.passphrase,
            "in_keyring": done.in_keyring,
            "not_locked": {
                "bundles": list(left.bundles),
                "full_backup": left.backup.place if left.backup else None,
                "others": list(left.others),
            },
        }
        lines.append(words.say(f"protect.keyring_{'yes' if done.in_keyring else 'no'}"))
        lines += [words.say(f"protect.left.{key}", **fields) for key, fields in left.sentences()]
    context.reply(data, lines)


def brought_level(context: Context) -> LeftOpen:
    """Open the library once, so that nothing is half done in it, and look what protecting will not reach."""
    with context.app(writing=True) as app:
        return left_open(app.library)


def readme(context: Context, act: str) -> str:
    """What the folder will say of itself: whose it is only when it is not protected."""
    if act != protecting.UNPROTECT:
        return context.words().say("protect.readme.text")
    with context.app() as app:
        return context.words().say("cli.library_readme", name=app.library.patient.name)


def write_sheet(new: NewKeys, library: str, out: Path, language: str) -> None:
    """Have the sheet written by a worker. PlaceProblem and WorkerFailure as it says."""
    from recordkeeper.app import workers

    makers = workers(may_write=True, slots=1)
    try:
        sheet = to_plain(protecting.sheet_of(new, library, language))
        asked = {"sheet": sheet, "out": str(out), "language": language}
        makers.run("recovery_sheet", asked, deadline=_SECONDS)
    finally:
        makers.close()


def refuse_in_session(context: Context, command: str) -> None:
    """A session keeps its library open, which these commands must not have."""
    if context.in_session:
        raise InputProblem("no_such_command", command=command)


def _asks(context: Context) -> bool:
    return not context.as_json and sys.stdin.isatty() and sys.stderr.isatty()


def _passphrase(context: Context, passphrase_fd: int | None) -> str:
    given = read_passwords(passphrase_fd)
    return given[0] if given else ask(context, context.words().say("cli.ask_passphrase"))


def _check_words(context: Context, new: NewKeys, language: str) -> None:
    """Three words of the paper, typed back."""
    words = recovery.words_of(new.secret, language)
    for number in protecting.asked_words():
        typed = click.prompt(context.words().say("cli.ask_word", number=number), default="", err=True)
        if not recovery.same_word(str(typed), words[number - 1]):
            raise InputProblem("sheet_word", number=number)
