"""`render`: a page as the preview shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from recordkeeper.catalogue import documents, pictures
from recordkeeper.cli import secrets
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.preview import page as preview
from recordkeeper.preview.png import write_png


@click.command(name="render", help="A page as a picture (PNG).")
@click.argument("record_id", metavar="ID")
@click.option("--page", "number", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--dpi", type=click.FloatRange(min=10, max=1200), default=100.0, show_default=True)
@click.option("--mark", default="", metavar="WORDS", help="Tint these words.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--password-fd", type=int, metavar="N", help="Read passwords from file descriptor N, one a line.")
@common_options
@pass_context
def command(
    context: Context, record_id: str, number: int, dpi: float, mark: str, out: Path, password_fd: int | None
) -> None:
    given = secrets.read_passwords(password_fd)
    with context.app() as app:
        app.library.passwords.supply(given)
        db = app.library.catalogue.reader()
        record = documents.get(db, record_id)
        place = preview.locate(record, documents.page_counts(db, record_id), number)
        turn, skew = pictures.stands(db, place.fingerprint, place.page)
        place = replace(place, turn=turn, skew=skew)
        marks = documents.boxes_of(db, place.fingerprint, place.page, mark) if mark else ()
        picture = preview.paint(app.library, app.lanes.workers, place, dpi=dpi, marks=marks)
    write_png(out, picture)
    context.reply(
        {"width": picture.width, "height": picture.height, "out": str(out), "marks": len(marks)}, [str(out)]
    )
