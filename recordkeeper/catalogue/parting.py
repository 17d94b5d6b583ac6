"""One record that a person says is several: records of its page spans stand in its place until taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, jobs
from recordkeeper.catalogue.documents import Judged
from recordkeeper.records.document import FilePart, Recognition
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.plain import from_plain
from recordkeeper.records.provenance import Reader

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

RECOGNISE = "recognise"  # the job of a part nobody has read as a document of its own yet
_READER = Reader("person", 1)


@dataclass(frozen=True, slots=True)
class Part:
    """The record of a page span of a file (pages from 1, both included)."""

    record: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Parted:
    """A document that a person parted, and the parts that stand in its place."""

    whole: str
    parts: tuple[Part, ...]


def parted_from(db: Database, record: str) -> Parted | None:
    """What a record is a part of; None for most."""
    rows = db.execute("SELECT record, value FROM correction WHERE field = 'parts'").fetchall()
    for whole, value in rows:
        parts = tuple(from_plain(Part, each) for each in json.loads(value))
        if any(part.record == record for part in parts):
            return Parted(whole, parts)
    return None


def put(db: Database, whole: str, parts: Sequence[Part]) -> None:
    """Put a record for each part, known as what the whole was taken for until it is recognised itself."""
    (file,) = documents.get(db, whole).files
    (original_id,) = db.execute("SELECT id FROM original WHERE sha256 = ?", [file.fingerprint.sha256]).fetchone()
    read, identity = db.execute("SELECT recognition, machine_identity FROM record WHERE id = ?", [whole]).fetchone()
    provisional = replace(from_plain(Recognition, json.loads(read)), kind_confidence=0.0, reasons=())
    judged = Judged(provisional, Identity(identity), Status.TO_REVIEW, _READER)
    for part in parts:
        row = documents.put(db, part.record, judged, part.last - part.first + 1)
        span = FilePart(file.name, file.fingerprint, file.format, part.first, part.last)
        documents.link(db, row, original_id, span, 0)
        jobs.want(db, part.record, RECOGNISE)


def take_back(db: Database, parts: Sequence[Part]) -> None:
    """Remove the parts; what a person said of them is kept, should they be parted again."""
    for part in parts:
        jobs.done(db, part.record, RECOGNISE)
        if documents.exists(db, part.record):
            documents.remove(db, documents.row_of(db, part.record))
