"""The window never freezes: its event loop goes on turning while records come in, and while a person scrolls."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.app import start_of
from recordkeeper.catalogue import documents
from recordkeeper.library import folder
from recordkeeper.records.query import Listing
from recordkeeper.ui.adding.adder import Ended
from recordkeeper.ui.ahead import Ahead
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from tests.making import documents as making
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.libraries import ANNA, a_library, bring_in
from tests.making.loop_gaps import Gap, Probe, machine_tells, waits

P99, LONGEST = 0.016, 0.100  # seconds (look.md, "Manners")
INSTANCES = 2000
_TRIES = 3
A_FRAME_MS = 16
PAGES = ("home", "records", "scans", "receipt", "review", "settings", "help")

needs_a_telling_machine = pytest.mark.skipif(
    not machine_tells(), reason="this system does not tell how long a thread waits for a processor"
)


class Hand(QObject):
    """Does something of a person's every frame, from within the loop as the system would."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self._timer = QTimer(self)
        self._timer.setInterval(A_FRAME_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_timeout(self) -> None:
        self._act()


def press(widget: QWidget, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.postEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def turn_wheel(widget: QWidget, by: int) -> None:
    at, none = QPointF(20, 20), Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.postEvent(widget, event)


def settled(qtbot: QtBot, start: Start, library: Path) -> MainWindow:
    """The program's own window on a library, as it is once it has stood there for a moment."""
    start.begin(library)
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=30_000)
    window = start.window
    assert isinstance(window, MainWindow)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.findChild(Ahead) is not None, timeout=30_000)
    qtbot.waitUntil(lambda: window.findChild(Ahead) is None, timeout=30_000)
    return window


def best_of_three(qapp: QApplication, once: Callable[[Start], Probe], p99: float = P99) -> None:
    """What stands because of us stands every time; what a busy machine does to us, it does now and then."""
    for _ in range(_TRIES - 1):
        with started(qapp) as start:
            probe = once(start)
        if probe.longest(own=True) <= LONGEST and probe.p99(own=True) <= p99:
            return
    with started(qapp) as start:
        assert_never_stood(once(start), p99)


def assert_never_stood(probe: Probe, p99: float) -> None:
    worst = sorted(probe.gaps, key=lambda gap: -gap.own)[:8]
    told = [tuple(round(part * 1000) for part in (gap.own, gap.seconds, gap.in_line, gap.worked)) for gap in worst]
    said = f"the loop stood longest, in ms (our own doing, by the clock, in line, at work): {told}"
    assert probe.longest(own=True) <= LONGEST, said
    assert probe.p99(own=True) <= p99, said


@pytest.fixture(scope="module")
def disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CD of four studies with 500 instances each."""
    heap = tmp_path_factory.mktemp("disc")
    for n in range(4):
        recipe = SeriesRecipe(study=f"study-{n}", slices=INSTANCES // 4, rows=64, columns=64, seed=n)
        write_series(heap / f"S{n}", recipe)
    return heap


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a scan of 300 slices and a report of 60 pages."""
    place = tmp_path_factory.mktemp("scrolled")
    write_series(place / "heap" / "ct", SeriesRecipe(slices=300, rows=512, columns=512))
    making.pdf_with_text(place / "heap" / "long.pdf", [f"Sheet {n}\n" + "word " * 9 for n in range(60)])
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
    return place / "library"


@contextmanager
def started(qapp: QApplication) -> Iterator[Start]:
    """The program as it is started, whatever pages that stand alone have given the application to wear."""
    qapp.setStyleSheet("")
    made = start_of(qapp)
    yield made
    made.end()
    if made.window is not None:
        made.window.close()


@needs_a_telling_machine
def test_what_is_made_ahead_never_stands(qtbot: QtBot, qapp: QApplication, library: Path) -> None:
    """A person may write into the search box while the pages they have not seen are made."""

    def once(start: Start) -> Probe:
        start.begin(library)
        qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=30_000)
        window, probe = start.window, Probe()
        assert isinstance(window, MainWindow)
        qtbot.waitUntil(lambda: window.findChild(Ahead) is not None, timeout=30_000)
        with probe.running():
            qtbot.waitUntil(lambda: window.findChild(Ahead) is None, timeout=30_000)
        return probe

    best_of_three(qapp, once, p99=LONGEST)


