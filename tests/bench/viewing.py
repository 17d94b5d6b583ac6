"""The viewer's other promises: a drag of the brightness, a compressed study from its card, and a very large one."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.harness import Figure, Options
from tests.bench.scrolling import AT_MOST_S, RAIL, SIDE, WINDOW

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from recordkeeper.ui.scans.page import ScansPage
    from recordkeeper.ui.scans.viewer import Viewer
    from tests.making.dicom import SeriesRecipe

SLICES, LARGE, DRAGS = 500, 3000, 200
SYNTAX = "jpegls"


def main(options: Options) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.making.dicom import SeriesRecipe

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    plain = SeriesRecipe(slices=options.sized(SLICES), rows=SIDE, columns=SIDE)
    packed = replace(plain, syntax="jpegls")
    with _page(options, packed) as (page, files):
        yield from _from_card(page, files, max(1, options.runs))
        yield _drag(page.viewer, application)
    yield _memory(options, replace(plain, slices=options.sized(LARGE), study="large"))


@contextmanager
def _page(options: Options, recipe: SeriesRecipe) -> Iterator[tuple[ScansPage, list[Path]]]:
    """The scans page on a library of one study, and its files."""
    from recordkeeper.ui.scans.page import ScansPage
    from tests.making.dicom import write_series
    from tests.making.libraries import a_library, bring_in
    from tests.making.waiting import until
    from tests.ui.conftest import desk_of

    with tempfile.TemporaryDirectory(dir=options.work) as home:
        os.environ["RECORDKEEPER_HOME"] = home
        files = write_series(Path(home) / "heap", recipe)
        with a_library(Path(home) / "library") as app:
            bring_in(app, Path(home) / "heap")
            page = ScansPage(desk_of(app))
            page.resize(WINDOW[0] - RAIL, WINDOW[1])
            page.show()
            page.opened()
            until(lambda: bool(page.cards.shown.studies), seconds=AT_MOST_S, every_ms=1)
            yield page, files
            page.close()


def _from_card(page: ScansPage, files: list[Path], runs: int) -> Iterator[Figure]:
    """From choosing the card to the first image, and to the last; the floor decodes the same files here."""
    from recordkeeper.formats import dicom_pixels
    from tests.making.waiting import until

    one: list[float] = []
    all_of_them = 0.0
    for number, path in enumerate(files):
        started = time.perf_counter()
        dicom_pixels.frame(path, 0, stage="modality")
        took = time.perf_counter() - started
        all_of_them += took
        if number > 0:  # the first one pays for loading the decoder
            one.append(took)
    small = [place for study in page.cards.shown.studies for place in study.thumbnails]
    until(
        lambda: all(page.thumbs.get(place) for place in small), seconds=AT_MOST_S, every_ms=1
    )  # as a person sees it
    viewer = page.viewer
    started = time.perf_counter()
    page.cards.chosen.emit(0)
    until(lambda: viewer.stage.canvas.image is not None, seconds=AT_MOST_S, every_ms=1)
    first = time.perf_counter() - started
    until(lambda: viewer.stack.loaded == len(files), seconds=AT_MOST_S, every_ms=1)
    filled = time.perf_counter() - started
    del runs  # a study is opened once: the second time it is in memory
    frame = statistics.median(one)
    facts = {"slices": len(files), "syntax": SYNTAX, "allowed": f"{(1.2 * frame + 0.05) * 1000:.0f} ms"}
    yield Figure("first image of a compressed study", (first,), "one frame decoded", (frame,), facts)
    facts = {"slices": len(files), "rate of one process": f"{all_of_them / filled:.2f}", "cores": os.cpu_count()}
    yield Figure("whole compressed study in memory", (filled,), "decoded one by one", (all_of_them,), facts)


def _drag(viewer: Viewer, application: QApplication) -> Figure:
    """A drag of the brightness, a step and its painting at a time; the floor looks the shades up and no more."""
    import numpy as np

    canvas = viewer.stage.canvas
    viewer.do("tool_brightness")
    gc.collect()
    gc.freeze()  # what making the files has left is no part of the window, which collects between events itself
    ours: list[float] = []
    least: list[float] = []
    for number in range(DRAGS):
        started = time.perf_counter()
        canvas.drag_brightness(3 if number % 40 < 20 else -3, 1 if number % 40 < 20 else -1)
        application.processEvents()
        ours.append(time.perf_counter() - started)
        image = canvas.image
        assert image is not None
        started = time.perf_counter()
        np.take(canvas.brightness.table(image), image.levels[0])
        least.append(time.perf_counter() - started)
    facts = {"steps": DRAGS, "p99": f"{statistics.quantiles(ours, n=100)[-1] * 1000:.1f} ms"}
    return Figure("brightness drag, a frame", tuple(ours), "shades looked up", tuple(least), facts)


def _memory(options: Options, recipe: SeriesRecipe) -> Figure:
    """A very large study in a process that does nothing else, as the window's: gone through from end to end."""
    from tests.making.dicom import write_series
    from tests.making.libraries import a_library, bring_in

    with tempfile.TemporaryDirectory(dir=options.work) as home:
        os.environ["RECORDKEEPER_HOME"] = home
        write_series(Path(home) / "heap", recipe)
        with a_library(Path(home) / "library") as app:
            bring_in(app, Path(home) / "heap")
        command = [sys.executable, "-m", "tests.bench.viewing", str(Path(home) / "library")]
        answer = subprocess.run(command, capture_output=True, check=True, timeout=AT_MOST_S)
    told = json.loads(answer.stdout)
    sizes = {name: f"{told[name] / 2**20:.0f} MiB" for name in ("held", "at rest")}
    facts = {"slices": recipe.slices, **sizes}
    return Figure("first image of a very large study", (told["first"],), "nothing", (told["first"],), facts)


def held(library: Path) -> dict[str, float]:
    """What this process holds with the study of a library open, at its beginning, middle and end."""
    from PySide6.QtWidgets import QApplication

    from recordkeeper.app import opened
    from recordkeeper.ui.scans.page import ScansPage
    from tests.making.waiting import until
    from tests.ui.conftest import desk_of

    application = QApplication.instance() or QApplication([])
    with opened(library, writing=True) as app:
        page = ScansPage(desk_of(app))
        page.resize(WINDOW[0] - RAIL, WINDOW[1])
        page.show()
        page.opened()
        until(lambda: bool(page.cards.shown.studies), seconds=AT_MOST_S, every_ms=1)
        at_rest, viewer = _resident(), page.viewer
        started = time.perf_counter()
        page.cards.chosen.emit(0)
        until(lambda: viewer.stage.canvas.image is not None, seconds=AT_MOST_S, every_ms=1)
        first = time.perf_counter() - started
        most = 0
        for index in (0, viewer.stack.count // 2, viewer.stack.count - 1):
            viewer.go(index)
            until(lambda: viewer.stack.next_wanted() is None, seconds=AT_MOST_S, every_ms=20)
            most = max(most, _resident())
        page.close()
    del application
    return {"first": first, "held": most, "at rest": at_rest}


def _resident() -> int:
    """Bytes of this process that are in memory."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(json.dumps(held(Path(sys.argv[1]))))
