"""`demo`: a library of made-up records, and a bundle from it."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.app import opened, workers
from recordkeeper.bundle.plan import Request
from recordkeeper.cli.bar import telling
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.cli.export_command import make
from recordkeeper.cli.stopping import stopped_by_ctrl_c
from recordkeeper.intake.add import add
from recordkeeper.library import folder
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain

_SEED = 1
_SECONDS = 300.0


@click.command(name="demo", help="A library of made-up records in DIR, and a bundle from it.")
@click.argument("place", type=click.Path(path_type=Path), metavar="DIR")
@common_options
@pass_context
def command(context: Context, place: Path) -> None:
    words = context.words()
    place = place.absolute()
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise PlaceProblem("folder_not_empty", place=str(place))
    records, library, bundle = place / "records", place / "library", place / "bundle"
    patient = _made_up(records)
    folder.create(library, patient, readme=words.say("cli.library_readme", name=patient.name)).close()
    with opened(library, writing=True) as app, stopped_by_ctrl_c() as cancel, telling(context) as progress:
        receipt = add(app.library, app.lanes, app.rules(), [str(records)], progress=progress, cancel=cancel)
        request = Request(
            recipient=words.say("cli.demo_recipient"), question=words.say("cli.demo_question"), language="en"
        )
        made = make(app, bundle, request, shape="folder", progress=progress, cancel=cancel)
    context.reply(
        {
            "records": str(records),
            "library": str(library),
            "bundle": str(bundle),
            "totals": {outcome.value: count for outcome, count in receipt.totals.items()},
            "ok": all(check.ok for check in made.checks),
        },
        [words.say("cli.demo_made", library=str(library)), words.say("cli.demo_bundle", bundle=str(bundle))],
    )


def _made_up(records: Path) -> Patient:
    """Write the heap; the person in it does not exist."""
    records.mkdir(parents=True)
    makers = workers(may_write=True, slots=1)
    try:
        sample = makers.run("sample", {"folder": str(records), "seed": _SEED}, deadline=_SECONDS)
    finally:
        makers.close()
    return from_plain(Patient, sample.header["patient"])
