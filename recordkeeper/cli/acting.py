"""Doing one of a person's acts and answering with the records it touched."""

from __future__ import annotations

from collections.abc import Callable

from recordkeeper.catalogue import documents
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context
from recordkeeper.cli.list_command import line
from recordkeeper.intake.belong import belong
from recordkeeper.intake.whose import settle
from recordkeeper.library.folder import Library
from recordkeeper.work.progress import CancelToken, Progress


def reply(context: Context, act: Callable[[Library], tuple[str, ...]]) -> None:
    """Run the act on the writer lane, find what belongs together now, and tell what holds."""
    with context.app(writing=True) as app:
        touched = app.lanes.writer.submit(act, app.library).result()
        touched = app.lanes.writer.submit(settle, app.library, touched).result()
        belong(app.library, app.lanes, progress=Progress(), cancel=CancelToken())
        db = app.library.catalogue.reader()
        records = [documents.get(db, record) for record in touched]
    words = context.words()
    context.reply({"records": [shapes.record(r) for r in records]}, [line(r, words) for r in records])
