"""The program's door: the worker first, then the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from recordkeeper import __version__
from recordkeeper.work.frames import Frame, read_frame, write_frame

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (sys.executable, "-P", "-m", "recordkeeper")


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=ROOT, capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_the_version_and_the_help() -> None:
    assert __version__.encode() in program("--version").stdout
    assert b"export" in program("--help").stdout


def test_the_worker_answers_frames_and_ends_with_its_pipe() -> None:
    worker = subprocess.Popen(
        [*PROGRAM, "--worker"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    path = str(ROOT / "README.md")
    write_frame(worker.stdin, Frame({"task": "inspect", "args": {"path": path, "name": "a.txt"}, "seconds": 60}))
    worker.stdin.flush()
    assert read_frame(worker.stdout).header["frame"]["condition"] == "read"
    assert read_frame(worker.stdout).header["done"] is True
    worker.stdin.close()
    assert worker.wait(timeout=30) == 0


def test_a_worker_that_hears_nonsense_ends_quietly() -> None:
    done = subprocess.run(
        [*PROGRAM, "--worker"], cwd=ROOT, input=b"nonsense", capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_words_outside_ascii_come_out_whatever_the_terminal_says(tmp_path: Path) -> None:
    done = program(
        "--library", str(tmp_path / "Ñ"), "--json", "init", "--name", "Ana Ñandú 先生", "--birth-date", "1964",
        LC_ALL="C", PYTHONIOENCODING="ascii",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Ana Ñandú 先生" in done.stdout.decode("utf-8")


def test_a_log_is_kept_and_names_nobody(tmp_path: Path) -> None:
    done = program(
        "--library", str(tmp_path / "library"), "init", "--name", "Anna Sample", "--birth-date", "1964",
        RECORDKEEPER_HOME=str(tmp_path / "home"),
    )  # fmt: skip
    assert done.returncode == 0
    logs = [path for path in (tmp_path / "home").rglob("*.log") if path.is_file()]
    assert logs
    assert not any("Anna" in path.read_text("utf-8") for path in logs)
