"""The program's parts in one process and one thread, so that the same call is the same moment in every run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from recordkeeper import paths
from recordkeeper.app import App
from recordkeeper.bundle.under_way import settle
from recordkeeper.intake.rebuild import catch_up, is_behind
from recordkeeper.library import folder, keys, switching
from recordkeeper.library.seal import Seal
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.tasks import worker_tasks
from recordkeeper.work.lanes import InlineLanes
from recordkeeper.work.pool import InlineWorkers
from recordkeeper.work.progress import Progress

SHEETS = ("sheet-1", "sheet-2")  # beside the library: recovery keys, as a person has them on paper


def seal_for(place: Path) -> Seal | None:
    """The keys of a protected library, by whichever sheet opens them; None when it is not protected."""
    if place.is_dir():
        switching.settle(place)
    if keys.protection_of(place) is None:
        return None
    for name in SHEETS:
        sheet = place.with_name(name)
        if sheet.is_file():
            with suppress(PlaceProblem):
                return keys.unlock(place, sheet.read_text("ascii"))
    raise AssertionError("no sheet opens the library")


@contextmanager
def in_order(place: Path) -> Iterator[App]:
    """The library open for writing and level with its journal, as the program opens it."""
    workers = InlineWorkers(worker_tasks(paths.resources()))
    library = folder.open_for_writing(place, seal=seal_for(place))
    app = App(library, cast("Any", InlineLanes(workers)), cast("Any", workers), paths.resources())
    try:
        if is_behind(library):
            catch_up(library, app.lanes, app.rules(), Progress())
        settle(library)
        yield app
    finally:
        library.close()
