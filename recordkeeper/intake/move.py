"""Taking records to another library of this computer: kept and proven there first, then out of view here.

Killed at any moment and started again, it goes on: until all files of a record are in the other library the record
stays where it is, and what is there already is not taken in twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.catalogue import documents, moving, sources
from recordkeeper.catalogue.moving import Luggage
from recordkeeper.intake.add import run
from recordkeeper.intake.arrivals import Arrival
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.intake.rebuild import catch_up, is_behind
from recordkeeper.library import acts, folder
from recordkeeper.library.folder import Library
from recordkeeper.library.originals import fingerprint_of
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.people import could_be
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.records.intake import Intake, Receipt
from recordkeeper.records.kinds import Status
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class Moved:
    """What went, what had to stay, whose library it went to, and that library's receipt."""

    records: tuple[str, ...]
    stayed: tuple[str, ...]
    place: str
    name: str
    receipt: Receipt


class Mover:
    """One move. Build one a move; `move` blocks, `cancel` stops it before anything goes out of view here."""

    def __init__(
        self,
        library: Library,
        lanes: Lanes | InlineLanes,
        rules: ImagingRules,
        *,
        progress: Progress,
        cancel: CancelToken,
        pictures: bool = True,
    ) -> None:
        self._library = library
        self._lanes = lanes
        self._rules = rules
        self._progress = progress
        self._cancel = cancel
        self._pictures = pictures

    def move(self, records: Sequence[str], place: Path, *, anyway: bool = False) -> Moved:
        """Take these records to the library at `place`.

        InputProblem "move_not_theirs" when its patient is not whom the records name, "move_shares_file" when their
        files hold other records too, unless `anyway`; "move_same_library", "move_trashed". PlaceProblem when a
        library refuses.
        """
        records = tuple(dict.fromkeys(records))
        if place.resolve() == self._library.folder.resolve():
            raise InputProblem("move_same_library")
        luggage = self._packed(records, anyway=anyway)
        with closing(folder.open_for_writing(place)) as there:
            if not anyway:
                self._refuse_another(records, there)
            receipt = self._bring_in(there, luggage)
            proven = {each.file: self._is_proven(there, each.file) for each in luggage}
            name = there.patient.name
        stayed = tuple(dict.fromkeys(each.record for each in luggage if not proven[each.file]))
        gone = tuple(record for record in records if record not in stayed)
        if gone:
            self._lanes.writer.submit(acts.moved, self._library, gone, str(place.absolute()), name).result()
        return Moved(gone, stayed, str(place.absolute()), name, receipt)

    def _packed(self, records: Sequence[str], *, anyway: bool) -> tuple[Luggage, ...]:
        db = self._library.catalogue.reader()
        for record in records:
            if documents.get(db, record).status is Status.TRASHED:
                raise InputProblem("move_trashed", record=record)
        if not anyway and (others := moving.sharing(db, records)):
            raise InputProblem("move_shares_file", others=", ".join(others))
        return moving.luggage(db, records)

    def _refuse_another(self, records: Sequence[str], there: Library) -> None:
        db, patient = self._library.catalogue.reader(), there.patient
        for record in records:
            if not could_be(patient, documents.get(db, record).person):
                raise InputProblem("move_not_theirs", name=patient.name, record=record)

    def _bring_in(self, there: Library, luggage: Sequence[Luggage]) -> Receipt:
        """That library's own intake, on our lanes: one process reads and one thread writes."""
        if is_behind(there):
            catch_up(there, self._lanes, self._rules, self._progress)
        intake = self._intake(there)
        arrivals = self._arrivals(there, luggage)
        receipt = run(
            there, self._lanes, self._rules, intake, progress=self._progress, cancel=self._cancel, arrivals=arrivals
        )
        self._cancel.check()
        if self._pictures:
            read_pictures(there, self._lanes, progress=self._progress, cancel=self._cancel)
            receipt = sources.receipt(there.catalogue.reader(), intake.id)
        back = [
            record
            for file in dict.fromkeys(each.file for each in luggage)
            for record, status in moving.carrying(there.catalogue.reader(), file).items()
            if status is Status.TRASHED
        ]
        if back:  # they had gone from there before
            self._lanes.writer.submit(acts.untrash, there, tuple(dict.fromkeys(back))).result()
        return receipt

    def _intake(self, there: Library) -> Intake:
        """The one an interrupted move began, or a new one."""
        db, name = there.catalogue.reader(), self._library.patient.name
        begun = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        for intake in sources.unfinished_intakes(db):
            if intake.moved_from == name and not intake.sources:
                return intake
        return Intake(sources.next_intake_id(db), begun, (), name)

    def _arrivals(self, there: Library, luggage: Sequence[Luggage]) -> Iterator[Arrival]:
        met: set[str] = set()
        for each in {one.file: one for one in luggage}.values():
            path = each.path if each.path not in met else f"{each.path} ({each.file.sha256[:8]})"
            met.add(path)
            try:
                with self._library.originals.open_original(each.file) as kept:
                    staged = there.originals.stage(kept, self._cancel.check)
            except PlaceProblem as problem:
                if problem.code != "original_missing":
                    raise
                continue
            if staged.fingerprint != each.file:  # changed here since it came: it stays, and `check` tells
                there.originals.drop(staged)
                continue
            yield Arrival(path, each.name, each.name, each.file.size, 0, staged)

    def _is_proven(self, there: Library, file: Fingerprint) -> bool:
        """Whether the file is in the other library byte for byte, and a record there carries it."""
        if not moving.carrying(there.catalogue.reader(), file):
            return False
        try:
            with there.originals.open_original(file) as kept:
                return fingerprint_of(kept) == file
        except (PlaceProblem, OSError):
            return False
