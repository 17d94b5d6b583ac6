"""The suite's own machinery: every file in one job, nothing waits for ever, and what failed is told."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests import running
from tests.running import Job, Ran

TESTS = Path(__file__).resolve().parent


def job_of(place: Path, code: str) -> Job:
    path = place / "test_it.py"
    path.write_text(code, "utf-8")
    return Job("test_it.py", (path,))


def test_every_file_of_tests_is_in_one_job() -> None:
    listed = [path for job in running.jobs() for path in job.paths]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(TESTS.rglob("test_*.py"))


def test_each_file_of_the_window_has_a_process_of_its_own() -> None:
    with_window = [job for job in running.jobs() if any(TESTS / "ui" in path.parents for path in job.paths)]
    assert len(with_window) > 10
    assert all(len(job.paths) == 1 for job in with_window)


def test_a_job_tells_of_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = running.run(job_of(tmp_path, "def test_good(): pass\ndef test_bad(): assert 1 == 2"), [], tmp_path)
    running.tell(ran)
    told = capsys.readouterr().out
    assert ran.code == 1
    assert "assert 1 == 2" in told
    assert "1 failed, 1 passed" in told.splitlines()[-1]


def test_a_job_that_a_signal_ended_is_run_once_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = f"""
import os, pathlib, signal
def test_it():
    mark = pathlib.Path({str(tmp_path / "been here")!r})
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
"""
    ran = running.run(job_of(tmp_path, code), [], tmp_path)
    assert ran.code == 0
    assert "was ended by signal 9; once more" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="there is no sleep to leave behind")
def test_what_a_test_leaves_behind_does_not_hold_its_job_up(tmp_path: Path) -> None:
    begun = time.monotonic()
    code = 'import subprocess\ndef test_it(): subprocess.Popen(["sleep", "60"])'
    assert running.run(job_of(tmp_path, code), [], tmp_path).code == 0
    assert time.monotonic() - begun < 50


def test_a_job_without_an_end_of_its_own_is_told_by_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    running.tell(Ran(job_of(tmp_path, ""), 139, "Fatal Python error", 1.0))
    assert "exit code 139" in capsys.readouterr().out
