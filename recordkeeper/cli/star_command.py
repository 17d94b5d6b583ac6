"""`star`: put a star on records, or mark an image of a scan; or take either away."""

from __future__ import annotations

import click

from recordkeeper.catalogue import documents, imaging
from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts_imaging, acts_marks
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem


@click.command(name="star", help="Put a star on records; with --series and --index, mark an image of a scan.")
@click.argument("records", nargs=-1, required=True, metavar="ID…")
@click.option("--series", "series_uid", metavar="UID")
@click.option("--index", type=click.IntRange(min=0), help="Of the image, from 0, in geometric order.")
@click.option("--caption", default="", metavar="WORDS")
@click.option("--remove", is_flag=True, help="Take the mark away.")
@common_options
@pass_context
def command(
    context: Context,
    records: tuple[str, ...],
    series_uid: str | None,
    index: int | None,
    caption: str,
    *,
    remove: bool,
) -> None:
    if remove and caption:
        raise InputProblem("caption_of_none")
    if series_uid is None and index is None and not caption:
        stars = acts_marks.unstar if remove else acts_marks.star
        acting.reply(context, lambda library: stars(library, records))
        return
    if series_uid is None or index is None or len(records) != 1:
        raise InputProblem("star_which_image")
    record_id, series, at = records[0], series_uid, index

    def act(library: Library) -> tuple[str, ...]:
        db = library.catalogue.writer
        documents.row_of(db, record_id)  # refuses ids that are not here
        uid, frame = imaging.image_at(db, record_id, series, at)
        if remove:
            return acts_imaging.unstar(library, record_id, uid, frame)
        return acts_imaging.star(library, record_id, uid, frame, caption)

    acting.reply(context, act)
