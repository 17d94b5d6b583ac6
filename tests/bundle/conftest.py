"""One library and one bundle of it, made once for all tests that only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App, workers
from recordkeeper.bundle.make import Made
from recordkeeper.work.pool import WorkerPool
from tests.bundle.shelf import a_shelf, export


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The library of tests.bundle.shelf.heap. Tests may export from it but not change its records."""
    with a_shelf(tmp_path_factory.mktemp("shelf")) as app:
        yield app


@pytest.fixture(scope="session")
def made(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Everything that goes by default, as a folder."""
    place = tmp_path_factory.mktemp("made") / "bundle"
    return export(shelf, place, recipient="Dr. Second", question="What next?")


@pytest.fixture(scope="session")
def bundle(made: Made) -> Path:
    return Path(made.entry.path)


@pytest.fixture(scope="session")
def pool() -> Iterator[WorkerPool]:
    """Workers of a stranger who has no library."""
    made = workers(may_write=False, slots=2)
    yield made
    made.close()
