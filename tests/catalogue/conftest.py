"""An empty catalogue for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.catalogue import store
from recordkeeper.catalogue.store import Catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = store.open_for_writing(tmp_path / "catalogue.sqlite", backup=_nothing_to_back_up)
    yield opened
    opened.close()


def _nothing_to_back_up(db: object, step: str) -> None:
    raise AssertionError(f"a new catalogue needs no backup before {step}")
