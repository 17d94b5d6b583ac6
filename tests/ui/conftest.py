"""Desks for the window's tests: one library with the made-up records, and an empty one for each test."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from recordkeeper import paths
from recordkeeper.app import App, opened, workers
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain
from recordkeeper.settings import Settings
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.icons import Icons
from recordkeeper.ui.style import dress, look_for, sheet
from recordkeeper.wording.words import Words
from tests.making.libraries import ANNA, a_library, bring_in
from tests.making.pseudo import mirrored, pseudo
from tests.running import SHARED


def desk_of(app: App, *, scheme: str = "light", text_size: int = 100, language: str = "en") -> Desk:
    """A desk on an open library, in the look and language asked for; two are made up (making/pseudo)."""
    look = look_for(scheme, text_size)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application, look)
    application.setStyleSheet(sheet(look, paths.resources() / "style" / "window.qss"))  # pages stand alone here
    return Desk(
        library=app.library,
        lanes=app.lanes,
        makers=app.makers,
        rules=app.rules,
        words=words_of(language),
        look=look,
        icons=Icons(paths.resources() / "icons", look),
        settings=Settings(colour_scheme=scheme, text_size=text_size),
        resources=paths.resources(),
    )


def words_of(language: str) -> Words:
    """What is said in a language."""
    made_up = {"pseudo": pseudo, "mirrored": mirrored}.get(language)
    words = Words.load(paths.resources() / "wording", "en" if made_up else language)
    return made_up(words) if made_up else words


@contextmanager
def sample_app(place: Path) -> Iterator[App]:
    """An open library that holds the made-up records, built once for all processes of a run (tests/running.py)."""
    shared = os.environ.get(SHARED)
    built = Path(shared) / "sample" if shared else place / "sample"
    if not built.exists():
        _build(place / "building")
        with suppress(OSError):  # another process was a little faster: its sample is as good
            (place / "building").rename(built)
    shutil.copytree(built / "library", place / "library")
    with opened(place / "library", writing=True) as app:
        yield app


def _build(place: Path) -> None:
    heap = place / "heap"
    heap.mkdir(parents=True)
    makers = workers(may_write=True, slots=1)
    answer = makers.run("sample", {"folder": str(heap), "seed": 1}, deadline=120)
    makers.close()
    with a_library(place / "library", from_plain(Patient, answer.header["patient"])) as app:
        bring_in(app, heap, pictures=False)  # its photo and its scan are left for somebody to look at


@pytest.fixture(autouse=True)
def garbage_is_collected_on_the_windows_thread() -> Iterator[None]:
    """As in the program (ui/tidy.py)."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # what is left is here to stay: the next collection need not look at it


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with sample_app(tmp_path_factory.mktemp("sample")) as app:
        yield app


@pytest.fixture
def desk(sample: App, qapp: QApplication) -> Desk:
    """The made-up records on a desk. Tests that change records take back what they did, or use `fresh_desk`."""
    del qapp
    return desk_of(sample)


@pytest.fixture
def fresh_desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """An empty library of one test's own."""
    del qapp
    with a_library(tmp_path / "library", ANNA) as app:
        made = desk_of(app)
        yield made
        made.errands.close()
