"""The check finds what is missing, changed or unknown, and changes nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from recordkeeper.catalogue import sources
from recordkeeper.library.check import LastCheck, check, glance, last_check
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
    assert max(step.done for step in told if step.what == "check") == 3
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        check(library, Progress(), token)


class _Once(CancelToken):
    """Somebody presses Stop while the first file is read."""

    def check(self) -> None:
        raise Cancelled


def test_stopped_it_goes_on_where_it_was(
    library: Library, kept: list[Fingerprint], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = sorted(each.sha256 for each in kept)
    damaged = next(each for each in kept if each.sha256 == names[0])
    path = _path(library, damaged)
    path.chmod(0o600)
    path.write_bytes(b"x" * damaged.size)
    with pytest.raises(Cancelled):
        check(library, Progress(), _Once())
    read: list[str] = []

    def sums_of(paths: Iterable[Path], *, opened: object) -> Iterator[tuple[Path, str]]:
        assert opened is None, "a plain file is its bytes"
        for one in paths:
            read.append(one.name)
            yield one, one.name

    monkeypatch.setattr("recordkeeper.library.check.sums_of", sums_of)
    verdict = check(library, Progress(), CancelToken())
    assert read == names[1:]
    assert verdict.gone_on
    assert verdict.changed == (names[0],), "what was found before is still told"
    assert check(library, Progress(), CancelToken()).changed == (), "that one is done with: all is read again"


def test_what_an_old_unfinished_check_has_read_is_read_again(library: Library, kept: list[Fingerprint]) -> None:
    day = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    for later, gone_on in ((-1, False), (6, True), (8, False)):
        with pytest.raises(Cancelled):
            check(library, Progress(), _Once(), now=day, afresh=True)
        verdict = check(library, Progress(), CancelToken(), now=day + dt.timedelta(days=later))
        assert verdict.gone_on is gone_on


def test_the_last_check_is_remembered(library: Library, kept: list[Fingerprint]) -> None:
    assert last_check(library) is None
    day = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    check(library, Progress(), CancelToken(), now=day)
    assert last_check(library) == LastCheck(day, ok=True, originals=3)


def test_a_gap_in_the_journal_is_found(library: Library, kept: list[Fingerprint]) -> None:
    for text in ("one", "two"):
        library.journal.append("change", {"text": text})
    (path,) = (library.folder / "journal").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert not check(library, Progress(), CancelToken()).journal_whole


def test_a_full_text_that_has_lost_a_page_is_found(library: Library) -> None:
    db = library.catalogue.writer
    (number, text) = db.execute("SELECT id, text FROM page LIMIT 1").fetchone()
    db.execute("INSERT INTO page_text (page_text, rowid, text) VALUES ('delete', ?, ?)", [number, text])
    assert not check(library, Progress(), CancelToken()).catalogue_whole


def test_the_glance_sees_what_is_cut_short(library: Library, kept: list[Fingerprint]) -> None:
    assert glance(library).ok
    path = _path(library, kept[0])
    path.chmod(0o600)
    path.write_bytes(b"")
    assert glance(library).missing == 1
