"""Recognising the parts a person has made of a document, each on its own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, jobs, pictures, sources
from recordkeeper.catalogue.parting import RECOGNISE
from recordkeeper.intake import judge, read
from recordkeeper.library.folder import Library
from recordkeeper.records.document import FilePart, Recognition
from recordkeeper.records.plain import to_plain
from recordkeeper.records.reading import Condition
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import WorkerFailure, Workers
from recordkeeper.work.progress import CancelToken

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS = 60.0


def recognise_parts(library: Library, lanes: Lanes | InlineLanes, cancel: CancelToken) -> None:
    """Read every part that waits. A part the worker fails at stays what its whole was taken for, to be reviewed."""
    db = library.catalogue.reader()
    for record in jobs.waiting(db, RECOGNISE):
        cancel.check()
        (file,) = documents.get(db, record).files
        first = file.first_page or 1
        last = file.last_page or len(pictures.read_before(db, file.fingerprint.sha256).pages)
        recognition = recognised(db, lanes.workers, file, (first, last), library.patient.country)
        lanes.writer.submit(_settle, library, record, last - first + 1, recognition).result()


def recognised(
    db: Database, workers: Workers, file: FilePart, span: tuple[int, int], country: str
) -> Recognition | None:
    """What the pages from `span[0]` to `span[1]` of a file are, as a document alone; None when the worker fails."""
    before = pictures.read_before(db, file.fingerprint.sha256)
    first, last = span
    args = {
        "pages": [to_plain(page) for page in before.pages if first <= page.page <= last],
        "format": before.format,
        "title": "",
        "country": country,
        "whole": True,
    }
    try:
        found = read.documents_of(workers.run("recognise", args, deadline=_SECONDS).header)
    except WorkerFailure:
        return None
    return found[0].recognition if found else None


def _settle(library: Library, record: str, pages: int, recognition: Recognition | None) -> None:
    db = library.catalogue.writer
    with db.atomic():
        jobs.done(db, record, RECOGNISE)
        if recognition is not None and documents.exists(db, record):
            (file,) = documents.get(db, record).files
            judged = judge.judge(sources.patient(db), recognition, Condition.READ, file=file.fingerprint.sha256)
            documents.put(db, record, judged, pages)
