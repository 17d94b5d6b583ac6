"""Settling a batch: originals durable, then the journal's line, then the rows, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from recordkeeper.catalogue import clinical, documents, enclosed, imaging, jobs, labs, sources
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.pictures import OCR
from recordkeeper.catalogue.sources import Original
from recordkeeper.intake import judge
from recordkeeper.intake.arrivals import Taken
from recordkeeper.library.folder import Library
from recordkeeper.recognise.people import compare
from recordkeeper.records import ids
from recordkeeper.records.document import Document, FilePart, Recognition
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.intake import FoundFile
from recordkeeper.records.kinds import Identity, Kind, Outcome
from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.records.plain import to_plain
from recordkeeper.records.provenance import Fingerprint, Reader
from recordkeeper.records.reading import Condition, Reading

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_ARCHIVE = Reader("archive", 1)
_OPENED = (Outcome.ADDED, Outcome.CONTAINER)

# Studies of a batch by id and by the person a slice names: the study's row, and whose it is.
Met = dict[tuple[str, PersonRead], tuple[int, Identity]]


def commit(library: Library, intake_id: int, batch: Sequence[Taken]) -> None:
    """Make a batch part of the library. Runs on the writer lane."""
    library.originals.adopt(taken.staged for taken in batch if taken.staged is not None and taken.kept)
    content = {"intake": intake_id, "files": [to_plain(taken.found) for taken in batch]}
    with library.noting("files", content) as db:
        write_rows(db, sources.patient(db), intake_id, batch)


def write_rows(db: Database, patient: Patient, intake_id: int, batch: Sequence[Taken]) -> None:
    """Note each file of a batch, and a record for each new original, in the caller's transaction."""
    met: Met = {}
    for taken in batch:
        found, here = taken.found, None
        if found.fingerprint is not None:
            here = sources.find_original(db, found.fingerprint.sha256)
        if found.outer is not None and found.fingerprint is not None:
            enclosed.note(db, found.outer, found.fingerprint)
        original_id = here.id if here else None
        if here is None and taken.kept:
            original_id, identity = _add(db, patient, met, found, *taken.kept)
            found = _settled(found, identity)
        elif here is not None and here.condition is Condition.LOCKED and found.outcome in _OPENED:
            found = _unlock(db, patient, here, taken)
        elif here is not None and found.outcome is Outcome.ADDED:
            found = replace(found, outcome=Outcome.ALREADY_HERE, reason_code="already_here")
        sources.add_found(db, intake_id, found, original_id)


def _unlock(db: Database, patient: Patient, here: Original, taken: Taken) -> FoundFile:
    """A locked file a password has opened: it is read in place of what stood for it, and stays the same record."""
    if not taken.kept:  # an archive: what was in it came in on its own
        sources.renew_original(db, here.id, Reading(here.format, _ARCHIVE, Condition.KEPT, "archive_unlocked"))
        return taken.found
    fingerprint, reading, found_in_it = taken.kept
    sources.renew_original(db, here.id, reading)
    part = FilePart(taken.found.name, fingerprint, reading.format)
    identity = put_documents(db, patient, here.id, part, reading.condition, reading.page_count, found_in_it)
    want_pictures_read(db, fingerprint, reading)
    return _settled(replace(taken.found, reason_code="unlocked"), identity)


def _settled(found: FoundFile, identity: Identity) -> FoundFile:
    if found.outcome is Outcome.ADDED and identity is Identity.DIFFERS:
        return replace(found, outcome=Outcome.SET_ASIDE, reason_code="other_person")
    return found


def _add(
    db: Database,
    patient: Patient,
    met: Met,
    found: FoundFile,
    fingerprint: Fingerprint,
    reading: Reading,
    found_in_it: Sequence[Document],
) -> tuple[int, Identity]:
    original_id = sources.add_original(db, fingerprint, reading)
    part = FilePart(found.name, fingerprint, reading.format)
    instance = reading.instance
    if instance is not None and instance.study_instance_uid:
        identity = _add_instance(db, patient, met, original_id, part, instance)
    else:
        identity = put_documents(db, patient, original_id, part, reading.condition, reading.page_count, found_in_it)
        want_pictures_read(db, fingerprint, reading)
    return original_id, identity


def put_documents(
    db: Database,
    patient: Patient,
    original_id: int,
    part: FilePart,
    condition: Condition,
    page_count: int | None,
    found_in_it: Sequence[Document],
) -> Identity:
    """Put a record for each document of a file; DIFFERS when every one of them names somebody else, else UNKNOWN.

    Records that stood for other pages of the file give way; where a person has touched one, all stay as they are.
    """
    wanted: dict[str, Document] = {
        ids.document_id(part.fingerprint, each.first_page, each.last_page): each for each in found_in_it
    }
    if documents.is_touched(db, original_id):
        wanted = {record: found for record, found in wanted.items() if documents.exists(db, record)}
    else:
        documents.give_way(db, original_id, wanted)
    identities = set[Identity]()
    for record_id, found in wanted.items():
        judged = judge.judge(patient, found.recognition, condition, file=part.fingerprint.sha256)
        row = documents.put(db, record_id, judged, found.pages or page_count)
        span = replace(part, first_page=found.first_page, last_page=found.last_page)
        documents.link(db, row, original_id, span, 0)
        clinical.put(db, row, found.facts, part.fingerprint.sha256)
        labs.put(db, row, found.labs, part.fingerprint.sha256)
        identities.add(judged.identity)
    return Identity.DIFFERS if identities == {Identity.DIFFERS} else Identity.UNKNOWN


def want_pictures_read(db: Database, fingerprint: Fingerprint, reading: Reading) -> None:
    """Leave a job where pages are pictures nobody has read."""
    if any(page.picture_only and not page.from_ocr for page in reading.pages):
        jobs.want(db, fingerprint.sha256, OCR)


def _add_instance(
    db: Database, patient: Patient, met: Met, original_id: int, part: FilePart, instance: InstanceRead
) -> Identity:
    """Put a DICOM instance into its study."""
    key = ids.study_id(instance), instance.person
    here = met.get(key)
    if here is None:
        record_id = key[0] if imaging.is_of(db, key[0], instance) else ids.study_id_of_another(instance)
        here = met[key] = _study(db, patient, record_id, instance)
    row, identity = here
    documents.link(db, row, original_id, part, instance.instance_number or 0)
    imaging.add_instance(db, row, original_id, instance)
    return identity


def _study(db: Database, patient: Patient, record_id: str, instance: InstanceRead) -> tuple[int, Identity]:
    """The study's row and whose it is. One met for the first time is named properly by the group job."""
    jobs.want(db, record_id, jobs.GROUP)
    identity, _ = compare(patient, instance.person)
    if documents.exists(db, record_id):
        return documents.row_of(db, record_id), identity
    provisional = Recognition(Kind.IMAGING_STUDY, 0.0, person=instance.person)
    judged: Judged = judge.judge(patient, provisional, Condition.READ, study_uid=instance.study_instance_uid)
    return documents.put(db, record_id, judged, None), identity
