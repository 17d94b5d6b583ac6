"""Joining what one file tells of others with their records: the clinic that a phone's export names for each.

A record that names its place in a field of its own keeps that; one that does not, or whose place was only guessed
from its words, comes from where the export says. Made anew from the catalogue whenever one of the files is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, told
from recordkeeper.catalogue.told import Told
from recordkeeper.intake.judge import RECOGNISER
from recordkeeper.recognise.place_names import PlaceNames
from recordkeeper.recognise.stated import OF_THE_FILE
from recordkeeper.records.document import Recognition
from recordkeeper.records.provenance import Reason

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

RULE = "named by the file beside it: ClinicalRecord.sourceName"
_FIELD = "facility"


def join_told(db: Database, places: PlaceNames) -> None:
    """Do what waits, in one transaction. Runs on the writer lane; doing it twice does no harm."""
    files = told.waiting(db)
    if not files:
        return
    with db.atomic():
        _join_all(db, told.of_records(db), places)
        told.done(db, files)


def join_file(db: Database, places: PlaceNames, original_id: int) -> None:
    """The same for the records of one file, in the caller's transaction."""
    _join_all(db, told.of_records(db, original_id), places)


def _join_all(db: Database, found: Iterable[Told], places: PlaceNames) -> None:
    joined = set[str]()
    for each in found:
        if each.record not in joined:
            joined.add(each.record)
            _join(db, each, places)


def _join(db: Database, each: Told, places: PlaceNames) -> None:
    read = documents.recognition_of(db, each.record)
    named = with_place(read, each, places)
    if named != read:
        documents.put_recognition(db, each.record, named, RECOGNISER)


def with_place(read: Recognition, each: Told, places: PlaceNames) -> Recognition:
    """The recognition with the place that was told, unless the record names its own."""
    if any(why.field == _FIELD and why.rule.startswith(OF_THE_FILE) for why in read.reasons):
        return read
    why = Reason(_FIELD, each.place, RULE, each.place, each.page, file=each.file)
    others = (other for other in read.reasons if other.field != _FIELD)
    return replace(read, facility=each.place, facility_key=places.key(each.place), reasons=(*others, why))
