"""What every test may ask for, and what every test is held to."""

from __future__ import annotations

import gc
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no finding: how long things take is measured by benchmarks.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Before anything imports Qt: no test opens a window on a screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files nobody here wrote, with labels; they are not part of the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the labelled real files are not here: {SHARED_DATA.parent.name}/{SHARED_DATA.name}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def loopback() -> None:
    """For tests that ask a program over 127.0.0.1: a place without any network has not even that, and they skip."""
    with socket.socket() as asked:
        try:
            asked.bind(("127.0.0.1", 0))
            asked.connect(asked.getsockname())
        except OSError:
            pytest.skip("there is no loopback here: this computer cannot be asked over 127.0.0.1")


@pytest.fixture(scope="session")
def no_qt(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The command that starts the program in an environment which holds every package but Qt."""
    from tests.making.no_qt import environment_without_qt

    return environment_without_qt(tmp_path_factory.mktemp("no_qt"))


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the settings, logs and libraries of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECORDKEEPER_HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("RECORDKEEPER_LIBRARY", raising=False)
        yield


@pytest.fixture(autouse=True, scope="module")
def garbage_is_collected_between_files() -> Iterator[None]:
    """On this thread: tests with windows switch Python's own collecting off, as the window does."""
    yield
    if not gc.isenabled():
        gc.collect()


@pytest.fixture(autouse=True, scope="session")
def no_process_left_behind() -> Iterator[None]:
    """The tests end with no more child processes than they began with; one may take two seconds to go."""
    before = _children()
    yield
    patience = time.monotonic() + 2
    while (left := _children() - before) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not left, f"still running after the tests: {sorted(left)}"


def _children() -> frozenset[str]:
    """Return our child processes as "pid command"; on systems without /proc, none. Dead ones do not count."""
    if not sys.platform.startswith("linux"):
        return frozenset()
    listed: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text(encoding="ascii").split():
            status = Path("/proc") / pid / "stat"
            words = status.read_text(encoding="utf-8", errors="replace") if status.exists() else ") Z"
            if words.rpartition(")")[2].split()[0] != "Z":
                listed.add(f"{pid} {words.partition('(')[2].rpartition(')')[0]}")
    return frozenset(listed)
