"""`export`: make a bundle, verify it, note it in the ledger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from recordkeeper import __version__
from recordkeeper.app import App
from recordkeeper.bundle import presets
from recordkeeper.bundle.choices import concerns, of_plan, size_of
from recordkeeper.bundle.make import Made, Maker
from recordkeeper.bundle.parts import size_in_bytes
from recordkeeper.bundle.plan import Request, Sections
from recordkeeper.bundle.room import smallest
from recordkeeper.bundle.secret import Secret
from recordkeeper.bundle.shapes import LAYOUTS
from recordkeeper.bundle.sheets import SHEETS
from recordkeeper.bundle.upload_rule import ANY_UPLOAD, UploadImages, UploadRule
from recordkeeper.catalogue.engine import storable
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.prepare.questions import question_for_bundle
from recordkeeper.wording.words import Words
from recordkeeper.work.progress import CancelToken, Progress


@click.command(name="export", help="Make a bundle at DEST and check it.")
@click.argument("dest", type=click.Path(path_type=Path), required=False)
@click.option("--shape", type=click.Choice(list(LAYOUTS)), default="folder", show_default=True)
@click.option("--select", multiple=True, metavar="ID|KIND", help="Only these records or kinds. May be repeated.")
@click.option("--recipient", default="", metavar="R", help="Who it is for.")
@click.option("--question", default="", metavar="TEXT", help="What is asked; else your questions for the doctor.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--leave-out", multiple=True, metavar="ID", help="Not this record. May be repeated.")
@click.option("--put-in", multiple=True, metavar="ID", help="This record too, though it would stay out.")
@click.option("--tell-titles", is_flag=True, help="Tell the reader the titles of what is left out.")
@click.option("--parts", default="", metavar="SIZE", help="In parts: cd, dvd, or a size such as 650MB.")
@click.option("--preset", type=click.Choice(presets.KEYS), help="What to start from.")
@click.option("--since", type=int, default=0, metavar="N", help="Only what was not sent with bundle N.")
@click.option("--locked-originals", is_flag=True, help="Locked files go as they are, not as unlocked copies.")
@click.option(
    "--no-sheet", multiple=True, type=click.Choice([each.key for each in SHEETS]), help="Not this sheet of yours."
)
@click.option(
    "--contact-sheets", is_flag=True, help="Small pictures of the scans on index.html, not for diagnosis."
)
@click.option("--upload-size", default="", metavar="SIZE", help="Upload: the largest file the page takes.")
@click.option(
    "--upload-images",
    type=click.Choice([each.value for each in UploadImages]),
    default=UploadImages.FOLDER.value,
    show_default=True,
    help="Upload: scans as folders, as ZIP files, or none.",
)
@click.option("--upload-mixed-ids", is_flag=True, help="Upload: scans of several Patient IDs may go up together.")
@click.option("--preview", is_flag=True, help="Show what the reader will read; write no bundle.")
@common_options
@pass_context
def command(
    context: Context,
    dest: Path | None,
    shape: str,
    select: tuple[str, ...],
    recipient: str,
    question: str,
    language: str,
    leave_out: tuple[str, ...],
    put_in: tuple[str, ...],
    tell_titles: bool,
    locked_originals: bool,
    since: int,
    preset: str | None,
    parts: str,
    no_sheet: tuple[str, ...],
    preview: bool,
    upload_size: str,
    upload_images: str,
    upload_mixed_ids: bool,
    contact_sheets: bool,
) -> None:
    if dest is None and not preview:
        raise click.UsageError("Missing argument 'DEST'.")
    request = Request(
        select,
        storable(recipient),
        storable(question),
        language,
        leave_out,
        put_in,
        tell_titles=tell_titles,
        locked_as_they_are=locked_originals,
        since=since,
        without_sheets=no_sheet,
        contact_sheets=contact_sheets,
    )
    with context.app(writing=not preview) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        if not question:
            asked = question_for_bundle(app.library.catalogue.reader(), app.resources / "rules")
            request = replace(request, question=storable(asked))
        if preset is not None:
            request = _with_preset(app, request, preset)
        part_size = size_in_bytes(parts) if parts else 0
        rule = UploadRule(
            size_in_bytes(upload_size) if upload_size else 0,
            UploadImages(upload_images),
            one_patient_id=not upload_mixed_ids,
        )
        if preview:
            context.reply(*previewed(app, request, shape, part_size, rule, progress, cancel))
            return
        assert dest is not None, "asked for above"
        made = make(
            app, dest, request, shape=shape, part_size=part_size, rule=rule, progress=progress, cancel=cancel
        )
    context.reply(*_answer(made, context.words()))


def _answer(made: Made, words: Words) -> tuple[dict[str, Any], list[str]]:
    """What came of it, for programs and for people."""
    problems = [
        {"problem": p.code, "record": p.record, "detail": p.detail, "sentence": words.say(f"cli.problem.{p.code}")}
        for p in made.problems
    ]
    data = {
        "bundle": made.entry.id,
        "path": made.entry.path,
        "manifest_sha256": made.entry.manifest_sha256,
        "counts": made.entry.counts,
        "problems": problems,
        "checks": [{"check": c.check, "ok": c.ok, "detail": c.detail} for c in made.checks],
    }
    secret = made.secret
    if secret is not None:
        data |= {"passphrase": secret.passphrase, "slip": secret.slip, "passphrase_kept": secret.kept}
    lines = [
        words.say("cli.bundle_made", path=made.entry.path),
        *(_how_it_opens(secret, words) if secret is not None else ()),
        *(words.say("cli.bundle_problem", problem=f"{p['record']}: {p['sentence']}") for p in problems),
    ]
    return data, lines


def _with_preset(app: App, request: Request, key: str) -> Request:
    rules = app.resources / "bundle"
    (preset,) = (each for each in presets.load(rules / "presets.toml") if each.key == key)
    return presets.applied(app.library.catalogue.reader(), request, Sections.load(rules / "sections.toml"), preset)


def _how_it_opens(secret: Secret, words: Words) -> Iterator[str]:
    yield words.say("bundles.locked.words", passphrase=secret.passphrase)
    yield words.say("bundles.locked.slip", place=secret.slip)
    yield words.say(f"bundles.locked.{'kept' if secret.kept else 'not_kept'}")


def make(
    app: App,
    dest: Path,
    request: Request,
    *,
    shape: str,
    progress: Progress,
    cancel: CancelToken | None = None,
    part_size: int = 0,
    rule: UploadRule = ANY_UPLOAD,
) -> Made:
    """Make the bundle with an open library's parts."""
    maker = _maker(app, request, progress, cancel or CancelToken())
    return maker.make(dest, request, shape=shape, part_size=part_size, rule=rule)


