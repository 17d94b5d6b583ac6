"""Reading again, behind everything else, what an earlier program read: old libraries come to say as much as new.

Which files wait is in the catalogue (`job`), so that quitting loses a file at most. What a person decided stays, as
with any reading again; and a file that cannot be read now, or asks for a password, keeps what was read before.
"""

from __future__ import annotations

from functools import partial

from recordkeeper.catalogue import pictures, renewals, sources
from recordkeeper.catalogue.sources import KeptFile
from recordkeeper.intake import group, read, reread
from recordkeeper.intake.told import join_told
from recordkeeper.library.folder import Library
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.place_names import PlaceNames
from recordkeeper.records.document import Document
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.reading import Condition, Reading
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import WorkerFailure
from recordkeeper.work.progress import CancelToken, Progress


def renew(
    library: Library, lanes: Lanes | InlineLanes, rules: ImagingRules, *, progress: Progress, cancel: CancelToken
) -> int:
    """Read every file that waits, one after the other; returns how many records say something else now.

    Cancelled when stopped: what is done stays, the rest waits on.
    """
    files = renewals.waiting(library.catalogue.reader())
    if not files:
        return 0
    progress.begin("reread", len(files))
    readers = read.Readers(lanes.workers, library.patient.country, library.passwords.known())
    changed = 0
    try:
        for file in files:
            cancel.check()
            changed += _renew(library, lanes, rules.places, readers, file, cancel)
            progress.step()
    finally:
        lanes.writer.submit(group.group_waiting, library.catalogue.writer, rules).result()
        lanes.writer.submit(join_told, library.catalogue.writer, rules.places).result()
    return changed


def _renew(
    library: Library,
    lanes: Lanes | InlineLanes,
    places: PlaceNames,
    readers: read.Readers,
    file: KeptFile,
    cancel: CancelToken,
) -> int:
    try:
        with library.originals.lend(file.fingerprint) as path:
            answer = readers.ask(path, file.name, file.fingerprint.size)
            readers.send()  # one at a time: a page somebody wants to see is never far behind
            reading, found = reread.awaited(answer, cancel)
    except PlaceProblem:  # told by `check`, and read when it is back
        return 0
    before = pictures.read_before(library.catalogue.reader(), file.fingerprint.sha256)
    try:
        reading, found = reread.with_pictures(library, lanes, reading, found, before)
    except WorkerFailure:  # what was made of its pictures before stays
        lanes.writer.submit(_done, library, file).result()
        return 0
    return lanes.writer.submit(partial(_settle, library, places, file, reading, found)).result()


def _done(library: Library, file: KeptFile) -> None:
    with library.catalogue.writer.atomic():
        renewals.done(library.catalogue.writer, file)


def _settle(
    library: Library, places: PlaceNames, file: KeptFile, reading: Reading, found: tuple[Document, ...]
) -> int:
    db = library.catalogue.writer
    here = sources.find_original(db, file.fingerprint.sha256)
    with db.atomic():
        if reading.condition is not Condition.LOCKED:
            renewals.done(db, file)
        if here is None or (here.condition is Condition.READ and reading.condition is not Condition.READ):
            return 0
        return reread.settle(db, places, file, reading, found)
