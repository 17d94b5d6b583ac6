"""How long a key would wait for the window's loop while 2,000 instances come in, beside an empty loop meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import heap, program
from tests.bench.harness import Figure, Options

if TYPE_CHECKING:
    from tests.making.loop_gaps import Probe

SCANS = 2000
_SECONDS = 600


def main(options: Options) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["RECORDKEEPER_HOME"] = str(options.work / "home")
    from PySide6.QtWidgets import QApplication

    from tests.making.loop_gaps import Probe, machine_tells

    application = QApplication.instance() or QApplication([])
    files = heap.write_scans(options.work / "disc", options.sized(SCANS))
    ours, least = list[Probe](), list[Probe]()
    for n in range(max(1, options.runs)):
        least.append(_empty_loop(options.work / f"floor-{n}", options.work / "disc"))
        ours.append(_window(options.work / f"ours-{n}", options.work / "disc"))
        for place in (f"floor-{n}", f"ours-{n}"):
            shutil.rmtree(options.work / place)
    told = {"instances": len(files), "longest": _ms(max(probe.longest() for probe in ours))}
    told["longest of the floor"] = _ms(max(probe.longest() for probe in least))
    if machine_tells():
        told["own p99"] = _ms(max(probe.p99(own=True) for probe in ours))
        told["own longest"] = _ms(max(probe.longest(own=True) for probe in ours))
    name = "a key's wait while instances come in, p99"
    p99s = tuple(tuple(probe.p99() for probe in probes) for probes in (ours, least))
    yield Figure(name, p99s[0], "an empty loop while the command line adds them", p99s[1], told)
    application.processEvents()


def _window(place: Path, disc: Path) -> Probe:
    """The program's own window, on the records page, while it adds the disc itself."""
    from PySide6.QtWidgets import QApplication

    from recordkeeper.app import start_of
    from recordkeeper.ui.shell.window import MainWindow
    from tests.making.loop_gaps import Probe
    from tests.making.waiting import turn, until

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program.new_library(place)
    with ExitStack() as end:
        start = start_of(application)
        end.callback(start.end)
        start.begin(place)
        until(lambda: isinstance(start.window, MainWindow), seconds=_SECONDS)
        window = start.window
        assert isinstance(window, MainWindow)
        window.resize(1440, 900)
        window.open_page("records")
        turn(3000)  # it has stood there for a moment
        ended = list[object]()
        window.adding.adder.ended.connect(ended.append)
        probe = Probe()
        with probe.running():
            window.adding.add([disc])
            until(lambda: ended, seconds=_SECONDS)
        return probe


def _empty_loop(place: Path, disc: Path) -> Probe:
    """A loop with nothing in it, while another process adds the same disc."""
    from tests.making.loop_gaps import Probe
    from tests.making.waiting import until

    program.new_library(place)
    command = [str(program.executable()), "add", "--library", str(place), "--json", str(disc)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=program.environment()
    )
    probe = Probe()
    with probe.running():
        until(lambda: process.poll() is not None, seconds=_SECONDS)
    if process.returncode:
        raise RuntimeError("the command line did not add the disc")
    return probe


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
