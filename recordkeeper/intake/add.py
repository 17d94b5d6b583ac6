"""`add` from end to end: an intake begun, brought in, ended, and its receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress

from recordkeeper.catalogue import sources
from recordkeeper.intake.arrivals import Arrival
from recordkeeper.intake.belong import belong
from recordkeeper.intake.commit import commit
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.intake.river import River, intake_for, still_pending
from recordkeeper.library.folder import Library
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.records.intake import Intake, Receipt
from recordkeeper.records.plain import to_plain
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import Cancelled, CancelToken, Progress


def add(
    library: Library,
    lanes: Lanes | InlineLanes,
    rules: ImagingRules,
    paths: Sequence[str],
    *,
    progress: Progress,
    cancel: CancelToken,
    pictures: bool = True,
) -> Receipt:
    """Bring in everything under `paths` (absolute). When stopped, what is done stays and the rest is pending.

    Without `pictures`, pages that are pictures are left for `read_pictures`.
    """
    intake = intake_for(library, paths, _now())
    receipt = run(library, lanes, rules, intake, progress=progress, cancel=cancel)
    if not pictures or not receipt.finished:
        return receipt
    with suppress(Cancelled):  # what is read stays, the rest waits for `work`
        read_pictures(library, lanes, progress=progress, cancel=cancel)
    return sources.receipt(library.catalogue.reader(), intake.id)


def run(
    library: Library,
    lanes: Lanes | InlineLanes,
    rules: ImagingRules,
    intake: Intake,
    *,
    progress: Progress,
    cancel: CancelToken,
    arrivals: Iterable[Arrival] = (),
) -> Receipt:
    """Begin an intake, or go on with an interrupted one. `arrivals` are files in staging already."""
    lanes.writer.submit(_note_begin, library, intake).result()
    try:
        River(library, lanes, rules, progress=progress, cancel=cancel).run(intake, arrivals)
    except Cancelled:
        pending = still_pending(library, intake)
        lanes.writer.submit(commit, library, intake.id, pending).result()
        return sources.receipt(library.catalogue.reader(), intake.id)
    lanes.writer.submit(_note_end, library, intake, _now()).result()
    with suppress(Cancelled):  # all files are in; what belongs together is found by the next run
        belong(library, lanes, progress=progress, cancel=cancel)
    return sources.receipt(library.catalogue.reader(), intake.id)


def _note_begin(library: Library, intake: Intake) -> None:
    if any(unfinished.id == intake.id for unfinished in sources.unfinished_intakes(library.catalogue.writer)):
        return
    with library.noting("intake", to_plain(intake)) as db:
        sources.begin_intake(db, intake)


def _note_end(library: Library, intake: Intake, at: str) -> None:
    with library.noting("intake_end", {"id": intake.id, "ended": at}) as db:
        sources.end_intake(db, intake.id, at)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