@needs_a_telling_machine
def test_no_page_takes_long_to_open_for_the_first_time(qtbot: QtBot, qapp: QApplication, library: Path) -> None:
    def once(start: Start) -> Probe:
        window, probe = settled(qtbot, start, library), Probe()
        pages, seen = itertools.cycle(PAGES), list[str]()

        def open_next() -> None:
            seen.append(next(pages))
            window.open_page(seen[-1])

        hand = Hand(open_next)
        with probe.running():
            qtbot.waitUntil(lambda: len(seen) > len(PAGES), timeout=60_000)
        hand.stop()
        return probe

    best_of_three(qapp, once, p99=LONGEST)


@needs_a_telling_machine
def test_while_two_thousand_instances_come_in_the_window_answers(
    qtbot: QtBot, qapp: QApplication, disc: Path, tmp_path: Path
) -> None:
    """One page after the other is brought to the front while the disc is read."""
    places = itertools.count(1)

    def once(start: Start) -> Probe:
        place = tmp_path / f"library-{next(places)}"
        folder.create(place, ANNA, readme="A library made by a test.").close()
        window, probe, ended = settled(qtbot, start, place), Probe(), list[Ended]()
        for name in PAGES:
            window.open_page(name)
        window.adding.adder.ended.connect(ended.append)
        pages, frames = itertools.cycle(PAGES), itertools.count(1)
        hand = Hand(lambda: window.open_page(next(pages)) if next(frames) % 20 == 0 else None)
        with probe.running():
            window.adding.add([disc])
            qtbot.waitUntil(lambda: bool(ended), timeout=120_000)
        hand.stop()
        assert ended[0].receipt is not None
        assert len(ended[0].receipt.files) >= INSTANCES
        assert len(probe.gaps) > 100
        return probe

    best_of_three(qapp, once)


@needs_a_telling_machine
def test_going_through_slices_while_they_are_read_never_stands(
    qtbot: QtBot, qapp: QApplication, library: Path
) -> None:
    def once(start: Start) -> Probe:
        window, probe = settled(qtbot, start, library), Probe()
        study = next(r for r in documents.find(window.desk.library.catalogue.reader(), Listing()) if r.imaging)
        window.desk.news.show_study.emit(study.id)
        viewer = window.open_page("scans").viewer  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: viewer.stage.canvas.image is not None, timeout=30_000)
        viewer.stage.canvas.setFocus()
        hand = Hand(lambda: press(viewer.stage.canvas, Qt.Key.Key_Down))
        with probe.running():
            qtbot.waitUntil(lambda: viewer.stack.current == viewer.stack.count - 1, timeout=60_000)
        hand.stop()
        return probe

    best_of_three(qapp, once)


@needs_a_telling_machine
def test_scrolling_through_pages_while_they_are_painted_never_stands(
    qtbot: QtBot, qapp: QApplication, library: Path
) -> None:
    def once(start: Start) -> Probe:
        window, probe = settled(qtbot, start, library), Probe()
        report = next(r for r in documents.find(window.desk.library.catalogue.reader(), Listing()) if not r.imaging)
        window.desk.news.show_record.emit(report.id, None)
        paper = window.open_page("records").reader.paper  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: len(paper.leaves) == 60, timeout=30_000)
        bar = paper.verticalScrollBar()
        hand = Hand(lambda: turn_wheel(paper.viewport(), -240))
        with probe.running():
            qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0, timeout=60_000)
        hand.stop()
        return probe

    best_of_three(qapp, once)


def test_the_probe_sees_work_done_in_the_loop(qtbot: QtBot) -> None:
    """A handler that works for 120 ms of processor time, however long that takes here."""
    probe = Probe()

    def work() -> None:
        until = time.thread_time() + 0.12
        while time.thread_time() < until:
            pass

    with probe.running():
        QTimer.singleShot(20, work)
        qtbot.waitUntil(lambda: probe.longest() > 0.1, timeout=10_000)
    assert probe.longest(own=True) >= 0.1


def test_the_probe_sees_a_handler_that_only_waits(qtbot: QtBot) -> None:
    probe = Probe()
    with probe.running():
        QTimer.singleShot(20, lambda: time.sleep(0.12))
        qtbot.waitUntil(lambda: probe.longest() > 0.1, timeout=10_000)
    assert probe.longest(own=True) >= 0.1


def test_a_long_gap_counts_with_every_key_that_would_have_met_it() -> None:
    assert waits([0.0] * 1000, 0.99) == 0.0
    assert waits([*[0.0] * 1000, 0.100], 0.99) == pytest.approx(0.060, abs=0.005)
    assert Gap(0.050, 0.020).own == pytest.approx(0.030)
    assert Gap(0.010, 0.020).own == 0.0
    assert Gap(0.050, 0.040, worked=0.020).own == pytest.approx(0.020)
