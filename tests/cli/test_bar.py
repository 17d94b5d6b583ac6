"""Progress is drawn for people at a terminal only."""

from __future__ import annotations

import os
import subprocess
import threading
from contextlib import suppress
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
    drawn: list[bytes] = []
    terminal = threading.Thread(target=_read_to_its_end, args=(ours, drawn))
    terminal.start()  # a terminal nobody reads holds up who writes to it, once it is full
    done = subprocess.run(
        [*PROGRAM, "--library", str(library), "--json", "add", str(heap)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, check=False, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    terminal.join()
    os.close(ours)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert b"Adding" in b"".join(drawn)


def _read_to_its_end(terminal: int, drawn: list[bytes]) -> None:
    with suppress(OSError):  # what Linux says when nobody writes to it any more
        while piece := os.read(terminal, 4096):
            drawn.append(piece)
