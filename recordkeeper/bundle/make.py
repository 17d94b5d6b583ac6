"""A bundle from beginning to end: made beside its place under an unfinished name, verified, then renamed."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from recordkeeper.bundle import ledger
from recordkeeper.bundle.check_catalogue import agrees_with_catalogue
from recordkeeper.bundle.checks import Check
from recordkeeper.bundle.fhir import Coding
from recordkeeper.bundle.fill import Filled, Problem, fill
from recordkeeper.bundle.finishing import finish
from recordkeeper.bundle.imaging import refuse_changed_scans
from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.locked_papers import fill_locked
from recordkeeper.bundle.nobody_else import left_out, somebody_else
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.parts import share_out
from recordkeeper.bundle.place import (
    default_name,
    final_place,
    give_its_name,
    part_place,
    shown,
    take_back,
    unfinished,
)
from recordkeeper.bundle.plan import Plan, Request, Sections, plan
from recordkeeper.bundle.rehearsal import Rehearsal, rehearse
from recordkeeper.bundle.secret import Secret, hand_out
from recordkeeper.bundle.shapes import LAYOUTS, LOCKED_PDFS, NOT_IN_PARTS, UPLOAD_SHAPE, WITH_PASSPHRASE
from recordkeeper.bundle.titles import title_of
from recordkeeper.bundle.under_way import UnderWay
from recordkeeper.bundle.upload import fill_upload
from recordkeeper.bundle.upload_rule import ANY_UPLOAD, PAPERS_ONLY, UploadRule
from recordkeeper.bundle.verify import size_fits, size_of
from recordkeeper.library.folder import Library
from recordkeeper.library.passphrases import Passphrases, invent
from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.wording.words import Words
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class Made:
    """A finished bundle, verified and noted in the ledger."""

    entry: LedgerEntry
    problems: tuple[Problem, ...]
    checks: tuple[Check, ...]
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """When, in which shape, in parts of how many bytes (0 = not in parts), and by which rule of an upload page."""

    made: str
    shape: str
    part_size: int
    rule: UploadRule = ANY_UPLOAD


@dataclass(frozen=True, slots=True)
class _Ready:
    """A bundle, or a part of one, that is checked and waits for its name."""

    finished: Path
    place: Path
    filled: Filled
    checks: tuple[Check, ...]


class Maker:
    """Makes bundles from one library. `resources` is the folder with bundle/ and rules/."""

    def __init__(
        self,
        library: Library,
        lanes: Lanes | InlineLanes,
        makers: Workers,
        resources: Path,
        words: Words,
        *,
        program: str,
        progress: Progress,
        cancel: CancelToken,
        passphrases: Passphrases | None = None,
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._rules = resources / "bundle"
        sections, coding = Sections.load(self._rules / "sections.toml"), Coding.load(self._rules / "fhir.toml")
        prepare = PrepareRules.load(resources / "rules")
        self._kit = Kit(library, makers, sections, coding, prepare, words, progress, cancel)
        self._program = program
        self._passphrases = passphrases or Passphrases()

    def _refuse_somebody_else(self, the_plan: Plan) -> None:
        """InputProblem "somebody_else" when a record that goes has a page of a person who was set aside."""
        found = somebody_else(self._library.catalogue.reader(), the_plan)
        if found is not None:
            record, name = found
            raise InputProblem("somebody_else", title=title_of(record, self._kit.words), name=name)

    def _place(self, dest: Path, shape: str, today: PartialDate) -> Path:
        """Where the finished bundle will lie. PlaceProblem when the place refuses."""
        name = default_name(self._library.patient.name, today, self._kit.words, neutral=shape in WITH_PASSPHRASE)
        place = final_place(dest, name, shape)
        if place.resolve().is_relative_to(self._library.folder.resolve()):
            raise PlaceProblem("place_in_library", place=str(place))
        return place

    def _staged(
        self, staged: Path, place: Path, the_plan: Plan, occasion: Occasion, job: _Job, passphrase: str
    ) -> _Ready:
        """Fill and check one staging folder.

        PlaceProblem "bundle_not_sound" when a check is not green, "original_changed" when that is why.
        """
        if job.shape == UPLOAD_SHAPE:
            filled = fill_upload(self._kit, staged, the_plan, occasion, job.made, job.rule)
        elif job.shape == LOCKED_PDFS:
            filled = fill_locked(self._kit, staged, the_plan, occasion, job.made, passphrase)
        else:
            filled = fill(self._kit, staged, the_plan, occasion, job.made)
        db = self._library.catalogue.reader()
        clean = left_out(staged, filled.files, filled.plan, db, self._lanes.workers)
        kit = self._kit
        finished, checks = finish(staged, job.shape, filled.sums, passphrase, self._lanes, kit.progress, kit.cancel)
        checks = (*checks, clean, agrees_with_catalogue(db, filled, occasion))
        if job.part_size:
            checks = (*checks, size_fits(size_of(finished), job.part_size))
        if not all(check.ok for check in checks):
            refuse_changed_scans(self._library, filled.files)
            raise PlaceProblem("bundle_not_sound", checks=", ".join(c.check for c in checks if not c.ok))
        return _Ready(finished, place, filled, checks)

    def _occasions(self, the_plan: Plan, place: Path, today: PartialDate, job: _Job) -> list[tuple[Path, Occasion]]:
        """Each part with its place; one without a number where there are no parts."""
        first_page = the_plan.adds_to.next_page if the_plan.adds_to is not None else 1
        whole = Occasion(
            self._library.patient, today, uuid4().hex[:12], self._program, LAYOUTS[job.shape], first_page
        )
        if not job.part_size:
            return [(place, whole)]
        parts = share_out(self._library.catalogue.reader(), the_plan, job.part_size)
        if len(parts) == 1:
            return [(place, whole)]
        words = self._kit.words
        return [(part_place(place, part.number, part.of, words), replace(whole, part=part)) for part in parts]

    def rehearse(
        self,
        request: Request,
        folder: Path,
        *,
        shape: str = "folder",
        part_size: int = 0,
        rule: UploadRule = ANY_UPLOAD,
    ) -> Rehearsal:
        """What the reader would read, made in the empty `folder`; nothing is written anywhere else.

        InputProblem as `make` has it; PlaceProblem or WorkerFailure when the papers cannot be made.
        """
        today = PartialDate.of(dt.datetime.now().astimezone().date())
        the_plan = plan(self._library.catalogue.reader(), request, self._kit.sections)
        self._refuse_somebody_else(the_plan)
        job = _Job("", shape, part_size)
        _, occasion = self._occasions(the_plan, folder / "bundle", today, job)[0]
        return rehearse(
            self._kit, folder, the_plan, occasion, {UPLOAD_SHAPE: rule, LOCKED_PDFS: PAPERS_ONLY}.get(shape)
        )

    def make(
        self,
        dest: Path,
        request: Request,
        *,
        shape: str = "folder",
        part_size: int = 0,
        rule: UploadRule = ANY_UPLOAD,
    ) -> Made:
        """Make the bundle at `dest` (inside it, when it is a folder that exists).

        `rule` is for the shape "upload". With `part_size` it is made in parts of at most so many bytes.
        PlaceProblem when the place refuses or something with that name is there. On any failure nothing is left
        under a finished name: all parts get their names when the last one is checked.
        """
        if part_size and shape in NOT_IN_PARTS:
            raise InputProblem(NOT_IN_PARTS[shape])
        job = _Job(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), shape, part_size, rule)
        today = PartialDate.of(dt.datetime.now().astimezone().date())
        the_plan = plan(self._library.catalogue.reader(), request, self._kit.sections)
        self._refuse_somebody_else(the_plan)
        occasions = self._occasions(the_plan, self._place(dest, shape, today), today, job)
        passphrase = invent(self._rules / "passphrase.toml") if shape in WITH_PASSPHRASE else ""
        secret = None
        under_way = UnderWay(self._library, tuple(place for place, _ in occasions))
        with ExitStack() as undo:
            under_way.begin()
            undo.callback(under_way.end)
            with ExitStack() as staging:
                ready = [
                    self._staged(
                        staging.enter_context(unfinished(place)), place, the_plan, occasion, job, passphrase
                    )
                    for place, occasion in occasions
                ]
                first = ready[0]
                sha256 = first.filled.manifest_sha256
                if passphrase:
                    secret = hand_out(self._kit, undo, first.place, shape, sha256, passphrase, self._passphrases)
                entry = ledger.entry(
                    [part.filled for part in ready], request.recipient,
                    made=job.made, shape=shape, path=shown(first.place),
                )  # fmt: skip
                under_way.promise([part.finished for part in ready], entry)
                for part in ready:
                    give_its_name(part.finished, part.place)
                    undo.callback(take_back, part.place)
            try:
                noted = self._lanes.writer.submit(ledger.note, self._library, entry).result()
            except BaseException:
                if self._library.journal.in_doubt:
                    undo.pop_all()  # it may be noted: the next opening finds out, and takes nothing back that is
                raise
            undo.pop_all()
        under_way.end()
        problems = tuple(problem for part in ready for problem in part.filled.problems)
        return Made(noted, problems, tuple(check for part in ready for check in part.checks), secret)
