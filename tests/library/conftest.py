"""A library with three records for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.library import folder
from recordkeeper.library.folder import Library
from tests.making import entries
from tests.making.entries import Entry


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = folder.create(tmp_path / "library", entries.PATIENT, readme="Please change nothing here.")
    for name in ("one", "two", "three"):
        entries.add(made.catalogue.writer, Entry(name, title=f"Letter {name}", facility="Old Hospital"))
    yield made
    made.close()
