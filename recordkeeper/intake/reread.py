"""Reading kept files again with today's readers. What a person decided stays, and so do pictures read before."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, imaging, jobs, pictures, sources
from recordkeeper.catalogue.pictures import ReadBefore
from recordkeeper.catalogue.sources import KeptFile
from recordkeeper.intake import group, read
from recordkeeper.intake.commit import put_documents, want_pictures_read
from recordkeeper.intake.told import join_file, join_told
from recordkeeper.library.folder import Library
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.place_names import PlaceNames
from recordkeeper.records.document import Document, FilePart
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.plain import to_plain
from recordkeeper.records.reading import ARCHIVES, Condition, PageText, Reading
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS_RECOGNISING = 60.0
_LISTEN_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Reread:
    """How many files were read again, and how many of their records say something else now."""

    files: int
    changed: int


def reread(
    library: Library,
    lanes: Lanes | InlineLanes,
    rules: ImagingRules,
    records: Sequence[str] | None,
    *,
    progress: Progress,
    cancel: CancelToken,
) -> Reread:
    """Read the files of these records again, or all with None. Cancelled when stopped: what is done stays."""
    db = library.catalogue.reader()
    files = [file for file in sources.kept_files(db, records) if file.format not in ARCHIVES]
    readers = read.Readers(lanes.workers, library.patient.country, library.passwords.known())
    progress.begin("reread", len(files))
    changed = files_read = 0
    under_way: deque[tuple[KeptFile, ExitStack, Future[Frame]]] = deque()
    try:
        for file in files:
            cancel.check()
            lent = ExitStack()
            try:
                path = lent.enter_context(library.originals.lend(file.fingerprint))
            except PlaceProblem:  # told by `check`, and read when it is back
                progress.step()
                continue
            under_way.append((file, lent, readers.ask(path, file.name, file.fingerprint.size)))
            if len(under_way) > 32 * max(lanes.workers.slots, 1):
                changed += _finish(library, lanes, rules, under_way.popleft(), cancel)
                files_read += 1
                progress.step()
        readers.send()
        while under_way:
            changed += _finish(library, lanes, rules, under_way.popleft(), cancel)
            files_read += 1
            progress.step()
    finally:
        for _, lent, asked in under_way:
            asked.cancel()
            lent.close()
        lanes.writer.submit(group.group_waiting, library.catalogue.writer, rules).result()
        lanes.writer.submit(join_told, library.catalogue.writer, rules.places).result()
    return Reread(files_read, changed)


def _finish(
    library: Library,
    lanes: Lanes | InlineLanes,
    rules: ImagingRules,
    asked: tuple[KeptFile, ExitStack, Future[Frame]],
    cancel: CancelToken,
) -> int:
    """Settle one file; returns how many records changed."""
    file, lent, answer = asked
    reading, found = awaited(answer, cancel)
    lent.close()
    if reading.condition is Condition.LOCKED and _was_opened(library, file):
        return 0
    before = pictures.read_before(library.catalogue.reader(), file.fingerprint.sha256)
    reading, found = with_pictures(library, lanes, reading, found, before)
    return lanes.writer.submit(_settle, library, rules.places, file, reading, found).result()


def awaited(answer: Future[Frame], cancel: CancelToken) -> tuple[Reading, tuple[Document, ...]]:
    """What a file says now; Cancelled as soon as somebody asks to stop."""
    while not wait((answer,), timeout=_LISTEN_SECONDS).done:
        cancel.check()
    return read.finish(answer)


def _was_opened(library: Library, file: KeptFile) -> bool:
    """Whether a password nobody kept has opened the file: what was read then is all there is for now."""
    known = sources.find_original(library.catalogue.reader(), file.fingerprint.sha256)
    return known is not None and known.condition is not Condition.LOCKED


def with_pictures(
    library: Library,
    lanes: Lanes | InlineLanes,
    reading: Reading,
    found: tuple[Document, ...],
    before: ReadBefore,
) -> tuple[Reading, tuple[Document, ...]]:
    """The reading with the words of pictures that were read before, and what it means with them."""
    merged = _with_pictures_read_before(reading, before.pages)
    if merged is reading:
        return reading, found
    args = {
        "pages": [to_plain(page) for page in merged.pages],
        "format": merged.format,
        "title": merged.title,
        "country": library.patient.country,
    }
    again = lanes.workers.run("recognise", args, deadline=_SECONDS_RECOGNISING)
    return merged, read.documents_of(again.header) or found


def _with_pictures_read_before(reading: Reading, before: Sequence[PageText]) -> Reading:
    """The reading with the words of pictures that were read before; itself where there are none."""
    read_before = {page.page: page for page in before if page.from_ocr}
    if not any(page.picture_only and page.page in read_before for page in reading.pages):
        return reading
    pages = tuple(read_before.get(page.page, page) if page.picture_only else page for page in reading.pages)
    return replace(reading, pages=pages)


def _settle(
    library: Library, places: PlaceNames, file: KeptFile, reading: Reading, found: Sequence[Document]
) -> int:
    db = library.catalogue.writer
    with db.atomic():
        return settle(db, places, file, reading, found)


def settle(db: Database, places: PlaceNames, file: KeptFile, reading: Reading, found: Sequence[Document]) -> int:
    """Put what is read of a file now in place of what was; returns how many of its records changed."""
    before = documents.read_of_file(db, file.id)
    sources.renew_original(db, file.id, reading)
    instance = reading.instance
    if instance is not None and instance.study_instance_uid:
        imaging.renew_instance(db, file.id, instance)
        if record_id := imaging.study_of(db, file.id):
            jobs.want(db, record_id, jobs.GROUP)
    else:
        part = FilePart(file.name, file.fingerprint, reading.format)
        patient = sources.patient(db)
        put_documents(db, patient, file.id, part, reading.condition, reading.page_count, found)
        want_pictures_read(db, file.fingerprint, reading)
        join_file(db, places, file.id)
    after = documents.read_of_file(db, file.id)
    return len({record for record in before.keys() | after.keys() if before.get(record) != after.get(record)})
