"""The check finds what is missing, changed or unknown, and changes nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from recordkeeper.catalogue import sources
from recordkeeper.library.check import check
from recordkeeper.library.folder import Library
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format, Reading
from recordkeeper.work.progress import Cancelled, CancelToken, Progress, Step
from tests.making.entries import READER


@pytest.fixture
def kept(library: Library) -> list[Fingerprint]:
    """Three originals in the place of those the made-up records name."""
    db = library.catalogue.writer
    for table in ("record_file", "source_file", "page", "original"):
        db.execute(f"DELETE FROM {table}")
    fingerprints = []
    for text in (b"one", b"two", b"three"):
        staged = library.originals.stage(io.BytesIO(text), lambda: None)
        library.originals.adopt([staged])
        sources.add_original(db, staged.fingerprint, Reading(Format.TEXT, READER))
        fingerprints.append(staged.fingerprint)
    return fingerprints


def _path(library: Library, fingerprint: Fingerprint) -> Path:
    with library.originals.lend(fingerprint) as path:
        return path


def test_all_is_well_with_a_sound_library(library: Library, kept: list[Fingerprint]) -> None:
    verdict = check(library, Progress(), CancelToken())
    assert verdict.ok
    assert verdict.originals == len(kept)
    assert (verdict.missing, verdict.changed, verdict.orphans) == ((), (), ())


def test_one_bit_changed_is_found(library: Library, kept: list[Fingerprint]) -> None:
    path = _path(library, kept[1])
    path.chmod(0o600)
    path.write_bytes(b"twp")
    verdict = check(library, Progress(), CancelToken())
    assert not verdict.ok
    assert verdict.changed == (kept[1].sha256,)


def test_a_missing_file_is_found(library: Library, kept: list[Fingerprint]) -> None:
    _path(library, kept[0]).unlink()
    verdict = check(library, Progress(), CancelToken())
    assert not verdict.ok
    assert verdict.missing == (kept[0].sha256,)


def test_a_file_that_cannot_be_read_back_counts_as_changed(library: Library, kept: list[Fingerprint]) -> None:
    path = _path(library, kept[2])
    path.unlink()
    path.mkdir()  # as unreadable as a bad sector, for whoever runs the tests
    verdict = check(library, Progress(), CancelToken())
    assert verdict.changed == (kept[2].sha256,)


def test_a_file_nobody_knows_is_told_but_is_no_failure(library: Library, kept: list[Fingerprint]) -> None:
    stranger = library.originals.stage(io.BytesIO(b"from nowhere"), lambda: None)
    library.originals.adopt([stranger])
    (library.folder / "originals" / "litter").mkdir()
    (library.folder / "originals" / "litter" / ".DS_Store").touch()
    (library.folder / "originals" / ".DS_Store").touch()
    verdict = check(library, Progress(), CancelToken())
    assert verdict.ok
    assert set(verdict.orphans) == {stranger.fingerprint.sha256, ".DS_Store"}


def test_a_damaged_catalogue_is_found(library: Library, kept: list[Fingerprint]) -> None:
    db = library.catalogue.writer
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page_size,) = db.execute("PRAGMA page_size").fetchone()
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'fact_by_record'").fetchone()
    with (library.folder / "catalogue.sqlite").open("r+b") as file:
        file.seek((root - 1) * page_size)
        file.write(b"\xff" * page_size)
    verdict = check(library, Progress(), CancelToken())
    assert not verdict.catalogue_whole
    assert not verdict.ok


def test_the_check_can_be_watched_and_stopped(library: Library, kept: list[Fingerprint]) -> None:
    told: list[Step] = []
    check(library, Progress(told.append), CancelToken())
    assert (told[0].what, told[0].total) == ("check", 3)
    assert told[-1].done == 3
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        check(library, Progress(), token)
