"""Calling the program: in this process for speed, as a process of its own where that is what is tested."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.cli.main import run

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = (sys.executable, "-P", "-m", "recordkeeper")
HEAD = "Anna Sample   Born 03/05/1964"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call gave back."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def call(library: Path | None, *arguments: object) -> Answer:
    """One command in this process, with --json."""
    return said(library, "--json", *arguments)


def said(library: Path | None, *arguments: object) -> Answer:
    """One command in this process, as a person calls it."""
    place = ["--library", str(library)] if library else []
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*place, *map(str, arguments)])
    return Answer(code, out.getvalue(), err.getvalue())


def process(*arguments: object, cwd: Path = ROOT, **more: Any) -> Answer:
    """One command as a process of its own."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, timeout=60, **more
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def start(*arguments: object, **more: Any) -> subprocess.Popen[str]:
    """A process of its own that is talked to; the caller ends it."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **more
    )


def init(library: Path, country: str = "US") -> Path:
    answer = call(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05", "--country", country)
    assert answer.code == 0, answer.err
    return library


def one_calm_sentence(answer: Answer) -> bool:
    """Nothing on stdout, one line on stderr that ends like a sentence and holds no trace."""
    line = answer.err.strip()
    return (
        answer.out == ""
        and bool(line)
        and "\n" not in line
        and "Traceback" not in line
        and "!" not in line
        and line.endswith((".", "?", "’", "'", '"'))
    )
