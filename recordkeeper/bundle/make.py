"""A bundle from beginning to end: made beside its place under an unfinished name, verified, then renamed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import uuid4

from recordkeeper.bundle import imaging, ledger, manifest, papers
from recordkeeper.bundle.manifest import BundledFile, BundledRecord, Manifest
from recordkeeper.bundle.originals import OriginalsIn
from recordkeeper.bundle.papers import Occasion
from recordkeeper.bundle.place import (
    default_name,
    final_place,
    give_its_name,
    make_durable,
    shown,
    take_back,
    unfinished,
    zipped,
)
from recordkeeper.bundle.plan import Plan, Request, Sections, plan
from recordkeeper.bundle.verify import Check, verify
from recordkeeper.library.durable import place_problems
from recordkeeper.library.folder import Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.papers import PacketResult, PlacedItem
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the sender should know about the bundle; `code` is a key of the wording."""

    code: str
    record: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished bundle, verified and noted in the ledger."""

    entry: LedgerEntry
    problems: tuple[Problem, ...]
    checks: tuple[Check, ...]


class Maker:
    """Makes bundles from one library."""

    def __init__(
        self,
        library: Library,
        lanes: Lanes | InlineLanes,
        makers: Workers,
        sections: Sections,
        words: Words,
        *,
        program: str,
        progress: Progress,
        cancel: CancelToken,
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._makers = makers
        self._sections = sections
        self._words = words
        self._program = program
        self._progress = progress
        self._cancel = cancel

    def make(self, dest: Path, request: Request, *, shape: str = "folder") -> Made:
        """Make the bundle at `dest` (inside it, when it is a folder that exists).

        PlaceProblem when the place refuses or something with that name is there. On any failure nothing is left
        under a finished name.
        """
        now = dt.datetime.now(dt.UTC)
        today = PartialDate.of(dt.datetime.now().astimezone().date())
        occasion = Occasion(self._library.patient, today, uuid4().hex[:12], self._program)
        the_plan = plan(self._library.catalogue.reader(), request, self._sections)
        place = final_place(dest, default_name(occasion.patient.name, today, self._words), shape)
        if place.resolve().is_relative_to(self._library.folder.resolve()):
            raise PlaceProblem("place_in_library", place=str(place))
        with unfinished(place) as staged:
            filled = self._fill(staged, the_plan, occasion, now.isoformat(timespec="seconds"))
            finished = zipped(staged) if shape == "zip" else staged
            make_durable(finished)
            checks = verify(finished, self._lanes.workers, self._progress)
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
            records=tuple(r.id for r in (*(d.record for d in the_plan.documents), *the_plan.studies)),
        )
        try:
            noted = self._lanes.writer.submit(ledger.note, self._library, entry).result()
        except BaseException:
            take_back(place)
            raise
        return Made(noted, filled.problems, checks)

    def _fill(self, folder: Path, the_plan: Plan, occasion: Occasion, made: str) -> _Filled:
        """Write everything into the staging folder, the manifest last."""
        db = self._library.catalogue.reader()
        copier = OriginalsIn(self._library, self._makers, folder, self._sections, self._words)
        with place_problems(str(folder)):
            scans = imaging.copy(
                self._library, db, self._makers, folder, the_plan.studies, self._progress, self._cancel
            )
            originals = copier.copy(db, the_plan.documents)
            loose = copier.copy_loose(the_plan.studies, scans.not_in)
        self._cancel.check()
        shown = [item for item in the_plan.documents if item.shown]
        packet = papers.make_packet(
            self._library, db, self._makers, folder, shown, originals, occasion,
            the_plan.request.recipient, self._words,
        ) if shown else PacketResult(0, 0, ())  # fmt: skip
        images = Counter(file.record for file in scans.files if file.role == "imaging")
        placed = {item.record.id: place for item, place in zip(shown, packet.items, strict=True)}
        sheet = papers.start_sheet(the_plan, packet.pages, placed, images, occasion, self._words)
        papers.make_start_sheet(self._makers, folder, sheet, self._words)
        files = _once(
            [*_papers_in(folder, packet.pages), *chain.from_iterable(originals.values()), *loose, *scans.files]
        )
        counts = {
            "documents": len(the_plan.documents),
            "pages": packet.pages,
            "studies": len(images),
            "series": sum(len(study.imaging.series) for study in the_plan.studies if study.imaging),
            "instances": sum(images.values()),
            "files": len(files),
        }
        content = Manifest(
            bundle_id=occasion.bundle_id,
            made=made,
            program=self._program,
            patient=to_plain(occasion.patient),
            recipient=the_plan.request.recipient,
            question=the_plan.request.question,
            counts=counts,
            left_out={line.reason.value: line.count for line in the_plan.left_out},
            records=tuple(_records(the_plan, placed, self._words)),
            files=files,
            version=manifest.VERSION,
        )
        problems = [Problem("to_review", record) for record in the_plan.to_review]
        problems += [Problem("names_another", record) for record in the_plan.names_another]
        problems += [Problem("not_in_packet", r, str(p.problem)) for r, p in placed.items() if p.problem]
        problems += [Problem("extract_not_whole", record, why) for record, why in copier.not_made.items()]
        problems += [Problem("not_in_file_set", record) for record, _ in scans.not_in]
        return _Filled(manifest.write(folder, content), counts, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Filled:
    manifest_sha256: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]


def _papers_in(folder: Path, packet_pages: int) -> Iterator[BundledFile]:
    yield manifest.hashed(folder, papers.START, "paper")
    yield manifest.hashed(folder, papers.README, "paper")
    if packet_pages:
        yield manifest.hashed(folder, papers.PACKET, "paper", pages=packet_pages)


def _once(files: Sequence[BundledFile]) -> tuple[BundledFile, ...]:
    """Each path once: several records may lie in one file."""
    return tuple({file.path: file for file in files}.values())


def _records(the_plan: Plan, placed: Mapping[str, PlacedItem], words: Words) -> Iterator[BundledRecord]:
    documents = [(item.record, str(item.section)) for item in the_plan.documents]
    for record, section in (*documents, *((study, "imaging") for study in the_plan.studies)):
        place = placed.get(record.id)
        yield BundledRecord(
            id=record.id,
            kind=record.kind,
            title=papers.title_of(record, words),
            service_date=str(record.service_date or ""),
            section=section,
            first_page=place.first_page if place else None,
            last_page=place.last_page if place else None,
        )
