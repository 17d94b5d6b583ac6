"""Runs the benchmarks: python -m tests.bench [NAME …] [--runs N] [--scale SHARE]."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import tests.bench
from tests.bench.harness import Figure, Options, as_json, as_table, machine

Benchmark = Callable[[Options], Iterable[Figure]]
RESULTS = Path("build") / "bench"


def benchmarks() -> dict[str, Benchmark]:
    """Return every module of this folder that has a `main`, by name."""
    names = [info.name for info in pkgutil.iter_modules(tests.bench.__path__)]
    names = [name for name in names if name != "__main__" and not name.startswith("test_")]
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in names}
    return {name: module.main for name, module in modules.items() if hasattr(module, "main")}


def run(arguments: Sequence[str]) -> int:
    """Run the named benchmarks, or all; keep each one's JSON at once and print one table at the end."""
    known = benchmarks()
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--runs", type=int, default=3, help="rounds of each; the median counts")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size, for a quick try")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - set(known)):
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(known)}")
    described, figures = machine(), list[Figure]()
    for name in options.names or known:
        figures += run_one(name, known[name], runs=options.runs, scale=options.scale, described=described)
    (RESULTS / "table.md").write_text(as_table(figures) + "\n", encoding="utf-8")
    print(as_table(figures))
    return 0


def run_one(
    name: str, benchmark: Benchmark, *, runs: int, scale: float, described: dict[str, object]
) -> list[Figure]:
    """Run one benchmark in an empty folder of its own and keep its figures as JSON."""
    work = RESULTS / "work" / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    print(f"{name} …", file=sys.stderr, flush=True)
    figures = list(benchmark(Options(work=work.resolve(), runs=runs, scale=scale)))
    noted = {**described, "runs": runs, "scale": scale}
    (RESULTS / f"{name}.json").write_text(as_json(figures, noted), encoding="utf-8")
    shutil.rmtree(work, ignore_errors=True)
    return figures


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
