"""A watched folder: what lies still and is new comes in, and the folder stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

from recordkeeper.intake.watch import Watch
from tests.making.libraries import write


def stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def test_a_file_comes_in_once_it_lies_still(tmp_path: Path) -> None:
    watch = Watch(str(tmp_path))
    assert watch.look({}) == ()
    half = write(tmp_path, {"report.pdf": b"%PDF half"}) / "report.pdf"
    assert watch.look({}) == (), "it may still be being written"
    half.write_bytes(b"%PDF half and the rest")
    assert watch.look({}) == (), "it was"
    assert watch.look({}) == (str(half),)


def test_what_was_met_before_is_left_alone_until_it_changes(tmp_path: Path) -> None:
    old = write(tmp_path, {"old.txt": b"old", "new.txt": b"new"}) / "old.txt"
    watch, settled = Watch(str(tmp_path)), {str(old): stamp(old)}
    watch.look(settled)
    assert watch.look(settled) == (str(tmp_path / "new.txt"),)
    os.utime(old, (1, 1))
    watch.look(settled)
    assert str(old) in watch.look(settled)


def test_a_folder_that_is_gone_for_a_while_is_no_trouble(tmp_path: Path) -> None:
    watch = Watch(str(tmp_path / "stick"))
    assert watch.look({}) == ()
    write(tmp_path / "stick", {"a.txt": b"a"})
    watch.look({})
    assert watch.look({}) == (str(tmp_path / "stick" / "a.txt"),)
