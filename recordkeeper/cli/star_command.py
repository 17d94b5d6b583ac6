"""`star`: mark an image of a scan, or take the mark away."""

from __future__ import annotations

import click

from recordkeeper.catalogue import documents, imaging
from recordkeeper.cli import acting
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.library import acts_imaging
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem


@click.command(name="star", help="Mark an image of a scan, with a caption.")
@click.argument("record_id", metavar="ID")
@click.option("--series", "series_uid", required=True, metavar="UID")
@click.option("--index", type=click.IntRange(min=0), required=True, help="From 0, in geometric order.")
@click.option("--caption", default="", metavar="WORDS")
@click.option("--remove", is_flag=True, help="Take the mark away.")
@common_options
@pass_context
def command(context: Context, record_id: str, series_uid: str, index: int, caption: str, *, remove: bool) -> None:
    def act(library: Library) -> tuple[str, ...]:
        db = library.catalogue.writer
        documents.row_of(db, record_id)  # refuses ids that are not here
        uid, frame = imaging.image_at(db, record_id, series_uid, index)
        if remove:
            return acts_imaging.unstar(library, record_id, uid, frame)
        return acts_imaging.star(library, record_id, uid, frame, caption)

    if remove and caption:
        raise InputProblem("caption_of_none")
    acting.reply(context, act)
