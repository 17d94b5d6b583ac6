"""How long a key takes until the next image of 500 is painted, beside the least: table, picture, paint."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.harness import Figure, Options

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from recordkeeper.app import App
    from recordkeeper.ui.scans.page import ScansPage

SLICES, SIDE = 500, 512
WINDOW = (1440, 900)
RAIL = 216  # of the window's width
AT_MOST_S = 600


def main(options: Options) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.making.dicom import SeriesRecipe, write_series
    from tests.making.libraries import a_library, bring_in

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    slices = options.sized(SLICES)
    with tempfile.TemporaryDirectory(dir=options.work) as home:
        os.environ["RECORDKEEPER_HOME"] = home
        write_series(Path(home) / "heap", SeriesRecipe(slices=slices, rows=SIDE, columns=SIDE))
        with a_library(Path(home) / "library") as app:
            bring_in(app, Path(home) / "heap")
            yield from _measured(app, application, slices, max(1, options.runs))


def _measured(app: App, application: QApplication, slices: int, runs: int) -> Iterator[Figure]:
    from recordkeeper.ui.scans.page import ScansPage
    from tests.making.waiting import until
    from tests.ui.conftest import desk_of

    page = ScansPage(desk_of(app))
    page.resize(WINDOW[0] - RAIL, WINDOW[1])
    page.show()
    page.opened()
    until(lambda: bool(page.cards.shown.studies), seconds=AT_MOST_S, every_ms=1)
    started = time.perf_counter()
    page.cards.chosen.emit(0)
    until(lambda: page.viewer.stage.canvas.image is not None, seconds=AT_MOST_S, every_ms=1)
    first = time.perf_counter() - started
    until(lambda: page.viewer.stack.loaded == slices, seconds=AT_MOST_S, every_ms=1)
    filled = time.perf_counter() - started
    application.processEvents()
    facts = {"slices": slices, "first image": f"{first * 1000:.0f} ms", "all in memory": f"{filled:.1f} s"}
    yield _keys(page, application, runs, facts)
    page.close()


def _keys(page: ScansPage, application: QApplication, runs: int, facts: dict[str, object]) -> Figure:
    """Down through the stack: from the key event to the end of the painting it caused."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    canvas, floor = page.viewer.stage.canvas, _floor(page)
    canvas.setFocus()
    ours: list[float] = []
    least: list[float] = []
    for _ in range(runs):
        page.viewer.go(0)
        application.processEvents()
        for number in range(1, page.viewer.stack.count):
            started = time.perf_counter()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                application.sendEvent(canvas, QKeyEvent(kind, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))
            application.processEvents()  # the painting a key asked for, as the loop does it
            ours.append(time.perf_counter() - started)
            if page.viewer.stack.current != number:
                raise RuntimeError("the key did not arrive")
            started = time.perf_counter()
            floor(number)
            least.append(time.perf_counter() - started)
    facts |= {"p99": _p99(ours), "longest": f"{max(ours) * 1000:.1f} ms", "p99 of the floor": _p99(least)}
    return Figure("key to painted image", tuple(ours), "table, picture, paint", tuple(least), facts)


def _floor(page: ScansPage) -> Callable[[int], None]:
    """The same picture onto a bare surface of the same size, with nothing around it."""
    import numpy as np
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    canvas, stack = page.viewer.stage.canvas, page.viewer.stack
    surface = QImage(canvas.size(), QImage.Format.Format_RGB32)
    side = min(canvas.width(), canvas.height())

    def paint(number: int) -> None:
        image = stack.at(number)
        assert image is not None
        shades = np.take(canvas.brightness.table(image), image.levels[0])
        rows, columns = shades.shape
        picture = QImage(shades.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
        painter = QPainter(surface)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, side, side), picture)
        painter.end()

    return paint


def _p99(seconds: list[float]) -> str:
    return f"{statistics.quantiles(seconds, n=100)[-1] * 1000:.1f} ms"
