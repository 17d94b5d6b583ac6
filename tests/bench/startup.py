"""How long `recordkeeper --help` and `list` on a small library take, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

from tests.bench import heap, program
from tests.bench.floors import empty_python
from tests.bench.harness import Figure, Options, measure

PAPERS, SCANS = 20, 40


def main(options: Options) -> Iterator[Figure]:
    rounds = max(options.runs, 9)  # a start is short: more rounds, less noise

    def run() -> None:
        command = [str(program.executable()), "--help"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=program.environment())

    yield measure("recordkeeper --help", run, empty_python, rounds, floor_name="python -c pass")

    heap.write_reports(options.work / "heap", PAPERS, files=PAPERS)
    heap.write_scans(options.work / "heap", SCANS, side=32)
    library = program.new_library(options.work / "library")
    program.call(library, "add", options.work / "heap")
    yield measure(
        "recordkeeper list",
        lambda: program.call(library, "list"),
        empty_python,
        rounds,
        floor_name="python -c pass",
        facts={"records": PAPERS + 1},
    )
