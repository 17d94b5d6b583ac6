"""Pictures a disc's viewer made from the scans beside them: not records of their own, if that can be shown.

A picture without a camera's date waits until the scans of the same run are in and is then compared with them. Only
one that looks like a scan is left out; every other picture is kept. A disc of pictures alone is kept whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from recordkeeper.intake.arrivals import Taken
from recordkeeper.library.originals import Originals
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure, Workers

_MADE_BY_VIEWERS = frozenset({Format.JPEG, Format.PNG, Format.BMP, Format.GIF})
_ALIKE = 0.95  # exports of a slice reach 0.99; a paper or a photo beside a scan stays below 0.8
_MOST = 4000  # pictures and scans compared; the pictures beyond are kept
_SECONDS = 30.0
_LISTEN_SECONDS = 0.1


class DerivedPictures:
    """Those of one run of adding. Built with the run, asked of every file, settled at its end."""

    def __init__(self, originals: Originals, workers: Workers) -> None:
        self._originals = originals
        self._workers = workers
        self._waiting: list[Taken] = []
        self._scans: dict[Fingerprint, None] = {}

    def note_scan(self, fingerprint: Fingerprint) -> None:
        """A DICOM file of this run, new or here already."""
        self._scans[fingerprint] = None

    def holds(self, taken: Taken) -> bool:
        """Take in a picture that may be derived. What others lay in waits with them: it is settled after them."""
        if len(self._waiting) >= _MOST:
            return False
        if _may_be_derived(taken) or (taken.opens is not None and self._waiting):
            self._waiting.append(taken)
            return True
        return False

    def settle(self, check: Callable[[], None]) -> Iterator[Taken]:
        """Everything that waited, in order. The scans are originals by now. Stops where `check` raises."""
        pictures = [taken for taken in self._waiting if _may_be_derived(taken)]
        derived = self._derived(pictures, check) if pictures and self._scans else frozenset()
        for taken in self._waiting:
            yield _as_derived(taken) if id(taken) in derived else taken
        self._waiting = []

    def drop(self) -> None:
        """Forget what waits; the files are met again when the adding goes on."""
        for taken in self._waiting:
            if taken.staged is not None:
                self._originals.drop(taken.staged)
        self._waiting = []

    def _derived(self, pictures: Sequence[Taken], check: Callable[[], None]) -> frozenset[int]:
        paths = [(taken.staged.path, taken.reading.format) for taken in pictures if taken.staged and taken.reading]
        with ExitStack() as lent:
            scans = [(path, Format.DICOM) for path in self._lent(lent)]
            seen = self._signatures(paths, check)
            made_from = [signature for signature in self._signatures(scans, check) if signature]
        asked = {"pictures": seen, "originals": made_from}
        try:
            likeness = self._workers.run("likeness", asked, deadline=_SECONDS).header["likeness"]
        except WorkerFailure:  # then none of them is left out
            return frozenset()
        return frozenset(id(taken) for taken, alike in zip(pictures, likeness, strict=True) if alike >= _ALIKE)

    def _lent(self, lent: ExitStack) -> Iterator[Path]:
        for fingerprint in list(self._scans)[:_MOST]:
            try:
                yield lent.enter_context(self._originals.lend(fingerprint))
            except PlaceProblem:  # a scan that could not be kept
                continue

    def _signatures(self, files: Sequence[tuple[Path, Format]], check: Callable[[], None]) -> list[str]:
        """A signature in hex for each file; nothing where it cannot be painted."""
        found: list[str] = []
        ahead = 4 * max(self._workers.slots, 1)
        asked: list[Future[Frame]] = []
        for at in range(len(files) + ahead):
            check()
            if at < len(files):
                path, form = files[at]
                args = {"path": str(path), "format": form}
                asked.append(self._workers.submit("signature", args, deadline=_SECONDS))
            if at >= ahead:
                found.append(_signature(asked[at - ahead], check))
        return found


def _signature(asked: Future[Frame], check: Callable[[], None]) -> str:
    while not wait((asked,), timeout=_LISTEN_SECONDS).done:
        check()
    try:
        return str(asked.result().header["signature"])
    except WorkerFailure:
        return ""


def _may_be_derived(taken: Taken) -> bool:
    reading = taken.reading
    return (
        taken.found.outcome is Outcome.ADDED
        and reading is not None
        and reading.format in _MADE_BY_VIEWERS
        and not reading.taken
    )


def _as_derived(taken: Taken) -> Taken:
    found = replace(taken.found, outcome=Outcome.NOT_RECORDS, reason_code="derived_picture")
    return Taken(found, taken.staged)
