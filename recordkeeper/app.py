"""The composition root: builds the long-lived objects of one open library, in order, in one readable place."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper import paths, settings
from recordkeeper.catalogue import deleting, jobs, renewals, store, told, whose
from recordkeeper.library import backups, copies_without, folder
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.wording.words import Words
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.limits import OCR_LIMITS, Limits
from recordkeeper.work.pool import WorkerPool, Workers, environment_for_workers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from recordkeeper.library.seal import Seal
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.recognise.labs_rules import LabRules
    from recordkeeper.ui.opened import Opened
    from recordkeeper.ui.start import Start

log = logging.getLogger(__name__)

_MOST_SLOTS = 4
_GIVES_WAY = 0.0005  # seconds a thread may go on while the window's waits to run (Python's own: 0.005)


@dataclass(frozen=True, slots=True)
class App:
    """What the rooms are given: an open library, its lanes, the makers of paper, rules and words."""

    library: Library
    lanes: Lanes
    makers: WorkerPool  # workers that may write, for what we make ourselves
    resources: Path

    def rules(self) -> ImagingRules:
        """The recogniser's rules; reading them takes a moment, so only who needs them asks."""
        from recordkeeper.recognise.imaging_rules import ImagingRules

        return ImagingRules.load(self.resources / "rules")

    def lab_rules(self) -> LabRules:
        """The table of tests, units and numbers of laboratories, for who types a result or puts one right."""
        from recordkeeper.recognise.labs_rules import LabRules

        return LabRules.read(self.resources / "rules")

    def words(self, language: str = "en") -> Words:
        return Words.load(self.resources / "wording", language)


def workers(*, may_write: bool, slots: int | None = None) -> WorkerPool:
    """A pool of our own executable's worker door."""
    return _pool(["--may-write"] if may_write else [], Limits(may_write=may_write), slots)


def ocr_workers(slots: int | None = None) -> WorkerPool:
    """A pool that reads pages that are pictures, behind everything else that runs."""
    return _pool(["--ocr"], OCR_LIMITS, slots)


def _pool(sort: list[str], limits: Limits, slots: int | None) -> WorkerPool:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "recordkeeper"]
    count = slots or max(1, min(_MOST_SLOTS, os.cpu_count() or 1))
    root = str(Path(__file__).resolve().parent.parent)
    environment = environment_for_workers(root)
    return WorkerPool([*program, "--worker", *sort], slots=count, limits=limits, environment=environment)


def open_window(place: Path | None) -> int:
    """Show the window on the library at `place`, or on the one used last; returns the exit code of Qt's loop."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setApplicationName(paths.NAME)
    start = start_of(application)
    start.begin(place)
    try:
        return application.exec()
    finally:
        start.end()


def start_of(application: QApplication) -> Start:
    """The window's beginning, with everything it is given."""
    from recordkeeper.ui.start import Start

    sys.setswitchinterval(_GIVES_WAY)
    return Start(
        application,
        open_for_window,
        makers=_makers_for_window,
        resources=paths.resources(),
        settings_file=paths.places().settings,
    )


def _makers_for_window() -> Workers:
    return workers(may_write=True, slots=1)


def open_for_window(place: Path, seal: Seal | None = None) -> Opened:
    """Open a library for the window, which keeps it open until it calls `close`; `seal` opens a protected one."""
    from recordkeeper.ui.opened import Opened

    holding = ExitStack()
    slots = settings.load(paths.places().settings).workers or None
    app = holding.enter_context(opened(place, writing=True, slots=slots, backup_after=dt.timedelta(0), seal=seal))
    return Opened(app.library, app.lanes, app.makers, cache(app.rules), holding.close)


@contextmanager
def opened(
    place: Path,
    *,
    writing: bool,
    slots: int | None = None,
    backup_after: dt.timedelta = backups.EVERY,
    seal: Seal | None = None,
) -> Iterator[App]:
    """Open the library at `place` with all its lanes; everything is closed in order at the end.

    PlaceProblem when the library refuses. Opened for writing, the catalogue is brought level with the journal, and
    at the end copied if it has changed since a copy that is `backup_after` old. `seal` opens a protected library;
    without it the copy of its key in the keyring does.
    """
    open_ = folder.open_for_writing if writing else folder.open_for_reading
    library = open_(place, seal=seal)
    lanes = Lanes(workers(may_write=False, slots=slots), ocr_workers(slots))
    makers = workers(may_write=True)
    try:
        app = App(library, lanes, makers, paths.resources())
        if writing:
            copies_without.drop_expired(library, dt.datetime.now(dt.UTC).date())
            _catch_up(app)
        yield app
    finally:
        lanes.close()
        makers.close()
        if writing:
            _back_up(library, backup_after)
        library.close()


def _back_up(library: Library, after: dt.timedelta) -> None:
    """At the end nobody can be asked; that there is no copy of the last changes is told with the next look."""
    try:
        backups.keep(library, dt.datetime.now(dt.UTC), at_least=after)
    except PlaceProblem as problem:
        log.warning("no backup at the end: %s", problem.code)


def _catch_up(app: App) -> None:
    """Most often there is nothing to catch up with, and the rooms that would do it are not even loaded."""
    db = app.library.catalogue.writer
    if renewals.is_behind(db):
        with db.atomic():
            renewals.ask(db)
    if app.library.journal.last > int(store.get_meta(db, "journal", "0")) or jobs.any_waiting(
        db, jobs.GROUP, told.JOIN, whose.JUDGE, deleting.SWEEP
    ):
        from recordkeeper.intake.rebuild import catch_up, is_behind
        from recordkeeper.work.progress import Progress

        if is_behind(app.library):
            catch_up(app.library, app.lanes, app.rules(), Progress())
    if app.library.has_note(folder.BUNDLE_UNDER_WAY):
        from recordkeeper.bundle.under_way import settle

        settle(app.library)  # once the journal's lines are in: one of them may note that very bundle
