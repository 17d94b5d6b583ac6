"""`key-images`: the marked images of scans, and the sheet of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from recordkeeper.bundle import key_sheet
from recordkeeper.catalogue import documents
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.prepare import key_images
from recordkeeper.records.key_images import Marked


@click.command(name="key-images", help="The marked images of scans; with --out, the sheet of them as a PDF.")
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the sheet here.")
@click.option("--language", default="en", show_default=True, metavar="L")
@common_options
@pass_context
def command(context: Context, record_id: str | None, out: Path | None, language: str) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        if record_id:
            documents.row_of(db, record_id)  # refuses ids that are not here
        found = key_images.marked(db, app.words(language), record_id)
        failed = None
        if out is not None:
            today = dt.datetime.now(dt.UTC).date()
            _, failed = key_sheet.make(app.library, app.makers, found, out, language=language, today=today)
    data: dict[str, object] = {"images": [_plain(each) for each in found]}
    if out is not None:
        data |= {"out": str(out), "not_shown": failed}
    context.reply(data, [_line(each) for each in found] if out is None else [str(out)])


def _plain(each: Marked) -> dict[str, object]:
    image = each.image
    return {
        "record": image.record,
        "series": image.series_uid,
        "index": each.number - 1,
        "instance": image.instance_uid,
        "frame": image.frame,
        "caption": image.caption,
        "by_hospital": image.by_hospital,
    }


def _line(each: Marked) -> str:
    return " · ".join(part for part in (each.image.record, each.image.caption, *each.lines) if part)
