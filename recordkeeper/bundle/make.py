"""A bundle from beginning to end: made beside its place under an unfinished name, verified, then renamed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from recordkeeper.bundle import ledger
from recordkeeper.bundle.fhir import Coding
from recordkeeper.bundle.fill import Kit, Problem, fill
from recordkeeper.bundle.layout import DISC, FOLDER
from recordkeeper.bundle.packed_check import by_worker, plain_zip
from recordkeeper.bundle.papers import Occasion
from recordkeeper.bundle.place import (
    ENDINGS,
    default_name,
    final_place,
    give_its_name,
    imaged,
    make_durable,
    shown,
    take_back,
    unfinished,
    zipped,
)
from recordkeeper.bundle.plan import Request, Sections, plan
from recordkeeper.bundle.verify import Check, verify
from recordkeeper.library.folder import Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.reading import Format
from recordkeeper.wording.words import Words
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress

LAYOUTS = {"folder": FOLDER, "zip": FOLDER, "disc": DISC, "iso": DISC}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished bundle, verified and noted in the ledger."""

    entry: LedgerEntry
    problems: tuple[Problem, ...]
    checks: tuple[Check, ...]


class Maker:
    """Makes bundles from one library. `rules` is resources/bundle."""

    def __init__(
        self,
        library: Library,
        lanes: Lanes | InlineLanes,
        makers: Workers,
        rules: Path,
        words: Words,
        *,
        program: str,
        progress: Progress,
        cancel: CancelToken,
    ) -> None:
        self._library = library
        self._lanes = lanes
        sections, coding = Sections.load(rules / "sections.toml"), Coding.load(rules / "fhir.toml")
        self._kit = Kit(library, makers, sections, coding, words, progress, cancel)
        self._program = program

    def _finish(self, staged: Path, shape: str, sums: Mapping[str, str]) -> tuple[Path, tuple[Check, ...]]:
        """The bundle as it will lie there, and its checks: one file is held against the checked folder."""
        workers, cancel = self._lanes.workers, self._kit.cancel
        if shape not in ENDINGS:
            make_durable(staged)
            return staged, verify(staged, workers, self._kit.progress)
        checks = verify(staged, workers, self._kit.progress)
        finished = zipped(staged, cancel) if shape == "zip" else imaged(staged, cancel)
        make_durable(finished)
        packed = plain_zip(finished, sums) if shape == "zip" else by_worker(finished, Format.ISO, sums, workers)
        return finished, (*checks, packed)

    def make(self, dest: Path, request: Request, *, shape: str = "folder") -> Made:
        """Make the bundle at `dest` (inside it, when it is a folder that exists).

        PlaceProblem when the place refuses or something with that name is there. On any failure nothing is left
        under a finished name.
        """
        now = dt.datetime.now(dt.UTC)
        today = PartialDate.of(dt.datetime.now().astimezone().date())
        occasion = Occasion(self._library.patient, today, uuid4().hex[:12], self._program, LAYOUTS[shape])
        the_plan = plan(self._library.catalogue.reader(), request, self._kit.sections)
        place = final_place(dest, default_name(occasion.patient.name, today, self._kit.words), shape)
        if place.resolve().is_relative_to(self._library.folder.resolve()):
            raise PlaceProblem("place_in_library", place=str(place))
        with unfinished(place) as staged:
            filled = fill(self._kit, staged, the_plan, occasion, now.isoformat(timespec="seconds"))
            finished, checks = self._finish(staged, shape, filled.sums)
            if not all(check.ok for check in checks):
                raise PlaceProblem("bundle_not_sound", checks=", ".join(c.check for c in checks if not c.ok))
            give_its_name(finished, place)
        entry = LedgerEntry(
            made=now.isoformat(timespec="seconds"),
            path=shown(place),
            shape=shape,
            recipient=request.recipient,
            manifest_sha256=filled.manifest_sha256,
            counts=filled.counts,
            records=tuple(r.id for r in (*(d.record for d in filled.plan.documents), *filled.plan.studies)),
        )
        try:
            noted = self._lanes.writer.submit(ledger.note, self._library, entry).result()
        except BaseException:
            take_back(place)
            raise
        return Made(noted, filled.problems, checks)
