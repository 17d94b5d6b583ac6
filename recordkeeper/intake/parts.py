"""Recognising the parts a person has made of a document, each on its own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import clinical, documents, jobs, labs, pictures, sources
from recordkeeper.catalogue.parting import RECOGNISE
from recordkeeper.intake import judge, read
from recordkeeper.library.folder import Library
from recordkeeper.records.document import Document, FilePart
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
        found = recognised(db, lanes.workers, file, (first, last), library.patient.country)
        lanes.writer.submit(_settle, library, record, last - first + 1, found).result()


def recognised(
    db: Database, workers: Workers, file: FilePart, span: tuple[int, int], country: str
) -> Document | None:
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
    return found[0] if found else None


def _settle(library: Library, record: str, pages: int, found: Document | None) -> None:
    db = library.catalogue.writer
    with db.atomic():
        jobs.done(db, record, RECOGNISE)
        if found is not None and documents.exists(db, record):
            (file,) = documents.get(db, record).files
            sha256 = file.fingerprint.sha256
            judged = judge.judge(sources.patient(db), found.recognition, Condition.READ, file=sha256)
            row = documents.put(db, record, judged, pages)
            clinical.put(db, row, found.facts, sha256)
            labs.put(db, row, found.labs, sha256)