def previewed(
    app: App,
    request: Request,
    shape: str,
    part_size: int,
    rule: UploadRule,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[dict[str, Any], list[str]]:
    """What the reader would read, as JSON and as lines; nothing of it is kept."""
    folder = app.library.originals.scratch()
    try:
        maker = _maker(app, request, progress, cancel)
        found = maker.rehearse(request, folder, shape=shape, part_size=part_size, rule=rule)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    words, said = app.words(request.language), app.words("en")
    inside = tuple(of_plan(found.plan, app.library.originals.whole()))
    look_at = [
        {
            "concern": each.code,
            "record": each.record.id,
            "sentence": said.say(f"bundles.concern.{each.code}", count=1),
        }
        for each in concerns(inside, shape)
    ]
    size = size_of(inside)
    medium, _ = smallest(size)
    fits = said.say(f"bundles.fits.{medium}")
    maybe = [
        {"record": each.record.id, "reason": each.perhaps, "sentence": said.say(f"bundles.perhaps.{each.perhaps}")}
        for each in inside
        if each.perhaps is not None
    ]
    data = {
        "concerns": look_at,
        "maybe": maybe,
        "size": size,
        "fits": medium,
        "start": list(found.start),
        "pages": found.pages,
        "headings": [
            {"page": each.printed, "pages": each.last_page - each.first_page + 1, "heading": each.text}
            for each in found.headings
        ],
        "left_out": [
            {"reason": line.reason.value, "count": line.count, "titles": list(line.titles)}
            for line in found.left_out
        ],
    }
    left_out = [f"{line.count} · {words.say(f'bundle.left_out.{line.reason}')}" for line in found.left_out]
    headings = [f"{each.printed:>5}  {each.text}" for each in found.headings]
    concerned = [f"{each['record']}: {each['sentence']}" for each in (*look_at, *maybe)]
    return data, [*found.start, *headings, *left_out, *concerned, f"{said.size(size)}. {fits}"]


def _maker(app: App, request: Request, progress: Progress, cancel: CancelToken) -> Maker:
    return Maker(
        app.library,
        app.lanes,
        app.makers,
        app.resources,
        app.words(request.language),
        program=f"Recordkeeper {__version__}",
        progress=progress,
        cancel=cancel,
    )
