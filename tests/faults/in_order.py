"""The program's parts in one process and one thread, so that the same call is the same moment in every run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from recordkeeper import paths
from recordkeeper.app import App
from recordkeeper.bundle.under_way import settle
from recordkeeper.intake.rebuild import catch_up, is_behind
from recordkeeper.library import folder
from recordkeeper.tasks import worker_tasks
from recordkeeper.work.lanes import InlineLanes
from recordkeeper.work.pool import InlineWorkers
from recordkeeper.work.progress import Progress


@contextmanager
def in_order(place: Path) -> Iterator[App]:
    """The library open for writing and level with its journal, as the program opens it."""
    workers = InlineWorkers(worker_tasks(paths.resources()))
    library = folder.open_for_writing(place)
    app = App(library, cast("Any", InlineLanes(workers)), cast("Any", workers), paths.resources())
    try:
        if is_behind(library):
            catch_up(library, app.lanes, app.rules(), Progress())
        settle(library)
        yield app
    finally:
        library.close()
