"""The catalogue again, from the originals and the journal: everything a person typed or decided included."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack

from recordkeeper.catalogue import exports, jobs, sources, store, told, whose
from recordkeeper.catalogue.deleting import SWEEP
from recordkeeper.intake import group, read
from recordkeeper.intake.arrivals import Taken
from recordkeeper.intake.commit import write_rows
from recordkeeper.intake.told import join_told
from recordkeeper.intake.whose import settle
from recordkeeper.library import acts, deleting
from recordkeeper.library.folder import Library
from recordkeeper.library.journal import Line
from recordkeeper.library.originals import Staged
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.intake import FoundFile, Intake
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import Progress

BEGUN = (jobs.GROUP, told.JOIN, whose.JUDGE, SWEEP)
_KEPT = {Outcome.ADDED, Outcome.SET_ASIDE, Outcome.LOCKED, Outcome.UNREADABLE}


def is_behind(library: Library) -> bool:
    """Whether the journal holds lines the catalogue has not applied, or something begun is to be gone on with."""
    db = library.catalogue.writer
    waits = jobs.any_waiting(db, *BEGUN)
    return library.journal.last > int(store.get_meta(db, "journal", "0")) or waits


def catch_up(library: Library, lanes: Lanes | InlineLanes, rules: ImagingRules, progress: Progress) -> int:
    """Apply the journal's lines that the catalogue does not have yet; returns how many.

    After a crash that is at most a batch; with a fresh catalogue it is everything.
    """
    db = library.catalogue.writer
    applied = 0
    progress.begin("rebuild")
    for line in library.journal.lines(after=int(store.get_meta(db, "journal", "0"))):
        lanes.writer.submit(_apply, library, lanes, line).result()
        applied += 1
        progress.step()
    lanes.writer.submit(group.group_waiting, db, rules).result()
    lanes.writer.submit(join_told, db, rules.places).result()
    lanes.writer.submit(settle, library).result()
    lanes.writer.submit(deleting.finish, library).result()
    return applied


def _apply(library: Library, lanes: Lanes | InlineLanes, line: Line) -> None:
    db, content = library.catalogue.writer, line.content
    batch = tuple(_read_again(library, lanes, content["files"])) if line.what == "files" else ()
    with db.atomic():
        match line.what:
            case "patient":
                sources.set_patient(db, from_plain(Patient, content["patient"]))
            case "intake":
                sources.begin_intake(db, from_plain(Intake, content))
            case "files":
                write_rows(db, sources.patient(db), content["intake"], batch)
            case "intake_end":
                sources.end_intake(db, content["id"], content["ended"])
            case "change":
                acts.replay(db, content)
            case "deleted":
                deleting.replay(library, content)
            case "bundle":
                exports.add(db, from_plain(LedgerEntry, content["bundle"]))
        store.set_meta(db, "journal", str(line.number))


def _read_again(library: Library, lanes: Lanes | InlineLanes, files: list[object]) -> Iterator[Taken]:
    """The batch's files with what today's readers say of their originals."""
    readers = read.Readers(lanes.workers, library.patient.country, library.passwords.known())
    with ExitStack() as lent:
        asked: list[tuple[FoundFile, Staged | None, Future[Frame] | None]] = []
        for plain in files:
            found = from_plain(FoundFile, plain)
            fingerprint = found.fingerprint
            if fingerprint is None or found.outcome not in _KEPT or not library.originals.holds(fingerprint):
                asked.append((found, None, None))
                continue
            path = lent.enter_context(library.originals.lend(fingerprint))
            answer = readers.ask(path, found.name, fingerprint.size)
            asked.append((found, Staged(path, fingerprint), answer))
        readers.send()
        for found, staged, answer_or_none in asked:
            if answer_or_none is None:
                yield Taken(found)
            else:
                yield Taken(found, staged, *read.finish(answer_or_none))
