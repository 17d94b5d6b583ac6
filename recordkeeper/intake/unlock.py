"""Trying the passwords a person supplied on the locked files that are kept here: an intake of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recordkeeper.catalogue import sources, store
from recordkeeper.intake.add import run
from recordkeeper.intake.arrivals import Arrival
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.library.folder import REMEMBERS, Library
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.intake import Intake, Receipt
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def supply(
    library: Library, lanes: Lanes | InlineLanes, passwords: tuple[str, ...], *, remember: bool = False
) -> bool:
    """Let passwords be tried in this run; with `remember`, by later ones too. Returns whether that worked."""
    library.passwords.supply(passwords)
    remembered = remember and library.passwords.remember(passwords)
    if remembered:
        lanes.writer.submit(_note_remembering, library).result()
    return remembered


def open_locked(
    library: Library,
    lanes: Lanes | InlineLanes,
    rules: ImagingRules,
    *,
    progress: Progress,
    cancel: CancelToken,
    pictures: bool = True,
) -> Receipt:
    """Read every locked file again with the passwords supplied. What opens is `added`, the rest stays `locked`."""
    db = library.catalogue.reader()
    begun = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    # No source of its own: interrupted, there is nothing to walk again, and a person may just try once more.
    intake = Intake(sources.next_intake_id(db), begun, ())
    arrivals = _arrivals(library, db, cancel)
    receipt = run(library, lanes, rules, intake, progress=progress, cancel=cancel, arrivals=arrivals)
    if pictures:
        read_pictures(library, lanes, progress=progress, cancel=cancel)
    return receipt


def _arrivals(library: Library, db: Database, cancel: CancelToken) -> Iterator[Arrival]:
    for locked in sources.locked(db):
        arrival = Arrival(locked.path, locked.name, locked.name, locked.fingerprint.size, 0)
        try:
            with library.originals.open_original(locked.fingerprint) as kept:
                staged = library.originals.stage(kept, cancel.check)
        except PlaceProblem as problem:
            if problem.code != "original_missing":
                raise
            continue
        yield Arrival(arrival.path, arrival.name, arrival.inside, arrival.size, 0, staged)


def _note_remembering(library: Library) -> None:
    with library.catalogue.writer.atomic():
        store.set_meta(library.catalogue.writer, REMEMBERS, "1")
