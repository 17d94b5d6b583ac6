"""Originals: byte for byte, found by content, never half."""

from __future__ import annotations

import hashlib
import io
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordkeeper.library.originals import CHUNK, Originals, SourceGone, Staged, fingerprint_of
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import Cancelled, CancelToken


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    for name in ("originals", "staging"):
        (tmp_path / name).mkdir()
    return Originals(tmp_path / "originals", tmp_path / "staging")


def _go_on() -> None:
    """Nobody asks to stop."""


def _staged(originals: Originals, data: bytes) -> Staged:
    return originals.stage(io.BytesIO(data), _go_on)


def _in_staging(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "staging").iterdir()]


class Scratched(io.BytesIO):
    """A disc that can be read for one chunk and then no more."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(size)


class Dripping(io.BytesIO):
    """A source that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size or 7))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.binary(max_size=1000))
def test_what_is_adopted_can_be_opened_byte_for_byte(originals: Originals, data: bytes) -> None:
    staged = _staged(originals, data)
    assert staged.fingerprint.sha256 == hashlib.sha256(data).hexdigest()
    assert staged.fingerprint.size == len(data)
    originals.adopt([staged])
    assert originals.holds(staged.fingerprint)
    with originals.open_original(staged.fingerprint) as file:
        assert file.read() == data


def test_a_large_file_is_copied_whole_however_it_drips(originals: Originals) -> None:
    data = bytes(range(256)) * 20
    assert originals.stage(Dripping(data), _go_on).path.read_bytes() == data
    data *= 2 * CHUNK // len(data) + 1
    assert _staged(originals, data).fingerprint == fingerprint_of(io.BytesIO(data))


def test_staged_is_not_yet_kept(originals: Originals) -> None:
    staged = _staged(originals, b"content")
    assert not originals.holds(staged.fingerprint)
    with pytest.raises(PlaceProblem, match="original_missing"):
        originals.open_original(staged.fingerprint)
    with pytest.raises(PlaceProblem, match="original_missing"), originals.lend(staged.fingerprint):
        pass


def test_the_same_content_twice_is_kept_once(originals: Originals, tmp_path: Path) -> None:
    first, second = _staged(originals, b"content"), _staged(originals, b"content")
    originals.adopt([first, second])
    assert [name for name, _ in originals.everything()] == [first.fingerprint.sha256]
    assert _in_staging(tmp_path) == []


def test_adopting_twice_does_no_harm(originals: Originals) -> None:
    staged = _staged(originals, b"content")
    originals.adopt([staged])
    originals.adopt([staged])
    with originals.open_original(staged.fingerprint) as file:
        assert file.read() == b"content"


def test_a_staged_copy_that_vanished_before_it_was_kept_is_noticed(originals: Originals) -> None:
    staged = _staged(originals, b"content")
    originals.drop(staged)
    originals.drop(staged)
    with pytest.raises(PlaceProblem, match="disk_trouble"):
        originals.adopt([staged])


def test_an_original_cannot_be_written_by_accident(originals: Originals) -> None:
    staged = _staged(originals, b"content")
    originals.adopt([staged])
    with originals.lend(staged.fingerprint) as path:
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
    with originals.open_original(staged.fingerprint) as file:
        assert not file.writable()


def test_an_original_cut_short_is_not_held(originals: Originals) -> None:
    staged = _staged(originals, b"content")
    originals.adopt([staged])
    with originals.lend(staged.fingerprint) as path:
        path.chmod(0o600)
        path.write_bytes(b"cont")
    assert not originals.holds(staged.fingerprint)


def test_a_source_that_fails_half_way_leaves_nothing(originals: Originals, tmp_path: Path) -> None:
    with pytest.raises(SourceGone):
        originals.stage(Scratched(b"x" * (2 * CHUNK)), _go_on)
    assert _in_staging(tmp_path) == []


def test_stopping_half_way_leaves_nothing(originals: Originals, tmp_path: Path) -> None:
    token = CancelToken()

    class Stopped(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            token.cancel()
            return super().read(size)

    with pytest.raises(Cancelled):
        originals.stage(Stopped(b"x" * (2 * CHUNK)), token.check)
    assert _in_staging(tmp_path) == []


def test_a_place_that_refuses_is_not_called_a_lost_source(originals: Originals, tmp_path: Path) -> None:
    (tmp_path / "staging").rmdir()
    with pytest.raises(PlaceProblem, match="disk_trouble"):
        _staged(originals, b"content")


def test_a_sweep_empties_staging_and_touches_nothing_else(originals: Originals, tmp_path: Path) -> None:
    kept = _staged(originals, b"kept")
    originals.adopt([kept])
    _staged(originals, b"left behind")
    (originals.scratch() / "half made").write_bytes(b"x")
    originals.sweep_staging()
    assert _in_staging(tmp_path) == []
    assert originals.holds(kept.fingerprint)


def test_scratch_folders_are_fresh_each_time(originals: Originals) -> None:
    one, other = originals.scratch(), originals.scratch()
    assert one != other
    assert not list(one.iterdir())
