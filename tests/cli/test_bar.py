"""Progress is drawn for people at a terminal only."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from recordkeeper.paths import resources
from recordkeeper.wording.words import Words
from tests.cli.calling import PROGRAM, ROOT, init


def test_every_kind_of_work_has_words() -> None:
    words = Words.load(resources() / "wording", "en")
    for what in ("add", "check", "rebuild", "export", "verify"):
        assert words.has(f"cli.doing.{what}")


def test_at_a_terminal_a_bar_is_drawn_on_stderr_and_stdout_stays_clean(tmp_path: Path, heap: Path) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo terminals here")
    library = init(tmp_path / "library")
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*PROGRAM, "--library", str(library), "--json", "add", str(heap)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, check=False, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    drawn = os.read(ours, 100_000).decode("utf-8", "replace")
    os.close(ours)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert "Adding" in drawn
