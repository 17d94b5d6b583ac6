"""Runs the program as a person does, in a process of its own, and says what it needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENT = ("--name", "Anna Sample", "--birth-date", "1964-03-05", "--sex", "F")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command answered. `peak_mb` is the main process's alone (its workers have limits); 0: not told."""

    answer: dict[str, Any]
    peak_mb: float


def executable() -> Path:
    """Return the program in this Python's environment."""
    return Path(sys.executable).with_name("recordkeeper.cmd" if sys.platform == "win32" else "recordkeeper")


def environment() -> dict[str, str]:
    """Return the environment it runs in: this checkout's program, compiled modules kept as on a user's machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def call(library: Path, command: str, *arguments: str | Path) -> Ran:
    """Run one command with --json; CalledProcessError when it fails."""
    words: list[str | Path] = [executable(), command, "--library", library, "--json", *arguments]
    process = subprocess.Popen(
        [str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    )
    peaks = [0.0]
    watch = threading.Thread(target=_note_peak, args=(process, peaks), daemon=True)
    watch.start()
    out, _ = process.communicate()
    watch.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out)
    return Ran(json.loads(out), max(peaks))


def new_library(folder: Path) -> Path:
    """Make a library for the patient all heaps are about."""
    call(folder, "init", *PATIENT)
    return folder


@contextmanager
def session(library: Path) -> Iterator[Session]:
    """Keep the library open for one command after the other."""
    process = subprocess.Popen(
        [str(executable()), "session", "--library", str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    try:
        yield Session(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


@dataclass(frozen=True, slots=True)
class Session:
    """An open `recordkeeper session`."""

    process: subprocess.Popen[bytes]

    def ask(self, command: str, *arguments: str) -> dict[str, Any]:
        """Return the answer to one command; RuntimeError when it is a refusal."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = json.dumps({"command": command, "args": arguments})
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        if answer["exit_code"]:
            raise RuntimeError(answer.get("error", command))
        return answer


def _note_peak(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    """Look at the greatest resident size so far until the process ends; where the system tells it at all."""
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return
        peaks += [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue


def told(peaks: Sequence[float]) -> str:
    """Return the peak of several runs for a table."""
    return f"{max(peaks, default=0):.0f} MB"
