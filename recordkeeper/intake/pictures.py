"""Reading the pages that are pictures: page by page, in worker processes behind everything else.

Each page is settled as it is read, so that quitting loses a page at most; when the last one of a file is in, the
file is recognised again with what they say. Which files wait is in the catalogue (`job`), and a rebuilt catalogue
asks for them anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field

from recordkeeper.catalogue import jobs, pictures, sources
from recordkeeper.catalogue.pictures import OCR, PictureFile, ReadBefore
from recordkeeper.intake import read
from recordkeeper.intake.belong import belong
from recordkeeper.intake.commit import put_documents
from recordkeeper.intake.reread import reread_waiting
from recordkeeper.library.folder import Library
from recordkeeper.records.document import Document, FilePart
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.kinds import Identity
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import Condition, PageText
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import WorkerFailure
from recordkeeper.work.progress import CancelToken, Progress

_SECONDS_A_PAGE = 120.0  # a large photo on a slow machine
_SECONDS_RECOGNISING = 60.0
_LISTEN_SECONDS = 0.1


@dataclass(slots=True)
class _Open:
    """A file being read: its path is lent as long as pages of it are under way."""

    file: PictureFile
    lent: ExitStack
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = len(self.file.pages)


class PictureReader:
    """One run over everything that waits. Build one a run; `run` blocks, `cancel` stops it between pages."""

    def __init__(
        self, library: Library, lanes: Lanes | InlineLanes, *, progress: Progress, cancel: CancelToken
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._progress = progress
        self._cancel = cancel
        self._under_way: deque[tuple[_Open, int, Future[Frame]]] = deque()
        self._window = 2 * max(lanes.ocr.slots, 1)

    def run(self) -> None:
        """Read every waiting page. Cancelled when stopped: what is read stays, the rest waits on."""
        db = self._library.catalogue.reader()
        names = jobs.waiting(db, OCR)
        if not names:
            return
        self._progress.begin("ocr", pictures.count_waiting(db))
        try:
            for file in self._files(names):
                self._start(file)
            while self._under_way:
                self._finish_oldest()
        finally:
            for opened, _, asked in self._under_way:
                asked.cancel()
                opened.lent.close()

    def _files(self, names: tuple[str, ...]) -> Iterator[PictureFile]:
        for sha256 in names:
            file = pictures.waiting(self._library.catalogue.reader(), sha256)
            if file is None:
                self._on_writer_done(sha256)
            else:
                yield file

    def _start(self, file: PictureFile) -> None:
        self._cancel.check()
        opened = _Open(file, ExitStack())
        try:
            path = opened.lent.enter_context(self._library.originals.lend(file.fingerprint))
        except PlaceProblem:  # an original that is gone is told by the library's check, and waits until it is back
            return
        if not file.pages:
            self._settle_file(opened)
        for page in file.pages:
            while len(self._under_way) >= self._window:
                self._finish_oldest()
            passwords = self._library.passwords.known()
            args = {"path": str(path), "format": file.format, "page": page, "passwords": passwords}
            asked = self._lanes.ocr.submit("ocr", args, deadline=_SECONDS_A_PAGE)
            self._under_way.append((opened, page, asked))

    def _finish_oldest(self) -> None:
        opened, _, asked = self._under_way[0]
        self._listen(asked)
        self._under_way.popleft()
        self._put(opened.file, asked)
        opened.left -= 1
        self._progress.step()
        if not opened.left:
            self._settle_file(opened)

    def _listen(self, asked: Future[Frame]) -> None:
        """Wait for a worker; Cancelled as soon as somebody asks to stop."""
        while not wait((asked,), timeout=_LISTEN_SECONDS).done:
            self._cancel.check()
        self._cancel.check()

    def _put(self, file: PictureFile, asked: Future[Frame]) -> None:
        """The words of a page. One that the reader fails at stays a picture, and costs nothing else."""
        try:
            page = from_plain(PageText, asked.result().header)
        except WorkerFailure:
            return
        self._lanes.writer.submit(_put_page, self._library, file.fingerprint.sha256, page).result()

    def _settle_file(self, opened: _Open) -> None:
        opened.lent.close()
        sha256 = opened.file.fingerprint.sha256
        before = pictures.read_before(self._library.catalogue.reader(), sha256)
        args = {
            "pages": [to_plain(page) for page in before.pages],
            "format": before.format,
            "title": before.title,
            "country": self._library.patient.country,
        }
        try:
            asked = self._lanes.ocr.submit("recognise", args, deadline=_SECONDS_RECOGNISING)
            self._listen(asked)
            found = read.documents_of(asked.result().header)
        except WorkerFailure:  # the words are there to be searched; a person says what they are
            self._on_writer_done(sha256)
            return
        self._lanes.writer.submit(_put_documents, self._library, opened.file, before, found).result()

    def _on_writer_done(self, sha256: str) -> None:
        self._lanes.writer.submit(_done, self._library, sha256).result()


def read_pictures(library: Library, lanes: Lanes | InlineLanes, *, progress: Progress, cancel: CancelToken) -> None:
    """Read every page that waits, and files from before results were read; compare what they turned out to be.

    Cancelled when stopped.
    """
    PictureReader(library, lanes, progress=progress, cancel=cancel).run()
    reread_waiting(library, lanes, progress=progress, cancel=cancel)
    belong(library, lanes, progress=progress, cancel=cancel)


def _put_page(library: Library, sha256: str, page: PageText) -> None:
    db = library.catalogue.writer
    with db.atomic():
        pictures.put(db, sha256, page)


def _put_documents(library: Library, file: PictureFile, before: ReadBefore, found: Sequence[Document]) -> None:
    """Lay what is known now under the records, and let the receipt follow where they name somebody else."""
    db, sha256 = library.catalogue.writer, file.fingerprint.sha256
    with db.atomic():
        part = FilePart(before.name, file.fingerprint, before.format)
        patient = sources.patient(db)
        identity = put_documents(db, patient, before.original_id, part, Condition.READ, before.page_count, found)
        if identity is Identity.DIFFERS:
            sources.set_aside(db, sha256)
        jobs.done(db, sha256, OCR)


def _done(library: Library, sha256: str) -> None:
    db = library.catalogue.writer
    with db.atomic():
        jobs.done(db, sha256, OCR)
