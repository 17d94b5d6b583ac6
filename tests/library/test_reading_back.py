"""Sums of files read back: those of small and of large ones, in order, and none for what cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from recordkeeper.library.reading_back import CHUNK, sums_of

SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 20 * CHUNK + 3, 5, 7)


def test_every_size_gets_its_own_sum_in_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}" for number in range(len(SIZES))]
    for number, (path, size) in enumerate(zip(paths, SIZES, strict=True)):
        path.write_bytes(bytes([number]) * size)
    wanted = [(path, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]
    assert list(sums_of(paths)) == wanted


def test_what_cannot_be_read_has_no_sum_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    good = tmp_path / "good"
    good.write_bytes(b"good")
    found = dict(sums_of([tmp_path / "folder", tmp_path / "gone", good]))
    assert (found[tmp_path / "folder"], found[tmp_path / "gone"]) == ("", "")
    assert found[good] == hashlib.sha256(b"good").hexdigest()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that fails when read takes Linux")
def test_a_file_that_fails_in_the_middle_has_no_sum() -> None:
    assert list(sums_of([Path("/proc/self/mem")])) == [(Path("/proc/self/mem"), "")]
