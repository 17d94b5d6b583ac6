"""Comparing what is new with everything else: the same text twice, and what belongs together.

Runs once records are settled, and again whenever what holds of one has changed. All of it can be made anew from
the catalogue; killed in between, it goes on where it was.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import documents, relatives, traces
from recordkeeper.catalogue.traces import Untraced
from recordkeeper.intake.parts import recognise_parts
from recordkeeper.intake.whose import settle
from recordkeeper.library.folder import Library
from recordkeeper.records.belonging import PAIRED_KINDS, TRACE_VERSION, Pairing, Trace, Twinship
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import WorkerFailure
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS_A_TRACE = 60.0
_SECONDS_COMPARING = 600.0  # fifty thousand records on a slow machine
_TOGETHER = 200  # pairs judged by one call, traces kept in one transaction
_LISTEN_SECONDS = 0.1
_MOST_ROUNDS = 3
_NO_TRACE = Trace(b"", ())


class Belonging:
    """One run. Build one a run; `run` blocks, `cancel` stops it between two calls to a worker."""

    def __init__(
        self, library: Library, lanes: Lanes | InlineLanes, *, progress: Progress, cancel: CancelToken
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._progress = progress
        self._cancel = cancel

    def run(self) -> bool:
        """Trace, compare and pair what waits; returns whether anything did.

        Cancelled when stopped: what is done stays, the rest waits.
        """
        db = self._library.catalogue.reader()
        for done in range(_MOST_ROUNDS):  # changes may come in meanwhile; the next run answers those after the last
            if not (asked := traces.asked(db)):
                return done > 0
            self._trace(traces.untraced(db, TRACE_VERSION))
            self._compare()
            self._write(relatives.choose_shown)
            self._pair()
            self._write(functools.partial(traces.done, answered=asked))
        return True

    def _trace(self, waiting: Sequence[Untraced]) -> None:
        self._progress.begin("belong", len(waiting))
        under_way: deque[tuple[str, Future[Frame]]] = deque()
        made: list[tuple[str, Trace]] = []
        try:
            for document in waiting:
                under_way.append((document.id, self._ask("trace", self._traced_from(document), _SECONDS_A_TRACE)))
                if len(under_way) > 2 * max(self._lanes.workers.slots, 1):
                    made = self._keep([*made, self._traced(*under_way.popleft())])
            made += [self._traced(*each) for each in under_way]
        finally:
            for _, asked in under_way:
                asked.cancel()
        self._keep(made, at_least=1)

    def _traced_from(self, document: Untraced) -> dict[str, Any]:
        pages = documents.pages(self._library.catalogue.reader(), document.id)
        return {
            "texts": [[page.page, page.text] for page in pages],
            "kind": document.kind,
            "title": document.title,
            "dates": [to_plain(each) for each in document.dates],
            "country": self._library.patient.country,
        }

    def _traced(self, record: str, asked: Future[Frame]) -> tuple[str, Trace]:
        """A text the worker fails at is compared with nothing, and costs nothing else."""
        try:
            header = self._answer(asked).header
        except WorkerFailure:
            return record, _NO_TRACE
        finally:
            self._progress.step()
        return record, from_plain(Trace, header)

    def _keep(self, made: list[tuple[str, Trace]], at_least: int = _TOGETHER) -> list[tuple[str, Trace]]:
        """Settle traces once there are enough; returns those that still wait."""
        if len(made) < at_least:
            return made
        self._write(lambda db: traces.put(db, made, TRACE_VERSION))
        return []

    def _compare(self) -> None:
        """Judge every pair that may hold one text and has a side that is new."""
        filed, fresh = traces.filed(self._library.catalogue.reader())
        if not fresh:
            return
        asked = self._ask("near", {"filed": filed, "fresh": fresh}, _SECONDS_COMPARING)
        pairs = self._answer(asked).header["pairs"]
        batches = (pairs[at : at + _TOGETHER] for at in range(0, len(pairs), _TOGETHER))
        found = [each for batch in batches for each in self._judged(batch)]
        self._write(lambda db: traces.put_twins(db, fresh, found))

    def _judged(self, pairs: Sequence[Sequence[str]]) -> Iterable[Twinship]:
        db = self._library.catalogue.reader()
        known = traces.twin_candidates(db, {record for pair in pairs for record in pair})
        args = {"records": [to_plain(each) for each in known.values()], "pairs": list(pairs)}
        answer = self._answer(self._ask("twins", args, _SECONDS_COMPARING))
        return [from_plain(Twinship, each) for each in answer.header["found"]]

    def _pair(self) -> None:
        people = traces.pair_candidates(self._library.catalogue.reader(), PAIRED_KINDS)
        args = {"people": [[to_plain(each) for each in records] for records in people]}
        answer = self._answer(self._ask("pair", args, _SECONDS_COMPARING))
        found = [from_plain(Pairing, each) for each in answer.header["found"]]
        self._write(lambda db: traces.put_pairings(db, found))

    def _ask(self, task: str, args: dict[str, Any], deadline: float) -> Future[Frame]:
        self._cancel.check()
        return self._lanes.workers.submit(task, args, deadline=deadline)

    def _answer(self, asked: Future[Frame]) -> Frame:
        while not wait((asked,), timeout=_LISTEN_SECONDS).done:
            self._cancel.check()
        return asked.result()

    def _write(self, act: Callable[[Database], None]) -> None:
        self._lanes.writer.submit(_in_one, self._library, act).result()


def belong(library: Library, lanes: Lanes | InlineLanes, *, progress: Progress, cancel: CancelToken) -> bool:
    """Find what belongs together among all records; returns whether anything had changed. Cancelled if stopped."""
    recognise_parts(library, lanes, cancel)
    lanes.writer.submit(settle, library).result()
    return Belonging(library, lanes, progress=progress, cancel=cancel).run()


def _in_one(library: Library, act: Callable[[Database], None]) -> None:
    db = library.catalogue.writer
    with db.atomic():
        act(db)
