"""`check`: is everything still there and unchanged? With --repair, what can be mended is mended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.library import repair
from recordkeeper.library.check import Verdict, check
from recordkeeper.library.repair import BroughtBack, MendedList
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.wording.words import Words
from recordkeeper.work.progress import CancelToken, Progress


@click.command(name="check", help="Is everything still there and unchanged?")
@click.option("--afresh", is_flag=True, help="Read all files, even those an unfinished check has read.")
@click.option("--repair", "mend", is_flag=True, help="Mend what can be mended; what was damaged is kept.")
@click.option(
    "--from", "backup", type=click.Path(path_type=Path), metavar="BACKUP", help="Where lost files come back from."
)
@common_options
@pass_context
def command(context: Context, afresh: bool, mend: bool, backup: Path | None) -> None:
    mended, brought = None, None
    with stopped_by_ctrl_c() as cancel, telling(context) as progress:
        if mend:
            if context.in_session:
                raise InputProblem("not_in_session")
            mended, brought = _mend(context, backup, progress, cancel)
        with context.app() as app:
            verdict = check(app.library, progress, cancel, afresh=afresh)
    data = {**_shape(verdict), "repaired": _told(mended, brought) if mend else None}
    context.reply(data, _lines(verdict, mended, brought, context.words()), exit_code=0 if verdict.ok else 1)


def _mend(
    context: Context, backup: Path | None, progress: Progress, cancel: CancelToken
) -> tuple[MendedList | None, BroughtBack | None]:
    """Look, and mend what is damaged: the list first, as files are looked for by it."""
    mended = None
    try:
        with context.app() as app:
            whole = check(app.library, progress, cancel).catalogue_whole
    except PlaceProblem as problem:
        if problem.code != "library_damaged":
            raise
        whole = False
    if not whole:
        mended = repair.mend_list(context.place(), seal=context.seal())
    with context.app(writing=True) as app:
        verdict = check(app.library, progress, cancel)
        lost = (*verdict.missing, *verdict.changed)
        source = backup or repair.likely_backup(app.library)
        brought = repair.bring_back(app.library, lost, source, progress, cancel) if lost and source else None
    return mended, brought


def _shape(verdict: Verdict) -> dict[str, Any]:
    return {
        "ok": verdict.ok,
        "originals": verdict.originals,
        "missing": list(verdict.missing),
        "changed": list(verdict.changed),
        "orphans": list(verdict.orphans),
        "catalogue_whole": verdict.catalogue_whole,
        "journal_whole": verdict.journal_whole,
        "gone_on": verdict.gone_on,
    }


def _told(mended: MendedList | None, brought: BroughtBack | None) -> dict[str, Any]:
    return {
        "catalogue": mended is not None,
        "catalogue_kept": str(mended.kept) if mended and mended.kept else None,
        "brought_back": list(brought.files) if brought else [],
        "not_brought_back": list(brought.still) if brought else [],
    }


def _lines(verdict: Verdict, mended: MendedList | None, brought: BroughtBack | None, words: Words) -> Iterator[str]:
    if mended is not None:
        yield words.say("cli.check_mended_list", place=str(mended.kept or ""))
    if brought is not None:
        yield words.say("cli.check_brought_back", count=len(brought.files))
    yield words.say("cli.check_ok" if verdict.ok else "cli.check_not_ok", count=verdict.originals)
    yield from (words.say("cli.check_missing", name=name) for name in verdict.missing)
    yield from (words.say("cli.check_changed", name=name) for name in verdict.changed)
    if not verdict.catalogue_whole:
        yield words.say("cli.check_catalogue")
    if not verdict.journal_whole:
        yield words.say("cli.check_journal")
    if verdict.orphans:
        yield words.say("settings.check_orphans", count=len(verdict.orphans))
