"""`frame`: one image of a scan as numbers."""

from __future__ import annotations

from pathlib import Path

import click

from recordkeeper.catalogue import documents, imaging
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.preview import frame as preview
from recordkeeper.records.errors import InputProblem


@click.command(name="frame", help="One image of a scan as numbers (NPY).")
@click.argument("record_id", metavar="ID")
@click.option("--series", "series_uid", required=True, metavar="UID")
@click.option(
    "--index", type=click.IntRange(min=0), default=0, show_default=True, help="From 0, in geometric order."
)
@click.option("--stage", type=click.Choice(["stored", "modality", "voi"]), default="stored", show_default=True)
@click.option("--window", metavar="C,W", help="Window center and width for --stage voi.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@common_options
@pass_context
def command(
    context: Context, record_id: str, series_uid: str, index: int, stage: str, window: str | None, out: Path
) -> None:
    with context.app() as app:
        db = app.library.catalogue.reader()
        series = imaging.series_frames(db, documents.row_of(db, record_id), series_uid)
        fingerprint, frame = preview.locate(series, series_uid, index)
        array = preview.samples(
            app.library, app.lanes.workers, fingerprint, frame, stage=stage, window=_window(window)
        )
    preview.save(array, out)
    data = {
        "width": int(array.shape[1]),
        "height": int(array.shape[0]),
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "out": str(out),
    }
    context.reply(data, [str(out)])


def _window(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        center, width = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputProblem("not_a_window", value=text) from error
    return center, width
