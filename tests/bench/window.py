"""How soon the window is there and shows what was chosen: a cold start, a page, a first slice, beside the least."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import heap, program
from tests.bench.harness import Figure, Options, measure

if TYPE_CHECKING:
    from recordkeeper.app import App
    from recordkeeper.records.document import Record

REPORTS, SLICES, SIDE = 200, 120, 512
WINDOW = (1440, 900)
DPI = 96.0  # about what a page as wide as the reader's pane needs
_SECONDS = 60.0

# Both print the moment by which something is on the screen; the clock is the whole system's.
BARE = """
import sys, time
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def event(self, event):
        taken = super().event(event)
        if event.type() == QEvent.Type.Paint:
            print(time.perf_counter())
            application.quit()
        return taken

application = QApplication([])
window = Window()
window.setCentralWidget(QLabel("Home"))
window.resize(1440, 900)
window.show()
application.exec()
"""
OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from recordkeeper.app import start_of
from recordkeeper.ui.first_run.page import FirstRun
from recordkeeper.ui.shell.window import MainWindow

def look():
    if isinstance(start.window, FirstRun):
        sys.exit("the library was not opened: " + start.window.trouble.text)
    if isinstance(start.window, MainWindow) and start.window.stack.currentWidget()._seen:
        start.window.repaint()
        print(time.perf_counter())
        application.quit()

application = QApplication([])
start = start_of(application)
start.begin(Path(sys.argv[1]))
timer = QTimer(interval=1, timeout=look)
timer.start()
application.exec()
start.end()
"""


def main(options: Options) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["RECORDKEEPER_HOME"] = str(options.work / "home")
    reports = heap.write_reports(options.work / "heap", options.sized(REPORTS), files=options.sized(REPORTS))
    heap.write_scans(options.work / "heap", options.sized(SLICES), side=SIDE)
    library = program.new_library(options.work / "library")
    program.call(library, "add", options.work / "heap")
    yield cold_start(options, library)

    from PySide6.QtWidgets import QApplication

    from recordkeeper.app import opened

    application = QApplication.instance() or QApplication([])
    with opened(library, writing=True) as app:
        yield page_shown(app, reports, max(options.runs, 9))
        yield first_slice(app, max(options.runs, 3))
    application.processEvents()


def cold_start(options: Options, library: Path) -> Figure:
    """From the start of the process to a home page that has its answers, painted."""

    def starts(code: str, *arguments: str) -> float:
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=program.environment() | {"PYTHONPATH": str(Path.cwd())},
            check=True, capture_output=True, text=True, timeout=_SECONDS,
        )  # fmt: skip
        return float(done.stdout) - began

    starts(OURS, str(library)), starts(BARE)  # files into the page cache, modules compiled
    ours, least = list[float](), list[float]()
    for _ in range(max(options.runs, 7)):
        least.append(starts(BARE))
        ours.append(starts(OURS, str(library)))
    facts = {"records": options.sized(REPORTS) + 1}
    return Figure("cold start to usable window", tuple(ours), "bare PySide6 window", tuple(least), facts)


def page_shown(app: App, reports: list[Path], rounds: int) -> Figure:
    """From choosing a record to its page on the screen, beside the worker's painting of it alone."""
    from recordkeeper.catalogue import documents
    from recordkeeper.records.query import Listing
    from recordkeeper.ui.shell.window import MainWindow
    from tests.making.waiting import until
    from tests.ui.conftest import desk_of

    window = MainWindow(desk_of(app), app.library.patient, "#0F766E")
    window.resize(*WINDOW)
    window.show()
    page = window.open_page("records")
    records = [r for r in documents.find(app.library.catalogue.reader(), Listing()) if r.imaging is None]
    fresh, painted = iter(records), list[bool]()
    page.reader.first_painted.connect(lambda: painted.append(True))  # type: ignore[attr-defined]

    def choose() -> None:
        painted.clear()
        page.show_record(next(fresh).id, None)  # type: ignore[attr-defined]
        until(lambda: painted, every_ms=1, seconds=_SECONDS)

    choose()  # the first of all loads the reader
    files = itertools.cycle(reports)

    def paint() -> None:
        args = {"path": str(next(files)), "format": "pdf", "page": 1, "dpi": DPI, "marks": []}
        app.lanes.workers.run("render", args, deadline=_SECONDS)

    figure = measure("page shown after it is chosen", choose, paint, rounds, floor_name="painting it in the worker")
    window.close()
    return figure


def first_slice(app: App, rounds: int) -> Figure:
    """From choosing a study to its first image on the screen, beside the worker's decoding of it alone."""
    from recordkeeper.catalogue import documents
    from recordkeeper.preview.slices import read_slice
    from recordkeeper.records.query import Listing
    from recordkeeper.ui.scans import reading
    from recordkeeper.ui.scans.page import ScansPage
    from tests.making.waiting import turn, until
    from tests.ui.conftest import desk_of

    db = app.library.catalogue.reader()
    study: Record = next(r for r in documents.find(db, Listing()) if r.imaging is not None)
    place = reading.study(db, study.id).series[0].places[0]
    pages = list[ScansPage]()

    def prepare() -> None:
        """A page that has nothing in memory, with its cards painted."""
        while pages:
            pages.pop().close()
        pages.append(ScansPage(desk_of(app)))
        pages[0].resize(*WINDOW)
        pages[0].show()
        pages[0].opened()
        until(lambda: pages[0].cards.shown.studies, seconds=_SECONDS)
        turn(200)

    def show() -> None:
        pages[0].show_study(study.id)
        canvas = pages[0].viewer.stage.canvas
        until(lambda: canvas.image is not None, every_ms=1, seconds=_SECONDS)
        canvas.repaint()

    decode: Callable[[], object] = partial(read_slice, app.library, app.lanes.workers, place.file, place.frame)
    return measure(
        "first slice shown after a study is chosen", show, decode, rounds,
        floor_name="decoding it in the worker", before=prepare, facts={"image": f"{SIDE} × {SIDE}"},
    )  # fmt: skip
