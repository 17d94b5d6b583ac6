"""The whole suite in jobs, some at a time: python -m tests.running [WORDS BEFORE EACH JOB'S COMMAND].

A job is a process of its own with the tests of a folder, or with one file of the window's: a fault in Qt ends the
process (README, "What does not work yet"), and with it nothing but its own job, which is then run once more.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SHARED = "RECORDKEEPER_TESTS_SHARED"  # names a folder for what the processes of one run build once
AT_ONCE = 2
_TESTS = Path(__file__).resolve().parent
_LONGEST, _TOO_LONG = 1800, 124  # seconds a job may take, and its code if it takes longer
_FILES_A_JOB = 12  # of a large folder, so that the jobs end at about the same time


@dataclass(frozen=True, slots=True)
class Job:
    """Files of tests that run in one process."""

    name: str
    paths: tuple[Path, ...]

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.paths)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a job ended: pytest's exit code, minus the signal that ended it, its output, and the seconds it took."""

    job: Job
    code: int
    output: str
    seconds: float


def jobs(tests: Path = _TESTS) -> list[Job]:
    """All files of tests, each in exactly one job; the largest folders first, then the window's files."""
    folders: dict[Path, list[Path]] = {}
    for path in sorted(tests.rglob("test_*.py")):
        folders.setdefault(path.parent, []).append(path)
    window = [_job(tests, [path]) for folder in folders if _is_window(tests, folder) for path in folders[folder]]
    rest = [
        _job(tests, files[begin : begin + _FILES_A_JOB])
        for folder, files in folders.items()
        if not _is_window(tests, folder)
        for begin in range(0, len(files), _FILES_A_JOB)
    ]
    return [*sorted(rest, key=lambda job: -job.size), *window]


def run(job: Job, before: Sequence[str], shared: Path) -> Ran:
    """Run one job; once more, and said so, if a signal ended it."""
    ran = _once(job, before, shared)
    if ran.code < 0:
        print(f"{job.name} was ended by signal {-ran.code}; once more.\n{ran.output[-2000:]}", flush=True)
        ran = _once(job, before, shared)
    return ran


def tell(ran: Ran) -> None:
    """A line for a job whose tests passed, all it said for one that failed."""
    if ran.code:
        print(ran.output)
    counted = re.findall(r"^.*(?:passed|failed|error).* in .*$", ran.output, re.MULTILINE)
    print(
        f"{ran.seconds:6.1f} s  {ran.job.name}: {counted[-1] if counted else f'exit code {ran.code}'}", flush=True
    )


def main(before: Sequence[str]) -> int:
    """Run every job; 0 if all tests passed."""
    begun, good = time.monotonic(), True
    place = tempfile.TemporaryDirectory(prefix="recordkeeper-tests-", ignore_cleanup_errors=True)
    with place as shared, ThreadPoolExecutor(AT_ONCE) as lanes:
        for ran in lanes.map(lambda job: run(job, before, Path(shared)), jobs()):
            tell(ran)
            good = good and ran.code == 0
    print(f"{'All passed' if good else 'Some tests failed'} in {time.monotonic() - begun:.0f} s.")
    return 0 if good else 1


def _is_window(tests: Path, folder: Path) -> bool:
    return (tests / "ui") in (folder, *folder.parents)


def _job(tests: Path, paths: Sequence[Path]) -> Job:
    first, last = paths[0].relative_to(tests), paths[-1].relative_to(tests)
    return Job(first.as_posix() if first == last else f"{first.as_posix()} to {last.name}", tuple(paths))


def _once(job: Job, before: Sequence[str], shared: Path) -> Ran:
    command = [
        *before,
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:xdist",
        "-rfE",
        "--verbosity=0",
        *map(str, job.paths),
    ]
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", SHARED: str(shared)}
    begun = time.monotonic()
    # A file, for a pipe stays open as long as any process that a test has left behind.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        try:
            code = subprocess.run(
                command, env=variables, cwd=_TESTS.parent, stdout=said, stderr=said, timeout=_LONGEST, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = _TOO_LONG
        said.seek(0)
        return Ran(job, code, said.read(), time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
