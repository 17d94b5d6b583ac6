"""A finished bundle is noted, and a bundle that cannot be noted does not stay."""

from __future__ import annotations

import dataclasses
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.app import App
from recordkeeper.bundle import ledger
from recordkeeper.bundle.make import Made
from recordkeeper.catalogue import exports
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.errors import PlaceProblem
from tests.bundle.shelf import export
from tests.making.libraries import a_library


def test_what_went_where_is_noted(shelf: App, made: Made) -> None:
    entries = exports.all_bundles(shelf.library.catalogue.reader())
    assert made.entry in entries
    assert (made.entry.recipient, made.entry.shape) == ("Dr. Second", "folder")
    assert made.entry.id > 0


def test_the_journal_has_it_too(shelf: App, made: Made) -> None:
    lines = [line.content["bundle"] for line in shelf.library.journal.lines() if line.what == "bundle"]
    assert made.entry.manifest_sha256 in {line["manifest_sha256"] for line in lines}


def test_entries_are_numbered_in_order(tmp_path: Path) -> None:
    entry = LedgerEntry("2024-01-01T00:00:00+00:00", "/out", "folder", "", "0" * 64, {}, ())
    with a_library(tmp_path / "library") as app:
        noted = [app.lanes.writer.submit(ledger.note, app.library, entry).result() for _ in range(3)]
        assert [entry.id for entry in noted] == [1, 2, 3]
        assert exports.all_bundles(app.library.catalogue.reader()) == tuple(noted)


class RefusingWriter:
    """A writer lane whose disk is full."""

    def submit(self, *_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(PlaceProblem("disk_full", place="here"))
        return future


@dataclasses.dataclass
class TroubledLanes:
    workers: Any
    writer: Any
    readers: Any = None
    copiers: Any = None
    viewers: Any = None


@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_a_bundle_that_cannot_be_noted_does_not_stay(shelf: App, tmp_path: Path, shape: str) -> None:
    troubled: Any = TroubledLanes(shelf.lanes.workers, RefusingWriter(), copiers=shelf.lanes.copiers)
    with pytest.raises(PlaceProblem, match="disk_full"):
        export(dataclasses.replace(shelf, lanes=troubled), tmp_path / "out", "pathology_report", shape=shape)
    assert list(tmp_path.iterdir()) == []
