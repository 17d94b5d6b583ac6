"""Bringing a source in: walk → copy and hash once → read in workers → settle in batches → group.

Bounded at every step, so that twenty thousand files need no more memory than two hundred. Killed at any moment
and started again, it goes on: what a batch has settled stays settled, what it has not is met again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from typing import Any

from recordkeeper.catalogue import sources
from recordkeeper.intake import group, met_before, read
from recordkeeper.intake.arrivals import Arrival, Taken
from recordkeeper.intake.commit import commit
from recordkeeper.intake.derived import DerivedPictures
from recordkeeper.intake.opening import DEEPEST_ARCHIVE, is_opened, keep_too, unopened
from recordkeeper.intake.told import join_told
from recordkeeper.intake.unpack import Room, Unopened, unpack
from recordkeeper.intake.walk import Met, walk
from recordkeeper.intake.whose import settle
from recordkeeper.library.folder import Library
from recordkeeper.library.originals import SourceGone, Staged
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.records.intake import FoundFile, Intake
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.reading import ARCHIVES, Condition, Format
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import Cancelled, CancelToken, Progress

_BATCH_FILES = 125
_BATCH_PAGES = 2000  # with their words some 20 KB each; bounds what waits in memory
_BATCH_SECONDS = 1.0
_LISTEN_SECONDS = 0.1  # how long a slow file may keep us from hearing that we are to stop

_OUTCOMES = {
    Condition.READ: Outcome.ADDED,
    Condition.KEPT: Outcome.ADDED,
    Condition.LOCKED: Outcome.LOCKED,
    Condition.UNREADABLE: Outcome.UNREADABLE,
    Condition.NOT_A_RECORD: Outcome.NOT_RECORDS,
    Condition.CONTAINER: Outcome.CONTAINER,
}
# What the walk, the copy or an archive refused to give, where that is not simply "could not be read".
_REFUSED = {
    "special_file": Outcome.NOT_RECORDS,
    "own_library": Outcome.NOT_RECORDS,
    "link_to_folder": Outcome.NOT_RECORDS,
    "member_link": Outcome.NOT_RECORDS,
    "member_locked": Outcome.LOCKED,
}


class River:
    """One run of adding. Build one a run; `run` blocks until all is settled, or `cancel` is used."""

    def __init__(
        self,
        library: Library,
        lanes: Lanes | InlineLanes,
        rules: ImagingRules,
        *,
        progress: Progress,
        cancel: CancelToken,
        seconds: float = read.SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._rules = rules
        self._progress = progress
        self._cancel = cancel
        self._clock = clock
        self._passwords = library.passwords.known()
        country = library.patient.country
        self._readers = read.Readers(lanes.workers, country, self._passwords, seconds=seconds)
        self._known = sources.known_sums(library.catalogue.reader())  # this run alone adds to them, and notes fates
        self._fate: dict[str, FoundFile | None] = {}  # what became of the contents this run has met
        self._archives: dict[str, Format] = {}  # those of them whose members are listed each time they are met
        self._room = Room(0)  # for what comes out of the file at hand, however deep it lies
        self._copying: deque[tuple[Met, Future[Arrival]]] = deque()
        self._reading: deque[tuple[Arrival, Future[Frame] | Taken | None]] = deque()
        self._batch: list[Taken] = []
        self._batch_pages = 0
        self._batch_begun = clock()
        self._committing: Future[None] | None = None
        self._window = 32 * max(lanes.workers.slots, 1)
        self._derived = DerivedPictures(library.originals, lanes.workers)

    def run(self, intake: Intake, arrivals: Iterable[Arrival] = ()) -> None:
        """Bring in the sources of `intake`, and `arrivals`, which are in staging already.

        Cancelled when stopped, with everything finished so far settled.
        """
        settled = sources.settled(self._library.catalogue.reader(), intake.id)
        met = [m for m in walk(intake.sources) if settled.get(m.shown) != (m.size, m.modified_ns)]
        self._progress.begin("add", len(met))
        try:
            for file in met:
                self._cancel.check()
                self._copying.append((file, self._lanes.copiers.submit(self._stage, file)))
                self._flow(intake.id, leave=self._window)
            for arrival in arrivals:
                self._received(arrival)
                self._flow(intake.id, leave=self._window)
            self._flow(intake.id, leave=0)
            self._settle_derived(intake.id)
        except Cancelled:
            for _, copied in self._copying:
                copied.cancel()
            raise
        finally:
            self._derived.drop()
            self._settle(intake.id)
            self._wait_for_commit()
            self._lanes.writer.submit(group.group_waiting, self._library.catalogue.writer, self._rules).result()
            self._lanes.writer.submit(join_told, self._library.catalogue.writer, self._rules.places).result()
            self._lanes.writer.submit(settle, self._library).result()

    def _stage(self, met: Met) -> Arrival:
        """On a copier: the file into staging, read once."""
        arrival = Arrival(met.shown, met.name, met.inside, met.size, met.modified_ns, reason_code=met.reason_code)
        if met.reason_code:
            return arrival
        try:
            with open(met.path, "rb", buffering=0) as source:  # noqa: PTH123 - keeps undecodable bytes
                staged = self._library.originals.stage(source, self._cancel.check)
        except (SourceGone, OSError):
            return replace(arrival, reason_code="not_readable")
        return replace(arrival, staged=staged, size=met.size)

    def _flow(self, intake_id: int, leave: int) -> None:
        """Move files on until at most `leave` are being copied and `leave` being read."""
        while len(self._copying) > leave:
            _, copied = self._copying.popleft()
            self._wait_for(copied)
            self._received(copied.result())
            while len(self._reading) > leave:
                self._read(intake_id)
        while len(self._reading) > leave:
            self._read(intake_id)

    def _received(self, arrival: Arrival) -> None:
        """A file is in staging: met before, or off to a reader."""
        staged = arrival.staged
        if staged is None:
            self._reading.append((arrival, _refused(arrival)))
        elif staged.fingerprint.sha256 in self._fate:
            self._reading.append((arrival, None))
        elif known := self._kept(staged):
            self._reading.append((arrival, Taken(arrival.found(Outcome.ALREADY_HERE, "already_here"), staged)))
            self._reading += met_before.inside(self._library.catalogue.reader(), known.id, arrival)
        else:
            self._fate[staged.fingerprint.sha256] = None
            asked = self._readers.ask(staged.path, arrival.inside, staged.fingerprint.size)
            self._reading.append((arrival, asked))

    def _kept(self, staged: Staged) -> sources.Original | None:
        """What is here already, if nothing more can come of it. A kept archive is opened again each time."""
        if staged.fingerprint.sha256 not in self._known:
            return None
        known = sources.find_original(self._library.catalogue.reader(), staged.fingerprint.sha256)
        if known is None or not self._library.originals.holds(staged.fingerprint):
            return None
        if known.format is Format.DICOM:
            self._derived.note_scan(staged.fingerprint)
        if known.condition is Condition.LOCKED:
            return None if self._passwords else known
        return None if known.format in ARCHIVES and known.condition is Condition.KEPT else known

    def _read(self, intake_id: int) -> None:
        """The oldest file being read is done: into the batch, or opened if it holds other files."""
        self._cancel.check()
        arrival, asked = self._reading.popleft()
        if arrival.depth == 0:
            self._progress.step()
        if isinstance(asked, Taken):
            taken = asked
        elif asked is None:
            taken = self._again(arrival)
        else:
            taken = self._first_time(arrival, asked)
        # What was inside is settled first: killed in between, the file is met again and opened again.
        self._add(intake_id, self._opened(intake_id, arrival, taken) if taken.opens else taken)

    def _first_time(self, arrival: Arrival, asked: Future[Frame]) -> Taken:
        assert arrival.staged is not None
        if not asked.done():
            self._readers.send()
        self._wait_for(asked)
        reading, found_in_it = read.finish(asked)
        if reading.condition is Condition.CONTAINER and arrival.depth > DEEPEST_ARCHIVE:
            reading = replace(reading, condition=Condition.KEPT, reason_code="nested_too_deep")
        outcome = _OUTCOMES[reading.condition]
        found = arrival.found(outcome, reading.reason_code, reading.detail)
        kept = outcome not in (Outcome.NOT_RECORDS, Outcome.CONTAINER)
        opens = reading.format if is_opened(reading, arrival.depth) else None
        taken = Taken(found, arrival.staged, opens=opens)
        if kept:
            taken = replace(taken, reading=reading, documents=found_in_it)
        self._fate[arrival.staged.fingerprint.sha256] = found
        if reading.instance is not None:
            self._derived.note_scan(arrival.staged.fingerprint)
        if outcome is Outcome.CONTAINER:
            self._archives[arrival.staged.fingerprint.sha256] = reading.format
        return taken

    def _wait_for(self, work: Future[Any]) -> None:
        """Until it is done; Cancelled at once when we are to stop, however slow the disc or the reader."""
        while not work.done() and not wait((work,), timeout=_LISTEN_SECONDS).done:
            self._cancel.check()

    def _again(self, arrival: Arrival) -> Taken:
        """The same content met earlier in this run: its fate is known by now, as files flow in order."""
        assert arrival.staged is not None
        first = self._fate[arrival.staged.fingerprint.sha256]
        outcome = first.outcome if first is not None else Outcome.ALREADY_HERE
        if first is not None and outcome in (Outcome.NOT_RECORDS, Outcome.CONTAINER):
            opens = self._archives.get(arrival.staged.fingerprint.sha256)
            return Taken(arrival.found(outcome, first.reason_code, first.detail), arrival.staged, opens=opens)
        return Taken(arrival.found(Outcome.ALREADY_HERE, "already_here"), arrival.staged)

    def _opened(self, intake_id: int, outer: Arrival, opened: Taken) -> Taken:
        """Let what is inside flow like files, and return the outer file's account, to be settled after them."""
        assert outer.staged is not None
        assert opened.opens is not None
        workers, originals, check = self._lanes.workers, self._library.originals, self._cancel.check
        if outer.depth == 0:
            self._room = Room(outer.size)
        try:
            members = unpack(workers, originals, outer, opened.opens, self._passwords, self._room, check)
        except Unopened as refused:
            return unopened(outer, opened, refused.reason_code)
        waiting, self._reading = self._reading, deque()
        for member in members:
            self._received(member)
            while len(self._reading) > self._window:
                self._read(intake_id)
        while self._reading:
            self._read(intake_id)
        self._reading = waiting
        withheld = any(_refused(m).found.outcome is not Outcome.NOT_RECORDS for m in members if m.staged is None)
        return keep_too(opened) if withheld and opened.reading is None else opened

    def _settle_derived(self, intake_id: int) -> None:
        """What waited for the scans of this run, now that they are all originals."""
        self._settle(intake_id)
        self._wait_for_commit()
        for taken in self._derived.settle(self._cancel.check):
            self._put(intake_id, taken)

    def _add(self, intake_id: int, taken: Taken) -> None:
        if not self._derived.holds(taken):
            self._put(intake_id, taken)

    def _put(self, intake_id: int, taken: Taken) -> None:
        if taken.staged is not None and not taken.kept:
            self._library.originals.drop(taken.staged)
        self._batch.append(taken)
        self._batch_pages += len(taken.reading.pages) if taken.reading else 0
        due = self._clock() - self._batch_begun >= _BATCH_SECONDS
        if len(self._batch) >= _BATCH_FILES or self._batch_pages >= _BATCH_PAGES or due:
            self._settle(intake_id)

    def _settle(self, intake_id: int) -> None:
        """Hand the batch to the writer; one batch at a time is under way."""
        self._wait_for_commit()
        if self._batch:
            self._committing = self._lanes.writer.submit(commit, self._library, intake_id, tuple(self._batch))
        self._batch = []
        self._batch_pages = 0
        self._batch_begun = self._clock()

    def _wait_for_commit(self) -> None:
        committing, self._committing = self._committing, None
        if committing is not None:
            committing.result()


def _refused(arrival: Arrival) -> Taken:
    """A file the walk or the copy could not take."""
    outcome = _REFUSED.get(arrival.reason_code, Outcome.UNREADABLE)
    return Taken(arrival.found(outcome, arrival.reason_code))


def still_pending(library: Library, intake: Intake) -> tuple[Taken, ...]:
    """The files of a stopped intake that were met but not settled."""
    settled = sources.settled(library.catalogue.reader(), intake.id)
    return tuple(
        Taken(Arrival(m.shown, m.name, m.inside, m.size, m.modified_ns).found(Outcome.PENDING, "stopped"))
        for m in walk(intake.sources)
        if m.shown not in settled
    )


def intake_for(library: Library, paths: Sequence[str], begun: str) -> Intake:
    """The unfinished intake of the same paths, to be gone on with, or a new one."""
    db = library.catalogue.reader()
    for intake in sources.unfinished_intakes(db):
        if intake.sources == tuple(paths):
            return intake
    return Intake(sources.next_intake_id(db), begun, tuple(paths))
