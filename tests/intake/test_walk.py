"""Which files are met: everything once, nothing opened, nothing followed out of what was given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recordkeeper.intake.walk import walk
from tests.making.libraries import write

NOBODY = 65_534


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody who owns nothing, where we may become that; as ourselves where we are not all-powerful anyhow."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def met(*paths: Path) -> dict[str, str]:
    return {each.name: each.reason_code for each in walk([str(path) for path in paths])}


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="a system without such rights")
def test_a_folder_that_may_not_be_read_is_passed_by_with_a_reason(tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": "a", "closed/b.txt": "b", "no entry/c.txt": "c", "z.txt": "z"})
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and "pytest" in str(folder):
            folder.chmod(folder.stat().st_mode | 0o711)
    heap.chmod(0o755)
    (heap / "closed").chmod(0o000)
    (heap / "no entry").chmod(0o644)  # its names can be listed, and nothing be asked about them
    try:
        with without_rights():
            found = met(heap)
    finally:
        (heap / "closed").chmod(0o700)
        (heap / "no entry").chmod(0o700)
    assert found == {"a.txt": "", "closed": "folder_not_readable", "c.txt": "not_readable", "z.txt": ""}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
def test_nothing_that_is_met_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert met(tmp_path) == {"loop": "link_to_folder", "pipe": "special_file", "zero": "special_file"}


def test_the_same_path_given_twice_or_inside_another_is_met_once(tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": "a", "in/b.txt": "b"})
    found = [each.name for each in walk([str(heap), str(heap / "in"), str(heap / "a.txt")])]
    assert found == ["a.txt", "b.txt"]
